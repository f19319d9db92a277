import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { invalid } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { WasmAppCommonProps } from '../wasm-app-common';
import { WasmAppDefaultsOptions } from '../wasm-app-defaults-options';

const defaults = new WeakMap<IConstruct, WasmAppDefaultsOptions>();
const settled = new WeakMap<IConstruct, IConstruct>();

/** Adds defaults to a scope that has no app yet. */
export function addDefaults(scope: IConstruct, added: WasmAppDefaultsOptions): void {
  const app = settled.get(scope);
  if (app) {
    throw invalid(scope.node.path, {
      field: 'WasmAppDefaults',
      value: Object.keys(added),
      rule: `${app.node.path} is made already, without them`,
      fix: 'state defaults before the apps of their scope',
      code: RuleCode.LATE_DEFAULTS,
    });
  }
  defaults.set(scope, over(defaults.get(scope) ?? {}, added));
}

/** The props of an app with the defaults of the scopes above it. */
export function withDefaults<Props extends WasmAppCommonProps>(app: IConstruct, props: Props): Props {
  const given: WasmAppDefaultsOptions[] = [];
  for (let scope = app.node.scope; scope; scope = scope.node.scope) {
    if (!settled.has(scope)) {
      settled.set(scope, app);
    }
    given.unshift(...defaultsOf(scope));
  }
  if (given.length === 0) {
    return props;
  }
  const { labels, annotations, ...rest } = given.reduce(over);
  const { imagePullSecrets, resources, serviceAccount, podLabels, podAnnotations } = props;
  return {
    ...props,
    ...definedOf(over(rest, { imagePullSecrets, resources, serviceAccount, podLabels, podAnnotations })),
    metadata: {
      ...props.metadata,
      ...definedOf({ labels: merged(labels, props.metadata?.labels), annotations: merged(annotations, props.metadata?.annotations) }),
    },
  };
}

function defaultsOf(scope: IConstruct): WasmAppDefaultsOptions[] {
  const own = defaults.get(scope);
  return own ? [own] : [];
}

/** Defaults with others over them. */
function over(outer: WasmAppDefaultsOptions, inner: WasmAppDefaultsOptions): WasmAppDefaultsOptions {
  return {
    ...outer,
    ...definedOf(inner),
    ...definedOf({
      labels: merged(outer.labels, inner.labels),
      annotations: merged(outer.annotations, inner.annotations),
      podLabels: merged(outer.podLabels, inner.podLabels),
      podAnnotations: merged(outer.podAnnotations, inner.podAnnotations),
    }),
  };
}

/** The props of an app whose pods have its own labels, where it says so. */
export function withPodLabels<Props extends WasmAppCommonProps>(chart: Chart, props: Props): Props {
  return props.propagateLabels ? { ...props, podLabels: { ...chart.labels, ...props.metadata?.labels, ...props.podLabels } } : props;
}

type StringMap = { readonly [key: string]: string };

function merged(outer?: StringMap, inner?: StringMap): StringMap | undefined {
  return outer || inner ? { ...outer, ...inner } : undefined;
}

function definedOf<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}
