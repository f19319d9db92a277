import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import fc from 'fast-check';
import { SpinManifest } from '../../src';

const { parse, stringify, TomlDate } = createRequire(__filename)('smol-toml');
const CORPUS = path.join(__dirname, 'corpus');
const valid = namesIn('valid', '.toml');
const broken = namesIn('broken', '.toml');
const texts = [...valid.map((name) => read('valid', name)), ...broken.map((name) => read('broken', name))];

function namesIn(folder: string, ending: string): string[] {
  return fs.readdirSync(path.join(CORPUS, folder)).filter((name) => name.endsWith(ending)).sort();
}

function read(folder: string, name: string): string {
  return fs.readFileSync(path.join(CORPUS, folder, name), 'utf8');
}

function corpus(name: string): SpinManifest {
  return SpinManifest.fromFile(path.join(CORPUS, 'valid', `${name}.toml`));
}

/** The keys that lead to a value of a document. */
type Place = readonly string[];

/** The places of all values in a document. */
function placesIn(value: any): Place[] {
  return typeof value !== 'object' || value instanceof Date ? []
    : Object.keys(value).flatMap((key) => [[key], ...placesIn(value[key]).map((below) => [key, ...below])]);
}

/** What reading a text and what it says fails with; nothing if it does not. */
function failure(text: string): string | undefined {
  try {
    return SpinManifest.fromString(text).components && undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const HEAD = 'spin_manifest_version = 2\n[application]\nname = "a"\n';

/** The names that every plain object has. */
const INHERITED = Object.getOwnPropertyNames(Object.prototype);

test('the corpus has at least 25 manifests', () => {
  expect(texts.length).toBeGreaterThanOrEqual(25);
});

describe('a valid manifest', () => {
  test.each(valid)('%s is read', (name) => {
    expect(failure(read('valid', name))).toBeUndefined();
  });

  test('is read with a byte order mark and the line ends of Windows', () => {
    expect(SpinManifest.fromString(`\uFEFF${read('valid', 'minimal.toml').replaceAll('\n', '\r\n')}`).name).toBe('minimal');
  });

  test('is read with all that TOML 1.0 has', () => {
    const tool = `[application.tool.own]
      "a\\\\x" = { list = [ # of lines
        1, { b = 'a\\e,' }, """
,}""",
      ], "c,"=0x7FFFFFFFFFFFFFFF } # 07:32 {
      at = [07:32:00, 1979-05-27 07:32:00.5-07:00, 1979-05-27]
      text = "\\\\e \\u001b 07:32 \\",}"`;
    expect(failure(`${read('valid', 'minimal.toml')}\n${tool}`)).toBeUndefined();
  });

  test('of few words has those words', () => {
    const { manifestVersion, name, version, description, authors, variables, triggers, components, features } = corpus('minimal');
    expect({ manifestVersion, name, version, description, authors, variables, features }).toEqual({
      manifestVersion: 2, name: 'minimal', version: undefined, description: undefined, authors: [], variables: [], features: [],
    });
    expect(triggers).toEqual([{ type: 'http', component: 'only', route: '/...' }]);
    expect(components).toEqual([{
      id: 'only', allowedOutboundHosts: [], keyValueStores: [], sqliteDatabases: [], aiModels: [], files: [], dependencies: [], environment: {}, variables: {},
    }]);
  });

  test('with every field has all of them', () => {
    const manifest = corpus('everything');
    expect([manifest.name, manifest.version, manifest.description, manifest.authors])
      .toEqual(['everything', '1.2.3', 'Each field of version 2', ['Ada <ada@example.com>', 'Brian']]);
    expect(manifest.variables).toEqual([
      { name: 'redis_host', required: false, secret: false, defaultValue: 'redis' },
      { name: 'api_key', required: true, secret: true, description: 'for the payment service' },
      { name: 'log_level', required: false, secret: false, defaultValue: 'info' },
    ]);
    expect(manifest.triggers).toEqual([
      { type: 'http', id: 'front', component: 'orders', route: '/:user/orders/...' },
      { type: 'http', component: 'ledger' },
      { type: 'http', route: '/robots.txt' },
      { type: 'redis', component: 'redis-trigger1-component', channel: 'orders', address: 'redis://{{ redis_host }}:6379' },
    ]);
    expect(manifest.components.map(({ id }) => id)).toEqual(['orders', 'ledger', 'redis-trigger1-component']);
    expect(manifest.components[0]).toMatchObject({
      description: 'Takes orders',
      keyValueStores: ['default', 'my-store'],
      sqliteDatabases: ['orders_db'],
      aiModels: ['llama2-chat'],
      files: [{ source: 'assets/**/*' }, { source: 'static', destination: '/static' }],
      environment: { TZ: 'UTC' },
      variables: { key: '{{ api_key }}', greeting: 'plain' },
    });
    expect(manifest.components[0].dependencies.filter(({ component }) => component)).toEqual([{ name: 'local:ledger/api', component: 'ledger' }]);
    expect(manifest.features).toEqual([
      { place: 'component.orders.dependencies', spinVersion: '3.0.0' },
      { place: 'trigger.http[2].static_response', spinVersion: '3.5.0' },
    ]);
  });

  test('of version 1 reads in the terms of version 2', () => {
    const { manifestVersion, name, triggers, components } = corpus('v1');
    expect({ manifestVersion, name }).toEqual({ manifestVersion: 1, name: 'Old App' });
    expect(triggers).toEqual([
      { type: 'http', component: 'my-component', route: '/a' },
      { type: 'http', component: 'second', route: '/b/...' },
    ]);
    expect(components.map(({ allowedOutboundHosts }) => allowedOutboundHosts.map(({ text }) => text))).toEqual([
      [
        'redis://*:*', 'mysql://*:*', 'postgres://*:*', 'http://api.example.com', 'https://api.example.com', 'http://b.example.com:8443',
        'https://b.example.com:8443', 'http://self', 'http://[::1]:8080', 'https://[::1]:8080', 'http://[::1]:80', 'https://[::1]:443',
      ],
      ['mysql://db.example.com'],
    ]);
  });

  test('of version 1 with every HTTP host allows them as Spin does', () => {
    const [listen] = corpus('v1-redis').components;
    expect(listen.allowedOutboundHosts.map(({ text }) => text).slice(3)).toEqual(['http://*:*', 'https://*:*', 'http://self']);
  });

  test('gives components inside triggers the ids that Spin gives them', () => {
    expect(corpus('inline-components').triggers.map(({ component }) => component)).toEqual(['front-component', 'http-trigger1-component', 'http-trigger2-component']);
  });

  test('has the address of each kind of trigger', () => {
    expect(corpus('triggers').triggers).toEqual([
      { type: 'mqtt', component: 'work', topic: 'sensors/#', address: 'mqtt://broker.example.com:1883' },
      { type: 'sqs', component: 'work', address: 'https://sqs.eu-west-1.amazonaws.com/1234/jobs' },
      { type: 'cron', component: 'work' },
      { type: 'command', component: 'work' },
      { type: 'webhook-plugin', component: 'work' },
    ]);
  });

  test.each(INHERITED)('has triggers of a type named %s', (type) => {
    const later = SpinManifest.fromString(`${HEAD}[[trigger.${type}]]\ncomponent = "a"\n[component.a]\nsource = "a.wasm"`);
    const first = SpinManifest.fromString(
      `spin_manifest_version = "1"\nname = "a"\ntrigger = { type = "${type}" }\n[[component]]\nid = "a"\nsource = "a.wasm"\n[component.trigger]`,
    );
    expect([later.triggers, first.triggers]).toEqual([[{ type, component: 'a' }], [{ type, component: 'a' }]]);
  });

  test('says what needs Spin 4', () => {
    expect(corpus('spin4').features).toEqual([
      { place: 'component.api.profile', spinVersion: '4.0.0' },
      { place: 'component.api.dependencies', spinVersion: '3.0.0' },
      { place: 'component.api.dependencies."acme:auth/check".inherit_configuration', spinVersion: '4.0.0' },
    ]);
  });

  test('says what needs Spin 4.1', () => {
    expect(corpus('spin41').features).toEqual([
      { place: 'component.web.profile', spinVersion: '4.0.0' },
      { place: 'component.web.allowed_outbound_hosts[0]', spinVersion: '4.1.0' },
      { place: 'trigger.http[0].dependencies', spinVersion: '4.1.0' },
    ]);
  });

  test('cannot be changed through what it hands out', () => {
    const manifest = corpus('minimal');
    manifest.components.pop();
    expect(manifest.components).toHaveLength(1);
    expect(() => { (manifest.components[0].environment as { [name: string]: string }).A = 'b'; }).toThrow(TypeError);
  });
});

describe('a broken manifest', () => {
  test.each(broken)('fails for %s with all that is wrong with it', (name) => {
    const message = failure(read('broken', name))!.replaceAll('[spin.toml', `[${name}`);
    expect(`${message}\n`).toBe(read('broken', name.replace('.toml', '.errors')));
  });

  test.each<[string, string, string]>([
    ['that is no TOML', 'a = 1\nb = [1,\n2,,3]',
      '[spin.toml:3:3] TOML: got "2,,3]"; invalid value; write it as TOML 1.0 (InvalidSpinManifest)'],
    ['that nests without end', `a = ${'['.repeat(100_000)}`,
      `[spin.toml:1:1005] TOML: got "a = ${'['.repeat(195)}… (100006 characters); document contains excessively nested structures. aborting; `
      + 'write it as TOML 1.0 (InvalidSpinManifest)'],
    ['with a number of more than 64 bits', 'a = [{ b = 9223372036854775807 }, { b = 9223372036854775808 }]',
      '[spin.toml] TOML: got 9223372036854775808; an integer has 64 bits; write it as TOML 1.0 (InvalidSpinManifest)'],
    ['with an inline table over several lines', 'a = 1\nb = { c = [\n1,\n], # still\n}\n',
      '[spin.toml:4:11] TOML: got "], # still"; an inline table stands on one line; write it as TOML 1.0 (InvalidSpinManifest)'],
    ['with a comma at the end of an inline table', 'a = { b = "," , }',
      '[spin.toml:1:17] TOML: got "a = { b = \\",\\" , }"; an inline table ends without a comma; write it as TOML 1.0 (InvalidSpinManifest)'],
    ['with \\e', 'a = "\\\\e\\e"',
      `[spin.toml:1:9] TOML: got ${JSON.stringify('a = "\\\\e\\e"')}; a text has no \\e and no \\x, but \\u and four digits; `
      + 'write it as TOML 1.0 (InvalidSpinManifest)'],
    ['with \\x in a key', "a = '\\x41'\nb.\"\\x41\" = 1",
      `[spin.toml:2:4] TOML: got ${JSON.stringify('b."\\x41" = 1')}; a text has no \\e and no \\x, but \\u and four digits; `
      + 'write it as TOML 1.0 (InvalidSpinManifest)'],
    ['with \\x in a long text', 'a = """\n\n \\x41"""',
      `[spin.toml:3:2] TOML: got ${JSON.stringify('\\x41"""')}; a text has no \\e and no \\x, but \\u and four digits; `
      + 'write it as TOML 1.0 (InvalidSpinManifest)'],
    ['with a time without seconds', 'a = [07:32:00, 1979-05-27T07:32:00-07:00]\nb = 1979-05-27 07:32',
      '[spin.toml:2:16] TOML: got "b = 1979-05-27 07:32"; a time has seconds; write it as TOML 1.0 (InvalidSpinManifest)'],
    ['with a version that has a point', 'spin_manifest_version = 2.0',
      '[spin.toml:1] spin_manifest_version: got 2; a manifest says its version: the number 2 without a point, or the text "1"; '
      + 'write spin_manifest_version = 2 (InvalidSpinManifest)'],
    ['of no version', '',
      '[spin.toml] spin_manifest_version: got nothing; a manifest says its version: the number 2, or the text "1"; '
      + 'write spin_manifest_version = 2 (InvalidSpinManifest)'],
  ])('fails for a text %s', (_, text, message) => {
    expect(failure(text)).toBe(message);
  });

  test('fails for a trigger with an id of another type, also where its component stands in it', () => {
    expect(failure(`${HEAD}[[trigger.http]]\nid = {}\nroute = "/"\ncomponent = { source = "a.wasm" }`))
      .toBe('[spin.toml:5] trigger.http[0].id: got {}; the field is a string; write it as "text" (InvalidSpinManifest)');
  });

  test('fails for what is no text', () => {
    expect(failure(undefined as unknown as string)).toMatch(/^\[spin\.toml:1:\d+\] TOML: got "undefined"; .* \(InvalidSpinManifest\)$/);
  });

  test('fails for a file that is not there', () => {
    expect(() => SpinManifest.fromFile('no/such/spin.toml')).toThrow('[SpinManifest] path: got "no/such/spin.toml"; the file cannot be read, ENOENT; '
      + 'give the path of a spin.toml, from the current directory (InvalidSpinManifest)');
  });
});

describe('a mutated manifest', () => {
  const LINE = /^\[spin\.toml(:\d+){0,2}\] \S.*: got .+; .+; .+ \((InvalidSpinManifest|InvalidAllowedHost)\)$/;

  /** Pieces that TOML and Spin give a meaning. */
  const piece = fc.oneof(
    fc.constantFrom('"', "'", '"""', "'''", '[', ']', '[[', ']]', '{', '}', '{{', '}}', '=', '.', ',', '#', '\n', '\\', '\u0000',
      '*', '://', ':', '/', '..', 'true', '1', '1979-05-27', '0x', 'inf', 'a.b.c = 1\n'),
    fc.constantFrom(...INHERITED.flatMap((name) => [name, `"${name}"`, `[component.${name}]\n`, `[[trigger.${name}]]\n`, `${name} = {}\n`])),
    fc.string({ unit: 'binary', maxLength: 8 }),
  );
  const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat(12), insert: piece });
  const mutated = fc.tuple(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 6 })).map(([text, edits]) =>
    edits.reduce((edited, { at, cut, insert }) => {
      const start = Math.floor(at * edited.length);
      return edited.slice(0, start) + insert + edited.slice(start + cut);
    }, text));

  test('is read, or refused in clear words, and soon', () => {
    fc.assert(fc.property(mutated, (text) => {
      const start = Date.now();
      expectAnswer(text);
      expect(Date.now() - start).toBeLessThan(2000);
    }), { numRuns: 3000 });
  }, 120_000);

  describe.each(valid)('like %s', (name) => {
    const places = placesIn(parse(read('valid', name)));

    test('with a value of any type at any place is read, or refused in clear words', () => {
      const values = [
        '', 'text', 'a.b/c', 'constructor', '__proto__', -1, 404, 1.5, NaN, true, new TomlDate('1979-05-27'), [], ['text'], [1], {}, [{}], { text: 'text' },
        [{ text: {} }],
      ];
      for (const place of places) {
        values.forEach((value) => expectAnswer(changed(name, place, (holder, key) => { holder[key] = value; })));
      }
    }, 120_000);

    test('with a name that every object has at any place is read, or refused in clear words', () => {
      for (const place of places) {
        INHERITED.forEach((inherited) => expectAnswer(changed(name, place, (holder, key) => rename(holder, key, inherited))));
      }
    }, 120_000);
  });

  /** A manifest of the corpus with one place changed, as TOML. */
  function changed(name: string, place: Place, change: (holder: any, key: string) => void): string {
    const document = parse(read('valid', name));
    change(place.slice(0, -1).reduce((part: any, key) => part[key], document), place[place.length - 1]);
    return stringify(document);
  }

  function rename(holder: any, key: string, name: string): void {
    if (Array.isArray(holder)) {
      holder[Number(key)] = name;
    } else {
      Object.defineProperty(holder, name, { value: holder[key], enumerable: true });
      delete holder[key];
    }
  }

  function expectAnswer(text: string): void {
    expect((failure(text)?.split('\n') ?? []).filter((line) => !LINE.test(line))).toEqual([]);
  }

  test('with lines out of order or missing is read, or refused in clear words', () => {
    const shuffled = fc.constantFrom(...texts).chain((text) => fc.shuffledSubarray(text.split('\n')));
    fc.assert(fc.property(shuffled, (lines) => {
      expectAnswer(lines.join('\n'));
    }), { numRuns: 1000 });
  }, 120_000);

  test('of great depth or length is answered soon', () => {
    const head = 'spin_manifest_version = 2\n';
    const start = Date.now();
    for (const text of [`${head}[${'a.'.repeat(50_000)}b]`, `${head}${'a.'.repeat(50_000)}b = 1`, `${head}${'x = ["'.repeat(20_000)}`,
      `${head}a = "${'\\\\'.repeat(200_000)}"`, `${head}${'[[trigger.http]]\n'.repeat(2_000)}`]) {
      expect(failure(text)).toMatch(/^\[spin\.toml/);
    }
    expect(Date.now() - start).toBeLessThan(20_000);
  });
});
