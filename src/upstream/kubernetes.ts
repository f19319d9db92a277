import { Component } from './component';

/** Kubernetes by its minors. The oldest is the one on whose stable APIs all output rests. */
export const KUBERNETES = new Component<'runtimeHandlers' | 'containerd2' | 'scaleToZero'>('Kubernetes', [
  { version: '1.28', date: '2023-08' },
  { version: '1.29', date: '2023-12' },
  { version: '1.30', date: '2024-04', brought: { runtimeHandlers: '`status.runtimeHandlers` of a Node' } },
  { version: '1.31', date: '2024-08' },
  { version: '1.32', date: '2024-12' },
  { version: '1.33', date: '2025-04' },
  { version: '1.34', date: '2025-08' },
  { version: '1.35', date: '2025-12' },
  { version: '1.36', date: '2026-04', brought: { containerd2: 'no containerd 1 any more' } },
  { version: '1.37', date: '2026-08', brought: { scaleToZero: 'a HorizontalPodAutoscaler with `minReplicas: 0`, by an Object or External metric' } },
]);

/** Whether a text is a version of Kubernetes, be it a minor or the whole number of somebody's build. */
export function isKubernetesVersion(version: unknown): boolean {
  return typeof version === 'string' && /^v?[1-9]\d*\.\d+(\.\d+([-+].+)?)?$/.test(version);
}

/** The minor of a version of Kubernetes. */
export function minorOf(version: string): string {
  return version.replace(/^v/, '').split('.').slice(0, 2).join('.');
}
