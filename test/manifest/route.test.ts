import { readRoute, serves } from '../../src/manifest/private/route';

describe('a route', () => {
  test.each<[string, string[], string[]]>([
    ['/', ['/', ''], ['/a']],
    ['/...', ['/', '/a', '/a/b/'], []],
    ['/*', ['/', '/a/b'], []],
    ['/api/...', ['/api', '/api/', '/api/a/b'], ['/apis', '/', '/a/api']],
    ['/api/.../', ['/api', '/api/a'], ['/a']],
    ['/users/:name', ['/users/ann', '/users/ann/', '/users/a.b'], ['/users', '/users/', '/users/ann/x']],
    ['/:user/orders/...', ['/ann/orders', '/ann/orders/1/2'], ['/orders', '/ann']],
    ['/files/report.:ext', ['/files/report.txt', '/files/report.tar.gz'], ['/files/report', '/files/report.', '/files/reports.txt']],
    ['/files/:name.:ext', ['/files/a.txt', '/files/a.b.c'], ['/files/a', '/files/a/b.txt']],
    ['/files/:name.txt', ['/files/a.txt'], ['/files/a.b.txt', '/files/atxt']],
    ['/a.*', ['/a.', '/a.b/c'], ['/a', '/ab']],
    ['/.well-known/x', ['/.well-known/x'], ['/xwell-known/x']],
    ['/a//b', ['/a/b'], ['/a//b', '/ab']],
    ['/a+b', ['/a+b'], ['/aab']],
    ['/a/.b', ['/a.b'], ['/a/.b']],
  ])('%s serves what Spin serves by it', (route, served, others) => {
    expect(readRoute(route).rule).toBeUndefined();
    expect([...served, ...others].filter((path) => serves(route, path))).toEqual(served);
  });

  test.each(['/:', '/a/:/b', '/:.txt', '/**', '/*name', '/a/*/b', '/*/...', '/*.txt'])('%s fails, for Spin ends with it', (route) => {
    expect(readRoute(route).rule).toMatch(/'[:*]'/);
  });
});
