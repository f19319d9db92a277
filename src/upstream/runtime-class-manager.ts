import { Component } from './component';

/** The newest is the one whose CRD and objects this library has. */
export const RUNTIME_CLASS_MANAGER = new Component<never>('runtime-class-manager', [{ version: '0.1.0' }, { version: '0.2.0' }]);
