import { Component } from './component';

/** The releases with another chart than those before them. */
export const CERT_MANAGER_CHART = new Component<'checkImage' | 'crdsEnabled'>('cert-manager', [
  { version: '1.14.0', brought: { checkImage: 'the image `cert-manager-startupapicheck`' } },
  { version: '1.15.0', brought: { crdsEnabled: '`crds.enabled` among the values of its chart' } },
]);
