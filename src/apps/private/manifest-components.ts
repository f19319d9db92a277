import { AllowedHostKind } from '../../manifest/allowed-host';
import { SpinManifest } from '../../manifest/spin-manifest';
import { SpinManifestComponent } from '../../manifest/spin-manifest-parts';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** Holds a selection of components to there being such components, and to their calling no other ones. */
export function checkComponents(report: Report, manifest: SpinManifest, ...[place, selected]: [string, string[] | undefined]): void {
  const { components } = manifest;
  const started = new Set(manifest.triggers.map(({ component }) => component));
  selected?.forEach((id, index) => {
    const exists = components.some((component) => component.id === id);
    if (!exists || !started.has(id)) {
      report.add({
        field: `${place}components[${index}]`,
        value: id,
        rule: exists ? 'no trigger of the manifest starts this component' : 'the manifest has no component of this id',
        fix: `use one of ${components.map((component) => component.id).filter((known) => started.has(known)).join(', ')}`,
        code: RuleCode.UNKNOWN_COMPONENT,
      });
    }
  });
  const kept = components.filter(({ id }) => !selected || selected.includes(id));
  const answering = new Set(manifest.triggers.filter(({ type }) => type === 'http').map(({ component }) => component));
  kept.forEach((component) => checkCalls(report, component, { all: components.map(({ id }) => id), answering, selected }));
}

/** What a component may call. */
interface Callable {
  readonly all: readonly string[];

  /** The components that an HTTP trigger starts. */
  readonly answering: ReadonlySet<string | undefined>;

  readonly selected?: readonly string[];
}

/** Spin does not start where a component may call one that is left out. */
function checkCalls(report: Report, component: SpinManifestComponent, { all, answering, selected }: Callable): void {
  for (const { host, text } of component.allowedOutboundHosts.filter(({ kind }) => kind === AllowedHostKind.COMPONENT)) {
    const field = `manifest: component.${component.id}.allowed_outbound_hosts`;
    if (host !== '*' && !all.includes(host)) {
      report.add({
        field,
        value: text,
        rule: 'the manifest has no component of this id',
        fix: `use one of ${all.join(', ')}`,
        code: RuleCode.UNKNOWN_COMPONENT,
      });
    } else if (selected && !selected.includes(host)) {
      report.add({
        field,
        value: text,
        rule: host === '*'
          ? 'Spin does not start a selection of components one of which may call all'
          : `Spin does not start where ${component.id} may call ${host}, which components leaves out`,
        fix: host === '*' ? 'name the components that it calls, or leave components out' : `add ${JSON.stringify(host)} to components`,
        code: RuleCode.DROPPED_COMPONENT,
      });
    } else if (host !== '*' && !answering.has(host)) {
      report.add({
        field,
        value: text,
        rule: `no HTTP trigger starts ${host}, and each call of it fails`,
        fix: `add [[trigger.http]] with component = ${JSON.stringify(host)} and route = { private = true }`,
        code: RuleCode.UNCALLABLE_COMPONENT,
      });
    }
  }
}
