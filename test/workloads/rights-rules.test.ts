import { Capability } from 'cdk8s-plus-28';
import { chartOf, podIn, writtenWith } from './wasm-pods';
import { WasmPodProps } from '../../src';

const user = 'a user or group is a number of 0 or more; give a number (InvalidUser)';
const more = 'cannot be kept from more rights; set it to true, or take the right away (InvalidUser)';
const sysctl = "a sysctl is words of a-z, 0-9, '-' and '_', with '.' or '/' between; write it as \"net.core.somaxconn\" (InvalidName)";
const sysctls = (...names: string[]) => ({ securityContext: { sysctls: names.map((name) => ({ name, value: '1' })) } });
const admin = [Capability.SYS_ADMIN];
const prefixed = ['CAP_SYS_ADMIN' as Capability];

describe('a pod may', () => {
  test.each<[string, Partial<WasmPodProps>]>([
    ['be of a user and groups', { securityContext: { user: 1000, group: 0, fsGroup: 2147483647 } }],
    ['set sysctls', sysctls('kernel.shm_rmid_forced', 'net/ipv4/ip-forward')],
    ['be privileged', { containerSecurityContext: { privileged: true } }],
    ['have a capability', { containerSecurityContext: { capabilities: { add: admin } } }],
    ['have a capability by its longer name', { containerSecurityContext: { allowPrivilegeEscalation: true, capabilities: { add: prefixed } } }],
  ])('%s', (_what, props) => expect(writtenWith(props).spec.containers[0].name).toBe('main'));
});

describe('a pod fails for', () => {
  test.each<[string, Partial<WasmPodProps>, string]>([
    ['a group below 0 for its files', { securityContext: { fsGroup: -1 } }, `securityContext.fsGroup: got -1; ${user}`],
    ['a user over 32 bits', { securityContext: { user: 2 ** 31 } }, `securityContext.runAsUser: got 2147483648; ${user}`],
    ['half a group', { securityContext: { group: 0.5 } }, `securityContext.runAsGroup: got 0.5; ${user}`],
    ['a sysctl with a space', sysctls('kernel.a', 'kernel.bad name'), `securityContext.sysctls[1].name: got "kernel.bad name"; ${sysctl}`],
    ['a sysctl twice', sysctls('kernel.a', 'kernel.a'), 'securityContext.sysctls[1].name: got "kernel.a"; it is set already; set it once (DuplicateKey)'],
    ['a privileged container without more rights', { containerSecurityContext: { privileged: true, allowPrivilegeEscalation: false } },
      `containers["main"].securityContext.allowPrivilegeEscalation: got false; a privileged container ${more}`],
    ['CAP_SYS_ADMIN without more rights', { containers: [{ name: 's', image: 'nginx:1', securityContext: { capabilities: { add: prefixed } } }] },
      `containers["s"].securityContext.allowPrivilegeEscalation: got false; a container with CAP_SYS_ADMIN ${more}`],
  ])('%s', (_what, props, message) => {
    expect(() => podIn(chartOf(), props)).toThrow(new Error(`[test/hello] spec.${message}`));
  });
});
