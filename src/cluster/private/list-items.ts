import { ApiObject, ApiObjectMetadataDefinition } from 'cdk8s';

type Fields = { readonly [field: string]: any };

/** An object that stands in a list, which kubectl applies as if it stood alone. */
export interface ListItem<T> {
  /** Its place in the list, such as `items[0].`. */
  readonly place: string;
  readonly item: T;
}

/** Whether an object may be a list of others, such as `kubectl get -o yaml` writes. */
export function isListKind({ kind }: { readonly kind?: unknown }): boolean {
  return typeof kind === 'string' && kind.endsWith('List');
}

/** The objects that a document holds: its items, those of lists among them too, or itself. */
export function itemsOf(document: Fields, place = ''): ListItem<Fields>[] {
  if (!isListKind(document) || !Array.isArray(document.items)) {
    return [{ place, item: document }];
  }
  return document.items.flatMap((item, index) => (typeof item === 'object' && item !== null
    ? itemsOf({ ...implied(document), ...item }, `${place}items[${index}].`) : []));
}

/** What items of a list for one kind need not say, as kubectl fills it in. */
function implied({ apiVersion, kind }: Fields): Fields {
  return kind === 'List' ? {} : { apiVersion, kind: kind.slice(0, -'List'.length) };
}

/** The objects in a list of the tree, each as if it stood in the place of the list. */
export function itemObjects(list: ApiObject): ListItem<ApiObject>[] {
  return itemsOf(list.toJson()).filter(({ place, item }) => place !== '' && typeof item.apiVersion === 'string' && typeof item.kind === 'string')
    .map(({ place, item }) => ({ place, item: standIn(list, place, item) }));
}

/** A construct for each item would be written a second time: this is the list itself but for what an object says of itself. */
function standIn(list: ApiObject, place: string, fields: Fields): ApiObject {
  const { apiVersion, kind, metadata } = fields;
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : 'core';
  const own = { apiVersion, kind, apiGroup: group, name: metadata?.name, toJson: () => fields };
  const node = Object.create(list.node, { path: { value: `${list.node.path}/${place.slice(0, -1)}` } });
  const object: ApiObject = Object.create(list, descriptors({ ...own, node }));
  return Object.defineProperty(object, 'metadata', { value: new ApiObjectMetadataDefinition({ ...metadata, apiObject: object }) });
}

function descriptors(fields: Fields): PropertyDescriptorMap {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value }]));
}
