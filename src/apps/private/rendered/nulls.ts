import { ApiObject } from 'cdk8s';
import { Fields } from './rule-context';

/** An object as it is rendered, with the nulls that it was given: cdk8s leaves them out, and a strict API server refuses those in fields that it does not know. */
export function withNulls(object: ApiObject, rendered: Fields): Fields {
  const { props } = object as unknown as { readonly props?: unknown };
  // the constructs that cdk8s generates are given fields by other names
  return object.toJson === ApiObject.prototype.toJson && isMap(props) ? overlaid(rendered, props) : rendered;
}

function overlaid(rendered: Fields, given: Fields): Fields {
  const copy: { [field: string]: unknown } = { ...rendered };
  for (const [field, value] of Object.entries(given)) {
    if (value === null && !(field in rendered)) {
      copy[field] = null;
    } else if (isMap(value) && isMap(rendered[field])) {
      copy[field] = overlaid(rendered[field], value);
    }
  }
  return copy;
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
