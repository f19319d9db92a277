import { COUNT } from './counts';
import { checkEnvironment } from './env-rules';
import { checkNetwork } from './network-rules';
import { Noun } from './nouns';
import { checkPlacement } from './placement-rules';
import { checkRights } from './rights-rules';
import { checkRollout } from './rollout-rules';
import { SCHEDULE } from './schedule';
import { checkSpread } from './spread-rules';
import { checkVolumes } from './volume-rules';
import { RunnableImage } from './wasm-container-props';
import { SERVICE_NAME } from './workload-service';
import { Fields, podTemplate } from '../../nodes/private/pod-template';
import { checkShimPod } from '../../nodes/private/shim-pod-rules';
import { TIME_ZONE } from '../../rules/cron';
import { Grammar, integer } from '../../rules/grammar';
import { annotations, labels } from '../../rules/maps';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

const REPLICAS = integer({
  min: 0,
  rule: 'must be a whole number of 0 or more',
  fix: 'give a whole number, or leave it out',
  code: RuleCode.INVALID_REPLICAS,
});

/** What Kubernetes asks of fields beside the pod. */
const SPEC: { [field: string]: Grammar } = {
  replicas: REPLICAS,
  minReadySeconds: COUNT,
  progressDeadlineSeconds: COUNT,
  serviceName: SERVICE_NAME,
  schedule: SCHEDULE,
  timeZone: TIME_ZONE,
  startingDeadlineSeconds: COUNT,
  successfulJobsHistoryLimit: COUNT,
  failedJobsHistoryLimit: COUNT,
};

const JOB_SPEC: { [field: string]: Grammar } = {
  activeDeadlineSeconds: COUNT,
  backoffLimit: COUNT,
  ttlSecondsAfterFinished: COUNT,
};

/** What Kubernetes and the shims ask of a pod, by the fields that they look at. */
const POD_RULES = [checkShimPod, checkEnvironment, checkVolumes, checkNetwork, checkRights, checkPlacement, checkSpread];

/** The Wasm container of a workload. */
export interface WasmContainer {
  readonly name: string;
  readonly image: RunnableImage;
}

/** Holds a workload as it will be written to Kubernetes' rules and to those of runwasi shims. */
export function checkWritten(report: Report, noun: Noun, object: Fields, main: WasmContainer): void {
  const { jobTemplate, ...spec } = object.spec as Fields;
  const template = podTemplate({ ...object, kind: noun.kind });
  hold(report, 'spec', spec, SPEC);
  hold(report, 'spec', spec, noun.kind === 'Job' ? JOB_SPEC : {});
  hold(report, 'spec.jobTemplate.spec', jobTemplate?.spec ?? {}, JOB_SPEC);
  checkRollout(report, spec);
  checkRestart(report, noun, `${template.place}spec.restartPolicy`, template.spec.restartPolicy);
  if (template.place) {
    labels(report, `${template.place}metadata.labels`, template.metadata.labels);
    annotations(report, `${template.place}metadata.annotations`, template.metadata.annotations);
  }
  POD_RULES.forEach((check) => check(report, template));
  checkCommand(report, `${template.place}spec.containers[${JSON.stringify(main.name)}].command`, template.spec, main);
}

function hold(report: Report, place: string, fields: Fields, grammars: { [field: string]: Grammar }): void {
  for (const [field, grammar] of Object.entries(grammars)) {
    report.holdGiven(`${place}.${field}`, fields[field], grammar);
  }
}

function checkRestart(report: Report, { kind, restarts }: Noun, field: string, policy: unknown): void {
  if (policy !== undefined && !(restarts as readonly unknown[]).includes(policy)) {
    report.add({
      field,
      value: policy,
      rule: `the pods of a ${kind} restart ${restarts.join(' or ')}`,
      fix: `leave it out, or use ${restarts[restarts.length - 1]}`,
      code: RuleCode.INVALID_RESTART_POLICY,
    });
  }
}

/** A patch may take the command away that an OCI artefact needs. */
function checkCommand(report: Report, field: string, { containers = [] }: Fields, { name, image }: WasmContainer): void {
  const container = containers.find((written: Fields) => written.name === name && written.image === image.image);
  if (image.isOciArtifact && container && !container.command?.[0]) {
    report.add({
      field,
      value: container.command,
      rule: 'an OCI artefact has no entrypoint of its own',
      fix: 'give the file name of the module, or ["/"] for Spin',
      code: RuleCode.MISSING_COMMAND,
    });
  }
}
