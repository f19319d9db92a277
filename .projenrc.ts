import { cdk } from 'projen';
import { NodePackageManager, UpdateSnapshot } from 'projen/lib/javascript';

const project = new cdk.JsiiProject({
  name: 'cdk8s-wasm',
  description: 'cdk8s constructs that turn WebAssembly workloads into YAML which a real Kubernetes cluster accepts',
  keywords: ['cdk8s', 'kubernetes', 'webassembly', 'wasm', 'spinkube', 'runwasi', 'spin'],
  author: 'cdk8s-wasm maintainers',
  authorAddress: 'https://github.com/cdk8s-wasm',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk8s-wasm/cdk8s-wasm.git',
  license: 'Apache-2.0',
  copyrightOwner: 'cdk8s-wasm maintainers',
  copyrightPeriod: '2026',
  defaultReleaseBranch: 'main',
  packageManager: NodePackageManager.NPM,
  minNodeVersion: '20.0.0',
  projenrcTs: true,
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~5.9.0',
  entrypoint: 'lib/src/index.js',
  entrypointTypes: 'lib/src/index.d.ts',

  // dist/ is the committed synthesis of examples/, so jsii packages go elsewhere
  artifactsDirectory: 'packages',

  // continuous integration is .ci/run; nothing is released by a machine yet
  github: false,
  release: false,
  sampleCode: false,
  depsUpgrade: false,

  // peers name the lowest versions, development runs on the newest; .ci/run tests both
  peerDeps: ['cdk8s@^2.68.12', 'cdk8s-plus-28@^2.5.6', 'constructs@^10.3.0'],
  bundledDeps: ['cli-progress@^3.12.0', 'ipaddr.js@^2', 'semver@^7', 'smol-toml@^1'],
  peerDependencyOptions: { pinnedDevDependency: false },
  devDeps: [
    'cdk8s@^2.70.106',
    'cdk8s-plus-28@^2.5.6',
    'constructs@^10.8.1',
    'cdk8s-cli@^2.207.60',
    '@kubernetes-models/argo-cd',
    '@kubernetes-models/cert-manager',
    '@kubernetes-models/cilium',
    '@kubernetes-models/flux-cd',
    '@kubernetes-models/gateway-api',
    '@kubernetes-models/keda',
    '@kubernetes-models/prometheus-operator',
    'ajv@^8',
    'ajv-formats@^3',
    'echarts@^6',
    'fengari@^0.1.5',
    'fast-check@^4',
    'jest-environment-node@^30',
    '@jest/environment@^30',
    'js-yaml@^4',
    'jsdom@^26',
    'kubernetes-models',
    'mermaid@^11',
    'yaml@^2',
    '@swc/core@~1.15',
    '@swc/jest@^0.2',
    '@types/node@^20',
    '@types/js-yaml@^4',
    '@types/semver@^7',
    'ts-node@^10',
  ],

  // the generated imports/ and the definitions in crds/ compile beside src/
  tsconfig: {
    compilerOptions: { rootDir: '.', outDir: 'lib', inlineSourceMap: false, inlineSources: false },
    include: ['crds/**/*.ts', 'imports/**/*.ts'],
  },

  // a snapshot that differs fails, and so does a run without tests; jest itself would leave one core idle
  jestOptions: {
    jestVersion: '^30',
    updateSnapshot: UpdateSnapshot.NEVER,
    passWithNoTests: false,
    junitReporting: false,
    jestConfig: {
      maxWorkers: '100%',
      collectCoverage: false,
      testEnvironment: '<rootDir>/test/support/environment.ts',
      setupFiles: ['<rootDir>/test/support/property-seed.ts'],
      moduleNameMapper: { '^cdk8s-wasm$': '<rootDir>/src' },
    },
  },

  eslintOptions: {
    dirs: ['src', 'crds', 'examples'],
    devdirs: ['test'],
    fileExtensions: ['.ts'],
    commandOptions: { fix: false },
  },

  gitignore: ['/packages/'],
});

project.gitignore.removePatterns('/dist/', 'dist');

