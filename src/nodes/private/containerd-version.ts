import { wording } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { warn } from '../../rules/rules';
import { KUBERNETES, minorOf } from '../../upstream/kubernetes';
import type { ContainerdConfig } from '../containerd-config';
import { ContainerdConfigForm, ContainerdConfigVersion } from '../containerd-distribution';

/** Warns of tables of version 2 where the nodes' containerd takes them for more than they are, or does not see them. */
export function warnOfVersion(config: ContainerdConfig, kubernetesVersion?: string): void {
  if (config.version !== ContainerdConfigVersion.V2) {
    return;
  }
  const isContainerd2 = kubernetesVersion !== undefined && KUBERNETES.has(minorOf(kubernetesVersion), 'containerd2');
  if (isContainerd2) {
    warnIfUnread(config, kubernetesVersion);
  } else if (config.form === ContainerdConfigForm.DROP_IN && config.path.startsWith('/etc/containerd/')) {
    const code = RuleCode.REPLACING_IMPORT;
    warn(config, code, wording({
      field: 'form',
      value: config.form,
      rule: 'containerd 1 replaces all settings of the CRI plugin, runc among them, by those of an imported file',
      fix: 'use it with containerd 2 alone, or leave it out',
      code,
    }));
  }
}

/** containerd 2 migrates an older main file, and so what is imported or templated; at the end of a newer one it does not see these tables. */
function warnIfUnread(config: ContainerdConfig, kubernetesVersion: string): void {
  if (config.form === ContainerdConfigForm.APPENDIX) {
    const code = RuleCode.OLD_CONFIG_VERSION;
    warn(config, code, wording({
      field: 'version',
      value: config.version,
      rule: `Kubernetes ${kubernetesVersion} takes no containerd 1, and containerd 2 ignores tables of version 2 in the files that it writes`,
      fix: 'use ContainerdConfigVersion.V3, or see on the nodes that their main file says version = 2',
      code,
    }));
  }
}
