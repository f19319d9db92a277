import { Component } from './component';

export const HTTP_ADD_ON = new Component<'interceptorRoute' | 'staticRoutes'>('KEDA HTTP add-on', [
  { version: '0.14', brought: { interceptorRoute: 'InterceptorRoute, for which HTTPScaledObject is deprecated' } },
  { version: '0.15' },
  { version: '0.16', date: '2026-09', brought: { staticRoutes: '`staticRoutes` of an InterceptorRoute' } },
]);