// swc strips the types of a file in a tenth of ts-jest's time; `npx projen typecheck` checks them, for all tests at once
project.deps.removeDependency('ts-jest');
project.jest!.config.transform = { '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }] };
for (const folder of ['test', 'projenrc']) {
  project.tryFindObjectFile(`${folder}/tsconfig.json`)!.addOverride('ts-node.swc', true);
}
project.addTask('typecheck', {
  description: 'Check the types of src, tests, examples and project files, which jest and ts-node do not look at',
  steps: ['test', 'examples', 'bench', 'projenrc'].map((folder) => ({ exec: `tsc --noEmit --project ${folder}/tsconfig.json` })),
});

// npm takes the compiled library alone
for (const folder of ['bench', 'crds', 'dist', 'docs', 'examples', 'imports', 'packages', 'projenrc', '.ci']) {
  project.addPackageIgnore(`/${folder}/`);
}

// the five languages of jsii
project.package.addField('jsii', {
  outdir: 'packages',
  tsconfig: 'tsconfig.json',
  validateTsconfig: 'strict',
  targets: {
    python: { distName: 'cdk8s-wasm', module: 'cdk8s_wasm' },
    java: { package: 'io.github.cdk8swasm', maven: { groupId: 'io.github.cdk8s-wasm', artifactId: 'cdk8s-wasm' } },
    dotnet: { namespace: 'Cdk8sWasm', packageId: 'Cdk8sWasm' },
    go: { moduleName: 'github.com/cdk8s-wasm/cdk8s-wasm-go' },
  },
});

// (projen's entrypointTypes reaches exports alone)
project.package.addField('types', 'lib/src/index.d.ts');

// npm ci wants every platform's binding, and those of 1.13.0 are not on every registry
project.package.addField('overrides', { 'unrs-resolver': '1.12.2' });

// programs import the library by its own name, as users do
project.package.addField('exports', {
  '.': { types: './lib/src/index.d.ts', default: './lib/src/index.js' },
  './schemas/*': './schemas/*',
  './package.json': './package.json',
  './.jsii': './.jsii',
  './.warnings.jsii.js': './.warnings.jsii.js',
});

// importing the library loads nothing of it until a name is used
project.compileTask.exec('ts-node --project projenrc/tsconfig.json projenrc/lazy-index.ts');

// one explicit task makes imports/ from crds/; neither compile nor synth does
project.addTask('import', {
  description: 'Regenerate imports/ from crds/',
  exec: 'ts-node --project projenrc/tsconfig.json projenrc/import-crds.ts',
});

// and one makes the JSON schemas that the package ships for kubeconform and editors
project.addTask('schemas', {
  description: 'Regenerate schemas/ from crds/',
  exec: 'ts-node --project projenrc/tsconfig.json projenrc/write-schemas.ts',
});

// `npx projen synth` is the main job: compile, then run each example program
const synth = project.addTask('synth', { description: 'Compile and synthesise examples/ into dist/' });
synth.spawn(project.compileTask);
const examples = project.addTask('examples', { description: 'Run the example programs (needs a compiled library)' });
examples.exec('ts-node --project examples/tsconfig.json projenrc/run-examples.ts');
synth.spawn(examples);

// API.md is the root module; the generated L1 would bury it
project.tasks.tryFind('docgen')?.reset('jsii-docgen --output API.md --submodule root');

// a build also refreshes dist/, and packages what npm takes; other languages need their own toolchains
project.postCompileTask.spawn(examples);
project.tasks.tryFind('package-all')?.reset('jsii-pacmak --target js');

// the bench compares with stock cdk8s in one process and writes docs/benchmarks.md
project.addTask('bench', {
  description: 'Measure FleetApp against App, and write docs/benchmarks.md (compile first, or imports are left out)',
  env: { TS_NODE_PROJECT: 'bench/tsconfig.json', TS_NODE_TRANSPILE_ONLY: 'true' },
  exec: 'node -r ts-node/register bench/fleet.ts',
});

// one asks Kubernetes' own validation, a Go program, about all that we write
project.addTask('oracle', {
  description: 'Hold dist/, what tests synthesise and random programs to the validation of Kubernetes (needs Go)',
  exec: 'ts-node --project projenrc/tsconfig.json projenrc/oracle.ts',
});

// linting never fixes by itself, covers the examples too, and carries the house rules
const eslint = project.eslint!;
eslint.addIgnorePattern('imports/');
eslint.addRules({
  // STYLE: small files, small functions
  'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
  'complexity': ['error', 10],
  'max-statements': ['error', 20],
  'max-params': ['error', 4],
  'max-depth': ['error', 3],
  // the house: imports run one way
  'import/no-cycle': 'error',
  'import/no-restricted-paths': ['error', { zones: downwardOnly() }],
});
eslint.addOverride({
  files: ['src/**/*.ts'],
  rules: {
    'no-restricted-syntax': ['error', {
      selector: 'ThrowStatement > NewExpression[callee.name="Error"]',
      message: 'word errors through src/rules/problem.ts, so that each names place, value, rule, fix and code',
    }],
  },
});
// one table of all rules
eslint.addOverride({ files: ['src/rules/rule-code.ts'], rules: { 'max-lines': 'off' } });
// the library's own name resolves once it is compiled, which linting does not need
eslint.addOverride({
  files: ['examples/**/*.ts'],
  rules: { 'import/no-unresolved': ['error', { ignore: ['^cdk8s-wasm$'] }] },
});
eslint.addOverride({
  files: ['test/**/*.ts'],
  rules: { 'max-statements': 'off', 'max-lines': 'off' },
});

function downwardOnly() {
  const floors = [['src/upstream'], ['crds'], ['imports'], ['src/cluster', 'src/rules'], ['src/nodes', 'src/manifest'],
    ['src/apps', 'src/workloads', 'src/monitoring'], ['src/install', 'src/synth', 'src/validation']];
  return floors.flatMap((rooms, floor) => rooms.map((room) => ({
    target: `./${room}`,
    from: floors.slice(floor + 1).flat().map((upper) => `./${upper}`).concat('./src/index.ts'),
    message: `${room} imports only from its own floor of the house and from below`,
  })));
}

project.synth();
