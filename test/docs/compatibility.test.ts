/** docs/compatibility.md is made from src/upstream/. */
import fs from 'fs';
import { CERT_MANAGER_CHART } from '../../src/upstream/cert-manager';
import { Component, Release } from '../../src/upstream/component';
import { CONTAINERD } from '../../src/upstream/containerd';
import { HTTP_ADD_ON } from '../../src/upstream/http-add-on';
import { KUBERNETES } from '../../src/upstream/kubernetes';
import { RUNTIME_CLASS_MANAGER } from '../../src/upstream/runtime-class-manager';
import { SPIN_OPERATOR } from '../../src/upstream/spin-operator';
import { SPIN_SHIM } from '../../src/upstream/spin-shim';

const PAGE = 'docs/compatibility.md';

const INTRO = `# Releases that are known

What this library knows of upstream's releases, and what each brought. A cluster says what it runs by \`operatorVersion\`, \`shimVersion\` and
\`kubernetesVersion\` of its \`WasmCluster\`; what it does not say is taken for new enough, but Kubernetes for 1.28. What an older release does not
have is an error (\`FieldTooNew\`).

**Newer than these.** A release after the last row is taken for what the last row is, with one warning (\`NewerRelease\`). What this library would
have to write for it stays an error: \`ComponentSource.bundled()\` of such an operator is refused, and a \`SpinKubeInstall\` by \`helm()\` or
\`manifestUrl()\` writes no CRDs for it. Apply the release's own \`spin-operator.crds.yaml\` first, or give it to \`SpinKubeVersion.custom()\`.

This page is made by \`UPDATE_COMPATIBILITY=1 npx jest test/docs/compatibility.test.ts\` from \`src/upstream/\`.
`;

interface Column<R> {
  readonly title: string;
  readonly cell: (release: R) => string;
}

function section<R extends Release>(component: Component<any, R>, columns: Column<R>[] = []): string {
  const all: Column<R>[] = [
    { title: 'release', cell: ({ version }: R) => version },
    { title: 'of', cell: ({ date = '' }: R) => date },
    ...columns,
    { title: 'brought', cell: ({ brought = {} }: R) => Object.values(brought).join('; ') },
  ].filter(({ title, cell }) => title === 'release' || component.releases.some((release) => cell(release) !== ''));
  const row = (cells: string[]) => `|${cells.map((cell) => (cell === '' ? ' ' : ` ${cell} `)).join('|')}|`;
  return [
    `## ${component.name}`, '',
    row(all.map(({ title }) => title)), `|${all.map(() => '---').join('|')}|`,
    ...component.releases.map((release) => row(all.map(({ cell }) => cell(release)))), '',
  ].join('\n');
}

function page(): string {
  return [
    INTRO,
    section(SPIN_OPERATOR),
    section<(typeof SPIN_SHIM.releases)[number]>(SPIN_SHIM, [
      { title: 'Spin', cell: ({ version, spin }) => spin ?? (version === SPIN_SHIM.newest.version ? 'not known' : '') },
      { title: 'SHA-256 built in', cell: ({ sha256 = {} }) => Object.keys(sha256).join(', ') },
    ]),
    'A SHA-256 is built in where upstream gives it, or two sources that know nothing of each other. Others are yours to give, by\n`ShimRelease.withSha256()`.\n',
    section(RUNTIME_CLASS_MANAGER),
    section(CERT_MANAGER_CHART),
    section(HTTP_ADD_ON),
    section(CONTAINERD, [{ title: 'version of its configuration', cell: ({ config }) => String(config) }]),
    section(KUBERNETES),
  ].join('\n');
}

test('docs/compatibility.md says what src/upstream/ has; if not, run with UPDATE_COMPATIBILITY=1', () => {
  if (process.env.UPDATE_COMPATIBILITY) {
    fs.writeFileSync(PAGE, page());
  }
  expect(fs.readFileSync(PAGE, 'utf8')).toBe(page());
});
