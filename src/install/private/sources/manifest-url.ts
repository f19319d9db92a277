import { Construct } from 'constructs';
import { manifest } from '../../../cluster/private/manifest';
import { mirrored, mirroredImage } from '../../../rules/mirrored';
import { Component } from '../component';

/** Makes the kustomization that names a released manifest, with its images at the mirror. */
export function kustomization(scope: Construct, component: Component, url: string): void {
  const { mirror, name } = component;
  const images = component.images.map((image) => ({ name: image, newName: mirroredImage(image, mirror) }));
  manifest(scope, {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    metadata: { name },
    resources: [mirrored(url, mirror)],
    ...(mirror && { images }),
  }, 'kustomization');
}
