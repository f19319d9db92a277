import { Container } from 'cdk8s-plus-28';
import { SPIN_PORT } from '../../apps/private/health-checks';
import { containersOf, Fields, PlacedContainer, PodTemplate } from '../../nodes/private/pod-template';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** The variable by which the shim learns where Spin listens. */
export const LISTEN_ADDRESS = 'SPIN_HTTP_LISTEN_ADDR';

/** Sends the probes of a container that name no port to the one at which Spin listens. */
export function probeAt(container: Container, port?: number): void {
  if (port !== undefined) {
    Object.defineProperty(container, 'portNumber', { value: port });
  }
}

/** Holds a written pod to the port at which Spin listens: its container declares it, and no other container has it. */
export function checkSpinPort(report: Report, template: PodTemplate, name: string): void {
  const all = containersOf(template);
  const main = all.find(({ container }) => container.name === name);
  const address = main && addressOf(main.container);
  if (main && address !== undefined) {
    checkDeclared(report, main, address);
    all.filter((other) => other !== main && runsOn(template, other)).forEach((other) => refuseTaken(report, other, portOf(address)));
  }
}

/** Where Spin listens, unless only the cluster knows. */
function addressOf({ env = [] }: Fields): string | undefined {
  const { value, valueFrom } = env.find(({ name }: Fields) => name === LISTEN_ADDRESS) ?? { value: `0.0.0.0:${SPIN_PORT}` };
  return valueFrom || String(value).includes('$(') ? undefined : String(value ?? '');
}

function portOf(address: string): number {
  return Number(/:(\d+)$/.exec(address)?.[1]);
}

function checkDeclared(report: Report, { place, container }: PlacedContainer, address: string): void {
  const declared: number[] = (container.ports ?? []).map(({ containerPort }: Fields) => containerPort);
  const port = portOf(address);
  if (!declared.some((one) => address.endsWith(`:${one}`))) {
    report.add({
      field: `${place}.env[${JSON.stringify(LISTEN_ADDRESS)}]`,
      value: address,
      rule: `Spin would listen where nobody asks: the container declares port ${declared.join(', ') || 'none'}, to which Services and probes go`,
      fix: Number.isNaN(port) ? 'leave it out' : `leave it out, and give port: ${port}`,
      code: RuleCode.INVALID_PORT,
    });
  }
}

/** Whether a container runs as long as that of Spin: a sidecar, of either form. */
function runsOn({ spec }: PodTemplate, { container }: PlacedContainer): boolean {
  return !(spec.initContainers ?? []).includes(container) || container.restartPolicy === 'Always';
}

function refuseTaken(report: Report, { place, container }: PlacedContainer, port: number): void {
  for (const [index, { containerPort, protocol = 'TCP' }] of (container.ports ?? []).entries()) {
    if (containerPort === port && protocol === 'TCP') {
      report.add({
        field: `${place}.ports[${index}].containerPort`,
        value: containerPort,
        rule: 'Spin listens there, and the containers of a pod share their ports: whoever starts last ends at once',
        fix: 'let one of them listen at another port, Spin by port of the SpinDeployment',
        code: RuleCode.INVALID_PORT,
      });
    }
  }
}
