// Made from crds/ (spin-operator 0.6.1) by cdk8s-cli 2.207.60.
// Never edit: change crds/ and run `npx projen import`.
export * from './core.spinkube.dev';
