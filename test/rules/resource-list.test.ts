import { Report } from '../../src/rules/problem';
import { checkRequirements, Requirements } from '../../src/rules/resource-list';
import { chartOf } from '../support/synth';

/** The problems of the resources of a container, without their code. */
function problems(resources: Requirements): string[] {
  const report = new Report(chartOf());
  checkRequirements(report, 'r', resources);
  return report.messages();
}

const NAME = 'a container has cpu, memory, ephemeral-storage, hugepages-<size>, and resources of devices with their domain; use one of them (InvalidQuantity)';
const EQUAL = 'is not shared, so that its request is equal to its limit';
const ALONE = 'huge pages go with cpu or memory; give one of these, too (InvalidQuantity)';
const PAGES = 'comes in whole pages; give a multiple of the size of a page (InvalidQuantity)';

test.each<[string, Requirements]>([
  ['nothing', {}],
  ['amounts in all forms', { limits: { 'cpu': '1.5', 'memory': '0.5Gi', 'ephemeral-storage': '1e3' }, requests: { cpu: 1, memory: '+5' } }],
  ['devices', { limits: { 'nvidia.com/gpu': '1E', 'a.b/c': '1k' }, requests: { 'a.b/c': '1000' } }],
  ['what a domain of Kubernetes has', { requests: { 'kubernetes.io/batch-cpu': '1500m' } }],
  ['huge pages beside memory', { limits: { 'hugepages-2Mi': '4Mi', 'memory': '1Gi' }, requests: { 'hugepages-2Mi': '4096Ki' } }],
  ['a request that its limit reaches when both are rounded up', { limits: { cpu: '0.1m' }, requests: { cpu: '0.2m' } }],
])('the resources of a container may be %s', (_, resources) => {
  expect(problems(resources)).toEqual([]);
});

// each is refused by the API server of Kubernetes 1.34 in the Deployment that the operator makes
test.each<[string, Requirements, string[]]>([
  ['a plain name that Kubernetes does not know', { limits: { bogus: '1' } }, [`r.limits key: got "bogus"; ${NAME}`]],
  ['storage, which claims have', { requests: { storage: '1Gi' } }, [`r.requests key: got "storage"; ${NAME}`]],
  ['a name as quotas write it', { limits: { 'requests.a.b/c': '1' } }, [`r.limits key: got "requests.a.b/c"; ${NAME}`]],
  ['no name at all', { limits: { '': '1' } }, [`r.limits key: got ""; ${NAME}`]],
  ['a negative amount', { limits: { memory: '-1' } }, ['r.limits.memory: got "-1"; memory must be zero or more; give a non-negative amount (InvalidQuantity)']],
  ['half a device', { limits: { 'nvidia.com/gpu': 0.5 } },
    ['r.limits.nvidia.com/gpu: got 0.5; nvidia.com/gpu is counted in whole numbers; give a whole number (InvalidQuantity)']],
  ['a device without a limit', { requests: { 'a.b/c': '1' } }, [`r.requests.a.b/c: got "1"; a.b/c ${EQUAL}, which is missing; give the limit alone (RequestOverLimit)`]],
  ['fewer devices than the limit', { limits: { 'a.b/c': '2' }, requests: { 'a.b/c': '1' } },
    [`r.requests.a.b/c: got "1"; a.b/c ${EQUAL}, 2; give the limit alone (RequestOverLimit)`]],
  ['a part of a huge page', { limits: { 'hugepages-2Mi': '3Mi', 'cpu': '1' } }, [`r.limits.hugepages-2Mi: got "3Mi"; hugepages-2Mi ${PAGES}`]],
  ['huge pages of no size', { limits: { 'hugepages-big': '2Mi', 'cpu': '1' } }, [`r.limits.hugepages-big: got "2Mi"; hugepages-big ${PAGES}`]],
  ['huge pages alone', { limits: { 'hugepages-2Mi': '2Mi' } }, [`r: got ["hugepages-2Mi"]; ${ALONE}`]],
  ['a request over its limit', { limits: { memory: '32Mi' }, requests: { memory: '64Mi' } },
    ['r.requests.memory: got "64Mi"; a request must not be over its limit, 32Mi; lower the request or raise the limit (RequestOverLimit)']],
])('fails for %s', (_, resources, messages) => {
  expect(problems(resources)).toEqual(messages);
});
