import { Service } from 'cdk8s-plus-28';
import { HttpBackend } from '../../src';
import { chartOf } from '../support/synth';

test('a backend is a Service by its name, or one of cdk8s-plus by its first port', () => {
  expect(HttpBackend.fromServiceName('api')).toEqual({ serviceName: 'api', servicePort: 80, namespace: undefined });
  expect(HttpBackend.fromServiceName('1api', { port: 8080, namespace: 'apps' })).toEqual({ serviceName: '1api', servicePort: 8080, namespace: 'apps' });
  const service = new Service(chartOf(), 'service', { metadata: { name: 'web' }, ports: [{ port: 81 }] });
  expect(HttpBackend.fromService(service)).toEqual({ serviceName: 'web', servicePort: 81, namespace: 'apps' });
});

test('fails for what no Service has, all at once', () => {
  const label = "must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and '-'; use lower-case letters, digits and dashes";
  expect(() => HttpBackend.fromServiceName('Bad NS')).toThrow(new Error(`[HttpBackend] serviceName: got "Bad NS"; the name of a Service ${label} (InvalidReference)`));
  expect(() => HttpBackend.fromServiceName('my.api', { port: 0, namespace: 'Bad NS' })).toThrow(new Error([
    `[HttpBackend] serviceName: got "my.api"; the name of a Service ${label} (InvalidReference)`,
    '[HttpBackend] options.port: got 0; a port must be an integer from 1 to 65535; use the port that clients connect to, usually 80 (InvalidPort)',
    `[HttpBackend] options.namespace: got "Bad NS"; a namespace ${label} (InvalidNamespace)`,
  ].join('\n')));
});
