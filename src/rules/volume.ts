import { canonicalQuantity } from './quantity';

type Fields = { [field: string]: any };

/** A volume in the form in which the API server stores it: canonical sizes, and nothing that is false by default. */
export function canonicalVolume(volume: Fields): Fields {
  return Object.fromEntries(Object.entries(volume).map(([field, source]) => [field, field === 'name' ? source : canonicalSource(source)]));
}

function canonicalSource({ readOnly, sizeLimit, ...source }: Fields): Fields {
  return {
    ...source,
    ...(readOnly && { readOnly }),
    ...(sizeLimit !== undefined && { sizeLimit: canonicalQuantity(sizeLimit) }),
  };
}
