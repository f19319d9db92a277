import { posix } from 'path';
import { Grammar, integer } from './grammar';
import { FieldCheck, Fields, held, listOf } from './held';
import { climbs } from './path';
import { Report } from './problem';
import { KEY, REFERENCE } from './references';
import { RuleCode } from './rule-code';

const VOLUME = { code: RuleCode.INVALID_VOLUME };

/** A path at which a volume has a file. */
export const FILE_PATH: Grammar = {
  ...VOLUME,
  accepts: (path) => typeof path === 'string' && path !== '' && !posix.isAbsolute(path) && !path.startsWith('..') && !climbs(path),
  rule: "the path of a file in a volume is relative, without '..', and not empty",
  fix: 'write it as "folder/file"',
};

/** The permissions of a file. */
export const FILE_MODE: Grammar = integer({
  ...VOLUME,
  min: 0,
  max: 0o777,
  rule: 'the mode of a file is 0 to 0777 in octal digits, 511 in decimal ones',
  fix: 'write it as 0o644 in a program and as 420 in a manifest',
});

/** Checks the object that a volume shows by its name, and its files. */
export function checkFiles(report: Report, field: string, { items, defaultMode }: Fields, ...[named, checkItem]: [Fields, FieldCheck?]): void {
  Object.entries(named).forEach(([part, name]) => report.hold(`${field}.${part}`, name, REFERENCE));
  report.holdGiven(`${field}.defaultMode`, defaultMode, FILE_MODE);
  listOf(items).forEach((item, index) => {
    const place = `${field}.items[${index}]`;
    held({ key: KEY, path: FILE_PATH, mode: FILE_MODE })(report, place, item);
    checkItem?.(report, place, item);
  });
}
