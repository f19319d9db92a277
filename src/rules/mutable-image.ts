import { IConstruct } from 'constructs';
import { isMutable } from './image';
import { wording } from './problem';
import { RuleCode } from './rule-code';
import { warn } from './rules';

/** Warns of an image whose reference may name something else at the next pull. */
export function warnIfMutable(construct: IConstruct, field: string, image: string): void {
  if (isMutable(image)) {
    warn(construct, RuleCode.MUTABLE_IMAGE_TAG, wording({
      field,
      value: image,
      rule: 'what it names may change between two pulls',
      fix: 'pin a version or a digest',
      code: RuleCode.MUTABLE_IMAGE_TAG,
    }));
  }
}
