import { Fields } from './pod-template';

/** What the values of a field may be. */
export interface Allowed {
  readonly only?: readonly unknown[];
  readonly not?: readonly unknown[];
}

/** Fields by their path, in which `[]` is each of a list and `*` the name of each part. */
export type Controls = { readonly [field: string]: Allowed };

/** What a context of a restricted container must say, or that of its pod for it. */
export interface Wanted {
  readonly says: string;

  /** The field, where the pod may say it for its containers. */
  readonly inherited?: string;
  readonly kept: (context: Fields) => boolean;
}

/** What a level of PodSecurity asks of a pod and of each of its containers. */
export interface Level {
  readonly pod: Controls;
  readonly container: Controls;
  readonly wanted: readonly Wanted[];
}

/** What Kubernetes lets a pod do whose user is none of the host's, from 1.34 on. */
export const FREE_IN_USER_NAMESPACE = ['securityContext.procMount', 'runAsNonRoot', 'runAsUser'];

const CONFINED = ['RuntimeDefault', 'Localhost'];

/** What pods and containers both may say. */
const CONTEXT: Controls = {
  'securityContext.seccompProfile.type': { not: ['Unconfined'] },
  'securityContext.appArmorProfile.type': { only: CONFINED },
  'securityContext.seLinuxOptions.type': { only: ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'] },
  'securityContext.seLinuxOptions.user': { only: [''] },
  'securityContext.seLinuxOptions.role': { only: [''] },
  'securityContext.windowsOptions.hostProcess': { only: [false] },
};

const BASELINE: Level = {
  pod: {
    ...CONTEXT,
    'hostNetwork': { only: [false] },
    'hostPID': { only: [false] },
    'hostIPC': { only: [false] },
    'volumes[].*': { not: ['hostPath'] },
    // Also those that only newer releases take.
    'securityContext.sysctls[].name': {
      only: [
        'kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.ip_local_reserved_ports', 'net.ipv4.ip_unprivileged_port_start',
        'net.ipv4.ping_group_range', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes',
        'net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_syncookies', 'net.ipv4.tcp_wmem',
      ],
    },
  },
  container: {
    ...CONTEXT,
    'ports[].hostPort': { only: [0] },
    'securityContext.privileged': { only: [false] },
    'securityContext.procMount': { only: ['Default'] },
    'securityContext.capabilities.add[]': {
      only: [
        'AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID',
        'SYS_CHROOT',
      ],
    },
  },
  wanted: [],
};

const RESTRICTED: Level = {
  pod: {
    ...BASELINE.pod,
    'volumes[].*': {
      only: ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'],
    },
    'securityContext.seccompProfile.type': {},
  },
  container: {
    ...BASELINE.container,
    'securityContext.capabilities.add[]': { only: ['NET_BIND_SERVICE'] },
    'securityContext.seccompProfile.type': {},
  },
  wanted: [
    { says: 'allowPrivilegeEscalation: false', kept: ({ allowPrivilegeEscalation }) => allowPrivilegeEscalation === false },
    { says: 'runAsNonRoot: true', inherited: 'runAsNonRoot', kept: ({ runAsNonRoot }) => runAsNonRoot === true },
    { says: 'a runAsUser other than 0', inherited: 'runAsUser', kept: ({ runAsUser }) => runAsUser !== 0 },
    { says: 'capabilities.drop: [ALL]', kept: ({ capabilities }) => capabilities?.drop?.includes('ALL') ?? false },
    {
      says: 'seccompProfile.type: RuntimeDefault',
      inherited: 'seccompProfile',
      kept: ({ seccompProfile }) => CONFINED.includes(seccompProfile?.type),
    },
  ],
};

/** The levels that ask something of pods. */
export const LEVELS: ReadonlyMap<string, Level> = new Map([['baseline', BASELINE], ['restricted', RESTRICTED]]);
