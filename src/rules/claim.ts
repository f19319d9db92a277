import { Grammar, SUBDOMAIN } from './grammar';
import { Fields, FILLED, oneOf } from './held';
import { checkLabelSelector } from './label-selector';
import { Report } from './problem';
import { parseQuantity } from './quantity-text';
import { RuleCode } from './rule-code';

const VOLUME = { code: RuleCode.INVALID_VOLUME };

/** How many nodes and pods may mount a volume. */
const ACCESS_MODES = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];

const ACCESS: Grammar = {
  ...VOLUME,
  accepts: (modes) => Array.isArray(modes) && modes.length > 0 && modes.every((mode) => ACCESS_MODES.includes(mode))
    && (!modes.includes('ReadWriteOncePod') || modes.every((mode) => mode === 'ReadWriteOncePod')),
  rule: `a claim asks for at least one of ${ACCESS_MODES.join(', ')}, the last of them alone`,
  fix: 'write it as ["ReadWriteOnce"]',
};

const STORAGE: Grammar = {
  accepts: (size) => (parseQuantity(size) ?? 0n) > 0n,
  rule: 'a claim asks for an amount of storage over zero',
  fix: 'write it as "1Gi"',
  code: RuleCode.INVALID_QUANTITY,
};

const MODE: Grammar = oneOf('Filesystem', 'Block');

/** A StorageClass by its name; none where it is empty. */
const CLASS: Grammar = { ...SUBDOMAIN, accepts: (name) => name === '' || SUBDOMAIN.accepts(name), code: RuleCode.INVALID_REFERENCE };

/** Checks the spec of a PersistentVolumeClaim as the API server does. */
export function checkClaim(report: Report, field: string, spec: Fields): void {
  report.hold(`${field}.accessModes`, spec.accessModes, ACCESS);
  report.hold(`${field}.resources.requests.storage`, spec.resources?.requests?.storage, STORAGE);
  report.holdGiven(`${field}.volumeMode`, spec.volumeMode, MODE);
  report.holdGiven(`${field}.storageClassName`, spec.storageClassName, CLASS);
  report.holdGiven(`${field}.volumeAttributesClassName`, spec.volumeAttributesClassName, CLASS);
  checkLabelSelector(report, `${field}.selector`, spec.selector);
  for (const part of ['dataSource', 'dataSourceRef']) {
    if (spec[part]) {
      checkSource(report, `${field}.${part}`, spec[part]);
    }
  }
}

/** Checks the object whose content a new volume takes. */
function checkSource(report: Report, field: string, { apiGroup = '', kind, name }: Fields): void {
  report.hold(`${field}.name`, name, FILLED);
  report.hold(`${field}.kind`, kind, apiGroup === '' ? { ...oneOf('PersistentVolumeClaim'), fix: 'give the apiGroup of another kind' } : FILLED);
  report.hold(`${field}.apiGroup`, apiGroup, CLASS);
}
