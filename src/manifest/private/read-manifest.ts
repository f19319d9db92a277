import { KnownContent, ManifestContent } from './manifest-content';
import { Faults, ManifestTable } from './manifest-table';
import { readV1 } from './read-v1';
import { readV2 } from './read-v2';
import { parseToml } from './toml';

/**
 * Reads a manifest of any version, or says all that is wrong with it.
 *
 * @param place its file, for messages
 */
export function readManifest(place: string, given: string): ManifestContent {
  const text = String(given).replace(/^\uFEFF/, '');
  const faults = new Faults();
  const table = new ManifestTable(parseToml(place, text), [], faults);
  const content = reader(table)?.(table);
  const unknown = faults.settle(place, text);
  return frozen({ ...content!, unknown });
}

function reader(table: ManifestTable): ((manifest: ManifestTable) => KnownContent) | undefined {
  const version = table.raw('spin_manifest_version') ?? table.raw('spin_version');
  if (version === 2n) {
    return readV2;
  }
  if (version === '1') {
    return readV1;
  }
  table.fault('spin_manifest_version', {
    value: version,
    rule: `a manifest says its version: the number 2${typeof version === 'number' ? ' without a point' : ''}, or the text "1"`,
    fix: 'write spin_manifest_version = 2',
  });
  return undefined;
}

/** A value that nobody can change any more. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}
