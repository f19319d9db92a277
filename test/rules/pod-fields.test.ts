import { checkPodFields, checkPodFile, PodFieldSource } from '../../src/rules/pod-fields';
import { Report } from '../../src/rules/problem';
import { chartOf } from '../support/synth';

type Check = typeof checkPodFields;

function problems(source: PodFieldSource, check: Check = checkPodFields): string[] {
  const report = new Report(chartOf());
  check(report, 'valueFrom', source);
  return report.messages();
}

const field = (fieldPath: string, apiVersion?: string) => ({ fieldRef: { fieldPath, apiVersion } });
const resource = (name: string, divisor?: unknown) => ({ resourceFieldRef: { resource: name, divisor, containerName: 'api' } });

describe('a field of the pod may be', () => {
  test.each([
    'metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.serviceAccountName', 'status.hostIP', 'status.podIP', 'status.podIPs',
    "metadata.labels['app.kubernetes.io/name']", "metadata.annotations['example.com/Note']", "metadata.annotations['Example.COM/note']",
  ])('%s', (path) => {
    expect(problems(field(path, 'v1'))).toEqual([]);
  });

  test.each(['metadata.labels', 'metadata.annotations', 'metadata.name', "metadata.labels['a']"])('%s in a file', (path) => {
    expect(problems(field(path), checkPodFile)).toEqual([]);
  });
});

describe('a field of the pod fails as', () => {
  const KEY = "must be a name of at most 63 letters, digits, '-', '_' and '.', optionally after a DNS prefix and '/'; write it as \"name\" or \"example.com/name\"";

  test.each<[string, PodFieldSource, string]>([
    ['another version', field('metadata.name', 'v2'), 'apiVersion: got "v2"; pods have the version v1 only; leave it out (InvalidField)'],
    ['a label of no such key', field("metadata.labels['my label']"), `fieldPath: got "my label"; a label key ${KEY} (InvalidLabel)`],
    ['a label of upper-case prefix', field("metadata.labels['Example.com/a']"), `fieldPath: got "Example.com/a"; a label key ${KEY} (InvalidLabel)`],
    ['an annotation without a key', field("metadata.annotations['']"), `fieldPath: got ""; an annotation key ${KEY} (InvalidAnnotation)`],
    ['all labels', field('metadata.labels'), 'fieldPath: got "metadata.labels"; the pod tells metadata.name, metadata.namespace, metadata.uid, spec.nodeName, '
      + 'spec.serviceAccountName, status.hostIP, status.hostIPs, status.podIP, status.podIPs, metadata.labels[\'key\'] and metadata.annotations[\'key\']; '
      + 'use one of them (InvalidField)'],
  ])('%s', (_, source, message) => {
    expect(problems(source)).toEqual([`valueFrom.fieldRef.${message}`]);
  });

  test('an address in a file', () => {
    expect(problems(field('status.podIP'), checkPodFile)).toEqual([expect.stringMatching(/^valueFrom.fieldRef.fieldPath: .*\(InvalidField\)$/)]);
  });
});

describe('a resource of the pod', () => {
  test.each(['1', '1m', '1000m', '0', '0.001', 1, undefined])('may have the divisor %j for CPU', (divisor) => {
    expect(problems(resource('limits.cpu', divisor))).toEqual([]);
    expect(problems(resource('requests.cpu', divisor))).toEqual([]);
  });

  test.each(['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei', '1024Ki', '1000k', '1e0', '0', 1, undefined])(
    'may have the divisor %j for sizes', (divisor) => {
      ['limits.memory', 'requests.ephemeral-storage', 'limits.hugepages-2Mi'].forEach((name) => expect(problems(resource(name, divisor))).toEqual([]));
    });

  test.each(['3', '10m', '1k', '1Ki', '1e-3', 'much', ''])('fails for the divisor %j of CPU', (divisor) => {
    expect(problems(resource('limits.cpu', divisor))).toEqual([
      `valueFrom.resourceFieldRef.divisor: got "${divisor}"; the divisor of CPU is 1m or 1; use one of them, or leave it out for whole CPUs (InvalidQuantity)`,
    ]);
  });

  test.each(['7Mi', '1m', '1024', '2k', '1e3', '1000Ki', '-1'])('fails for the divisor %j of memory', (divisor) => {
    expect(problems(resource('limits.memory', divisor))).toEqual([
      `valueFrom.resourceFieldRef.divisor: got "${divisor}"; the divisor of a size is 1, alone or with a suffix: k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi or Ei; `
      + 'use one of them, or leave it out for bytes (InvalidQuantity)',
    ]);
  });

  test('fails for one that no container has', () => {
    expect(problems(resource('limits.gpu'))).toEqual(['valueFrom.resourceFieldRef.resource: got "limits.gpu"; '
      + 'the pod tells limits and requests of cpu, memory and ephemeral-storage; write it as "limits.memory" (InvalidField)']);
  });

  test('fails in a file without its container', () => {
    expect(problems({ resourceFieldRef: { resource: 'limits.cpu' } }, checkPodFile)).toEqual(['valueFrom.resourceFieldRef.containerName: got nothing; '
      + 'a file does not know its container; name the container: that of a SpinApp has the name of the app (InvalidField)']);
  });
});
