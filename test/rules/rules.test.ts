import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { PORT } from '../../src/rules/grammar';
import { Report, validateTree } from '../../src/rules/problem';
import { RuleCode } from '../../src/rules/rule-code';
import { printWarnings, Rules, warn, WARNING_METADATA } from '../../src/rules/rules';

const BROKEN = 'port: got 0; a port must be an integer from 1 to 65535; use the port that clients connect to, usually 80 (InvalidPort)';

/** A construct that breaks a rule while it is made. */
class Hasty extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const report = new Report(this);
    report.hold('port', 0, PORT);
    report.throwIfAny();
    validateTree(this, () => undefined);
  }
}

/** A construct that breaks a rule which only the tree can tell. */
class Patient extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    validateTree(this, (report) => report.hold('port', 0, PORT));
  }
}

/** The warnings kept on a construct. */
function recorded({ node }: Construct): string[] {
  return node.metadata.filter(({ type }) => type === WARNING_METADATA).map(({ data }) => data);
}

let stderr: jest.SpyInstance;

/** What was printed as warnings so far. */
function printed(): string[] {
  return stderr.mock.calls.map(([text]) => String(text)).filter((text) => text.startsWith('warning:'));
}

beforeEach(() => {
  stderr = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
});

afterEach(() => {
  stderr.mockRestore();
});

test.each([['is made', Hasty], ['is validated', Patient]])('fails while a construct %s, where its rule is not relaxed', (_when, Kind) => {
  const app = new App();
  expect(() => {
    new Kind(app, 'api');
    app.synthYaml();
  }).toThrow(`[api] ${BROKEN}`);
  expect(printed()).toEqual([]);
});

describe.each([['made', Hasty], ['validated', Patient]])('a rule that is broken while a construct is %s and relaxed', (_when, Kind) => {
  test('becomes one warning with the reason, printed once and kept on the construct', () => {
    const app = new App();
    Rules.of(app).warnOnly(RuleCode.INVALID_PORT, 'a proxy maps it');
    const api = new Kind(app, 'api');
    app.synthYaml();
    app.synthYaml();
    expect(printed()).toEqual([`warning: [api] ${BROKEN}; allowed here: a proxy maps it\n`]);
    expect(recorded(api)).toEqual([`[api] ${BROKEN}; allowed here: a proxy maps it`]);
  });

  test('warns for each construct that breaks it', () => {
    const app = new App();
    Rules.of(app).warnOnly(RuleCode.INVALID_PORT, 'a proxy maps it');
    new Kind(app, 'one');
    new Kind(app, 'two');
    app.synthYaml();
    expect(printed().map((text) => text.slice(0, 14))).toEqual(['warning: [one]', 'warning: [two]']);
  });

  test('is relaxed for everything below the scope', () => {
    const app = new App();
    Rules.of(app).warnOnly(RuleCode.INVALID_PORT, 'a proxy maps it');
    new Kind(new Construct(new Chart(app, 'chart'), 'team'), 'api');
    app.synthYaml();
    expect(printed()).toEqual([`warning: [chart/team/api] ${BROKEN}; allowed here: a proxy maps it\n`]);
  });

  test('still fails beside and above the scope', () => {
    const app = new App();
    Rules.of(new Construct(app, 'tolerant')).warnOnly(RuleCode.INVALID_PORT, 'a proxy maps it');
    const broken = (scope: Construct) => () => {
      new Kind(scope, 'api');
      app.synthYaml();
    };
    expect(broken(new Construct(app, 'strict'))).toThrow(`[strict/api] ${BROKEN}`);
    expect(broken(app)).toThrow(`[api] ${BROKEN}`);
    expect(printed()).toEqual([]);
  });

  test('still fails by its other rules', () => {
    const app = new App();
    Rules.of(app).warnOnly(RuleCode.INVALID_NAME, 'no reason for ports');
    expect(() => {
      new Kind(app, 'api');
      app.synthYaml();
    }).toThrow(`[api] ${BROKEN}`);
  });

  test('says nothing where its warning is silenced', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    Rules.of(app).warnOnly(RuleCode.INVALID_PORT, 'a proxy maps it');
    Rules.of(chart).silence(RuleCode.INVALID_PORT);
    const quiet = new Kind(chart, 'api');
    const loud = new Kind(app, 'api');
    app.synthYaml();
    expect(recorded(quiet)).toEqual([]);
    expect(recorded(loud)).toHaveLength(1);
    expect(printed()).toEqual([`warning: [api] ${BROKEN}; allowed here: a proxy maps it\n`]);
  });
});

describe('a warning', () => {
  test('is not an error', () => {
    const app = new App();
    const api = new Construct(app, 'api');
    warn(api, RuleCode.MUTABLE_IMAGE_TAG, 'image: moves (MutableImageTag)');
    printWarnings(app);
    expect(recorded(api)).toEqual(['[api] image: moves (MutableImageTag)']);
    expect(printed()).toEqual(['warning: [api] image: moves (MutableImageTag)\n']);
  });

  test('is kept and printed once, however often it is said', () => {
    const app = new App();
    const api = new Construct(app, 'api');
    for (let times = 0; times < 3; times += 1) {
      warn(api, RuleCode.MUTABLE_IMAGE_TAG, 'image: moves');
      warn(api, RuleCode.MUTABLE_IMAGE_TAG, 'image: moves');
      printWarnings(app);
    }
    expect(recorded(api)).toHaveLength(1);
    expect(printed()).toHaveLength(1);
  });

  test('is printed for its own tree only', () => {
    const one = new App();
    warn(new Construct(one, 'api'), RuleCode.MUTABLE_IMAGE_TAG, 'image: moves');
    printWarnings(new App());
    expect(printed()).toEqual([]);
    printWarnings(one);
    expect(printed()).toHaveLength(1);
  });

  test('is silenced below the scope, by its code alone', () => {
    const app = new App();
    const [quiet, loud] = ['quiet', 'loud'].map((id) => new Construct(app, id));
    Rules.of(quiet).silence(RuleCode.MUTABLE_IMAGE_TAG);
    const below = new Construct(quiet, 'api');
    warn(below, RuleCode.MUTABLE_IMAGE_TAG, 'image: moves');
    warn(loud, RuleCode.MUTABLE_IMAGE_TAG, 'image: moves');
    warn(below, RuleCode.EPHEMERAL_STORE, 'store: forgets');
    printWarnings(app);
    expect(recorded(below)).toEqual(['[quiet/api] store: forgets']);
    expect(printed()).toEqual(['warning: [loud] image: moves\n', 'warning: [quiet/api] store: forgets\n']);
  });

  test('waits for a synthesis', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    warn(chart, RuleCode.MUTABLE_IMAGE_TAG, 'image: moves');
    expect(printed()).toEqual([]);
    validateTree(chart, () => undefined);
    app.synthYaml();
    expect(printed()).toHaveLength(1);
  });
});

test('a rule of one scope may be stated in several places', () => {
  const app = new App();
  Rules.of(app).warnOnly(RuleCode.INVALID_PORT, 'a proxy maps it');
  Rules.of(app).silence(RuleCode.EPHEMERAL_STORE);
  Rules.of(app).warnOnly(RuleCode.INVALID_NAME, 'an old name');
  const api = new Hasty(app, 'api');
  warn(api, RuleCode.EPHEMERAL_STORE, 'store: forgets');
  expect(recorded(api)).toEqual([`[api] ${BROKEN}; allowed here: a proxy maps it`]);
});
