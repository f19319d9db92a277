import { Component, Release } from './component';

interface ContainerdRelease extends Release {
  /** The version of the configuration that `containerd config default` writes. */
  readonly config: number;
}

/** containerd by its minors. */
export const CONTAINERD = new Component<string, ContainerdRelease>('containerd', [
  { version: '1.6', config: 2 },
  { version: '1.7', config: 2, brought: { options: 'options such as `SystemdCgroup` reach shims' } },
  { version: '2.0', config: 3, brought: { handlers: 'it tells the kubelet its handlers' } },
  { version: '2.1', config: 3 },
  { version: '2.2', config: 3 },
  { version: '2.3', config: 4 },
]);
