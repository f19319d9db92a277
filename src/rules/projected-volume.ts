import { Grammar, integer, SUBDOMAIN } from './grammar';
import { Fields, held, listOf } from './held';
import { checkLabelSelector } from './label-selector';
import { checkPodFile } from './pod-fields';
import { Report } from './problem';
import { RuleCode } from './rule-code';
import { checkFiles, FILE_MODE, FILE_PATH } from './volume-files';

const VOLUME = { code: RuleCode.INVALID_VOLUME };

/** How long the token of a service account lives. */
const TOKEN_SECONDS: Grammar = integer({
  ...VOLUME, min: 600, max: 2 ** 32, rule: 'a token lives from 10 minutes to 2^32 seconds', fix: 'leave it out for an hour',
});

const SIGNER: Grammar = {
  ...VOLUME,
  accepts: (name) => {
    const [domain, path, ...more] = String(name).split('/');
    return more.length === 0 && domain.includes('.') && SUBDOMAIN.accepts(domain) && SUBDOMAIN.accepts(path);
  },
  rule: 'a signer is a domain, a slash and a path',
  fix: 'write it as "example.com/signer"',
};

/** A bundle by its name, which begins with its signer where it has one. */
const BUNDLE: Grammar = {
  ...VOLUME,
  accepts: (name) => {
    const [last, ...signer] = String(name).split(':').reverse();
    return [0, 2].includes(signer.length) && SUBDOMAIN.accepts(last) && signer.every((part) => SUBDOMAIN.accepts(part));
  },
  rule: 'is no name of a ClusterTrustBundle',
  fix: 'write it as "example.com:signer:bundle"',
};

/** Checks a volume that puts several sources into one folder. */
export function checkProjected(report: Report, field: string, { sources, defaultMode }: Fields): void {
  report.holdGiven(`${field}.defaultMode`, defaultMode, FILE_MODE);
  const paths: string[] = [];
  listOf(sources).forEach((source, index) => {
    const place = `${field}.sources[${index}]`;
    checkSource(report, place, source);
    for (const path of pathsOf(source)) {
      if (paths.includes(path)) {
        report.add({ ...VOLUME, field: place, value: path, rule: 'another source has a file of this path', fix: 'use another path' });
      }
      paths.push(path);
    }
    const kinds = Object.keys(source).filter((kind) => source[kind] !== undefined);
    if (kinds.length > 1) {
      report.add({ ...VOLUME, field: place, value: kinds, rule: 'an entry is one source', fix: 'make it two entries' });
    }
  });
}

function checkSource(report: Report, place: string, { secret, configMap, downwardAPI, serviceAccountToken, clusterTrustBundle }: Fields): void {
  Object.entries({ secret, configMap }).filter(([, source]) => source).forEach(([kind, source]) =>
    checkFiles(report, `${place}.${kind}`, source, { name: source.name }));
  checkFiles(report, `${place}.downwardAPI`, downwardAPI ?? {}, {}, checkPodFile);
  held({ path: FILE_PATH, expirationSeconds: TOKEN_SECONDS })(report, `${place}.serviceAccountToken`, serviceAccountToken ?? {});
  if (clusterTrustBundle) {
    checkBundle(report, `${place}.clusterTrustBundle`, clusterTrustBundle);
  }
}

function checkBundle(report: Report, place: string, bundle: Fields): void {
  const { name, signerName, labelSelector } = bundle;
  held({ path: FILE_PATH, name: BUNDLE, signerName: SIGNER })(report, place, bundle);
  checkLabelSelector(report, `${place}.labelSelector`, labelSelector);
  if ((name === undefined) === (signerName === undefined) || (name !== undefined && labelSelector)) {
    const rule = 'is found either by name, or by signerName with an optional labelSelector';
    report.add({ ...VOLUME, field: place, value: { name, signerName }, rule, fix: 'give one of them' });
  }
}

/** The paths of a source's files, as far as they must differ from others. */
function pathsOf({ secret, configMap, downwardAPI, clusterTrustBundle }: Fields): string[] {
  return [...[secret, configMap, downwardAPI].flatMap((source) => listOf(source?.items)), clusterTrustBundle]
    .map((item) => item?.path).filter((path) => typeof path === 'string' && path !== '');
}
