import { ApiObjectMetadata } from 'cdk8s';
import { Grammar, qualifiedKey } from './grammar';
import { Report } from './problem';
import { RuleCode } from './rule-code';

const FINALIZER = qualifiedKey('a finalizer', RuleCode.INVALID_NAME);

/** The finalizers of Kubernetes itself. */
const STANDARD = ['kubernetes', 'orphan', 'foregroundDeletion'];

const BUILT_IN_FINALIZER: Grammar = {
  accepts: (finalizer) => STANDARD.includes(finalizer as string) || !FINALIZER.accepts(finalizer) || String(finalizer).includes('/'),
  rule: `a finalizer of a kind of Kubernetes has a domain, unless it is one of ${STANDARD.join(', ')}`,
  fix: 'write it as "example.com/name"',
  code: RuleCode.INVALID_NAME,
};

const OWNER_PART: Grammar = {
  accepts: (part) => typeof part === 'string' && part !== '',
  rule: 'an owner is told by its apiVersion, kind, name and uid',
  fix: 'give what the owner has in the cluster; an owner of the same program has no uid yet, so leave it out',
  code: RuleCode.INVALID_REFERENCE,
};

/** Checks what an object waits for before it goes, and with what it goes. */
export function checkLifetime(report: Report, { finalizers = [], ownerReferences = [] }: ApiObjectMetadata = {}): void {
  finalizers.forEach((finalizer, index) => report.hold(`metadata.finalizers[${index}]`, finalizer, FINALIZER));
  ownerReferences.forEach((owner, index) => {
    for (const part of ['apiVersion', 'kind', 'name', 'uid'] as const) {
      report.hold(`metadata.ownerReferences[${index}].${part}`, owner[part], OWNER_PART);
    }
  });
}

/** Checks what Kubernetes asks of the finalizers of its own kinds beyond that. */
export function checkBuiltInFinalizers(report: Report, { finalizers = [] }: ApiObjectMetadata = {}): void {
  finalizers.forEach((finalizer, index) => report.hold(`metadata.finalizers[${index}]`, finalizer, BUILT_IN_FINALIZER));
}
