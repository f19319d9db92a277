import { Component, isOlder, Release } from './component';

/** The triggers that the shim runs. */
export type ShimTrigger = 'http' | 'redis' | 'sqs' | 'command' | 'mqtt';

type Feature = `trigger.${ShimTrigger}` | 'otel' | 'components' | 'systemdCgroup' | 'invocationLimits';

interface ShimRelease extends Release<Feature> {
  /** The Spin that it has, where it is known. */
  readonly spin?: string;

  /** SHA-256 of its archives that upstream gives, or at least two sources that know nothing of each other. */
  readonly sha256?: { readonly x86_64?: string; readonly aarch64?: string };
}

export const SPIN_SHIM = new Component<Feature, ShimRelease>('containerd-shim-spin', [
  { version: '0.1.0', brought: { 'trigger.http': 'triggers of type `http`', 'trigger.redis': 'triggers of type `redis`' } },
  { version: '0.12.0', spin: '2.2.0', brought: { 'trigger.sqs': 'triggers of type `sqs`' } },
  { version: '0.13.0', spin: '2.3.1' },
  { version: '0.14.0', spin: '2.4.2', brought: { 'trigger.command': 'triggers of type `command`' } },
  { version: '0.14.1', spin: '2.4.3' },
  { version: '0.15.0', spin: '2.6.0', brought: { otel: '`otel` of a SpinAppExecutor' } },
  { version: '0.15.1', spin: '2.6.0' },
  { version: '0.16.0', spin: '2.6.0', brought: { 'trigger.mqtt': 'triggers of type `mqtt`' } },
  { version: '0.17.0', spin: '3.0.0', brought: { components: '`components` of a SpinApp' } },
  { version: '0.18.0', spin: '3.1.2' },
  { version: '0.19.0', spin: '3.2.0', brought: { systemdCgroup: 'the option `SystemdCgroup`' } },
  { version: '0.20.0', spin: '3.3.1', brought: { invocationLimits: '`invocationLimits` of a SpinApp' } },
  { version: '0.21.0', spin: '3.4.0' },
  { version: '0.22.0', spin: '3.5.0' },
  {
    version: '0.23.0',
    spin: '3.6.2',
    sha256: {
      x86_64: 'eec8df96fa3a4fe5dbc57ffb706461692c055299dd6d22dff9444863a2a12281',
      aarch64: 'a923f08d91c110d2cda29fbc380273e6d0a97aa0bab455c55f613c8d5a8bfbe4',
    },
  },
  { version: '0.24.0', date: '2026-04', spin: '3.6.3' },
  { version: '0.25.0', date: '2026-06', spin: '4.0.1' },
  {
    version: '0.25.1',
    date: '2026-06',
    spin: '4.0.1',
    sha256: { x86_64: '1755fbeb2dec7d026faf8c37031d8a025975f5e194b782da10188206a386d6e4' },
  },
  { version: '0.26.0' },
]);

/** The first release of the shim that is known to have a Spin, or a newer one. */
export function firstShimWith(spin: string): string | undefined {
  return SPIN_SHIM.releases.find((release) => release.spin !== undefined && !isOlder(release.spin, spin))?.version;
}

/** The newest release of the shim of which it is known what Spin it has. */
export function newestWithKnownSpin(): { readonly version: string; readonly spin: string } {
  const known = SPIN_SHIM.releases.flatMap(({ version, spin }) => (spin === undefined ? [] : [{ version, spin }]));
  return known[known.length - 1];
}
