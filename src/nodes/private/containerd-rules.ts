import { formsOf, isDetected, layoutOf } from './containerd-layout';
import { RuntimeTable } from './containerd-toml';
import { checkProvisioned, provisionedHandler } from './handler-rules';
import { binaryOf } from './shim-name';
import { Grammar, rfc1123Label } from '../../rules/grammar';
import { isUnresolved, Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import type { ContainerdConfig } from '../containerd-config';
import { ContainerdConfigForm, ContainerdConfigVersion, ContainerdDistribution } from '../containerd-distribution';

const DISTRIBUTIONS = Object.values(ContainerdDistribution);
const HANDLER = rfc1123Label('a handler', RuleCode.INVALID_HANDLER);

const VERSION: Grammar = {
  accepts: (version) => version === ContainerdConfigVersion.V2 || version === ContainerdConfigVersion.V3,
  rule: 'containerd 1 has files of version 2, containerd 2 of version 3 or 4, whose tables are the same',
  fix: 'use ContainerdConfigVersion.V2, or ContainerdConfigVersion.V3 for both 3 and 4',
  code: RuleCode.UNKNOWN_VERSION,
};

const DISTRIBUTION: Grammar = {
  accepts: (distribution) => DISTRIBUTIONS.includes(distribution as ContainerdDistribution),
  rule: `must be one of ${DISTRIBUTIONS.join(', ')}`,
  fix: 'use the one whose paths the nodes have, or ContainerdDistribution.CONTAINERD for a containerd of its own',
  code: RuleCode.UNKNOWN_DISTRIBUTION,
};

/** A path that means itself to TOML, to the templates of k3s and to a shell. */
const SHIM_PATH: Grammar = {
  accepts: (path) => typeof path === 'string' && /^(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._+@-]+)+$/.test(path),
  rule: "the path of a shim is absolute, of letters, digits, '.', '_', '+', '@' and '-', without '..'",
  fix: 'write it as "/opt/wasm/bin/containerd-shim-acme-v1"',
  code: RuleCode.INVALID_SHIM_PATH,
};

const RUNTIMES: Grammar = {
  accepts: (runtimes) => (runtimes as unknown[]).length > 0,
  rule: 'a configuration is for at least one runtime',
  fix: 'add one, such as { runtime: WasmRuntime.WASMTIME }',
  code: RuleCode.EMPTY_LIST,
};

/** Where a configuration goes. */
export interface ConfigPlace {
  readonly version: ContainerdConfigVersion;
  readonly distribution: ContainerdDistribution;
  readonly form?: ContainerdConfigForm;
}

/** Checks where a configuration goes, and settles its form. */
export function settledForm(report: Report, { version, distribution, form }: ConfigPlace): ContainerdConfigForm {
  report.hold('version', version, VERSION);
  report.hold('distribution', distribution, DISTRIBUTION);
  const forms = formsOf(layoutOf(distribution), version);
  if (form !== undefined && DISTRIBUTIONS.includes(distribution) && !forms.includes(form)) {
    report.add({
      field: 'form',
      value: form,
      rule: `${distribution} reads ${forms.join(' or ')}`,
      fix: 'leave it out',
      code: RuleCode.UNSUPPORTED_CONFIG_FORM,
    });
  }
  return form ?? forms[0];
}

/** Checks the tables of a configuration in their places. */
export function checkTables(report: Report, config: ContainerdConfig, tables: readonly RuntimeTable[]): void {
  report.hold('runtimes', tables, RUNTIMES);
  const handlers = tables.map(({ handler }) => handler);
  tables.forEach((table, index) => {
    const field = `runtimes[${index}]`;
    checkKnown(report, field, table);
    report.hold(`${field}.handler`, table.handler, HANDLER);
    checkProvisioned(report, `${field}.handler`, { handler: table.handler, provisioned: provisionedHandler(config, table.runtime) });
    if (handlers.indexOf(table.handler) < index) {
      report.add({
        field: `${field}.handler`,
        value: table.handler,
        rule: `runtimes[${handlers.indexOf(table.handler)}] has this handler already, and containerd refuses a file with one table twice`,
        fix: 'give one of them another handler',
        code: RuleCode.DUPLICATE_KEY,
      });
    }
    checkShim(report, field, table);
  });
}

/** Refuses what only a synthesis resolves: the file is no part of one. */
function checkKnown(report: Report, field: string, { handler, shimPath }: RuntimeTable): void {
  const lazy = Object.entries({ handler, shimPath }).filter(([, given]) => isUnresolved(given));
  for (const [part] of lazy) {
    report.add({
      field: `${field}.${part}`,
      value: 'a lazy value',
      rule: 'the file is no Kubernetes object, and nothing resolves what only a synthesis knows',
      fix: 'give a plain string',
      code: part === 'handler' ? RuleCode.INVALID_HANDLER : RuleCode.INVALID_SHIM_PATH,
    });
  }
}

function checkShim(report: Report, field: string, { runtime, shimPath }: RuntimeTable): void {
  report.holdGiven(`${field}.shimPath`, shimPath, SHIM_PATH);
  if (shimPath === undefined && binaryOf(runtime.runtimeType) !== runtime.binary) {
    report.add({
      field: `${field}.runtime`,
      value: runtime.runtimeType,
      rule: `by this name containerd looks for ${binaryOf(runtime.runtimeType)}, and the shim is called ${runtime.binary}`,
      fix: 'give its shimPath',
      code: RuleCode.INVALID_RUNTIME_TYPE,
    });
  }
}

/** Refuses tables that the distribution has already: a second one keeps containerd from starting, or takes the place of the first. */
export function checkDetected(report: Report, config: ContainerdConfig, tables: readonly RuntimeTable[]): void {
  const { distribution, form } = config;
  tables.forEach(({ handler, shimPath }, index) => {
    const isRunc = handler === 'runc';
    if (isRunc || form === ContainerdConfigForm.TEMPLATE && isDetected(layoutOf(distribution), handler, shimPath)) {
      report.add({
        field: `runtimes[${index}].handler`,
        value: handler,
        rule: isRunc
          ? 'containerd runs all ordinary pods by the handler of this name'
          : `${distribution} finds the shim itself and writes this table, and containerd refuses a file with one table twice`,
        fix: isRunc ? 'name the handler after the runtime' : 'leave the runtime out, or give its handler another name',
        code: RuleCode.DETECTED_HANDLER,
      });
    }
  });
}
