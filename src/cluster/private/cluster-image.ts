import { IConstruct } from 'constructs';
import { IMAGE, parseImage } from '../../rules/image';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { WasmCluster } from '../wasm-cluster';

/** An image as it is written in the cluster of a construct: with its digest, where the cluster's lock has it. */
export function clusterImage(construct: IConstruct, image: string): string {
  const digest = WasmCluster.of(construct).images?.tryDigest(image);
  return digest === undefined ? image : `${image}@${digest}`;
}

/** Checks an image as it stands in YAML: that it is one, and that it has a digest where its cluster demands that. */
export function checkWrittenImage(report: Report, field: string, image: string): void {
  report.hold(field, image, IMAGE);
  if (WasmCluster.of(report.construct).requireDigests && IMAGE.accepts(image) && parseImage(image)?.digest === undefined) {
    report.add({ field, value: image, rule: 'its cluster demands digests', fix: 'write the digest after the image', code: RuleCode.MISSING_DIGEST });
  }
}

/** Checks an image of the construct that reports, which is written with the digest that the lock of its cluster has. */
export function checkImage(report: Report, field: string, image: string): void {
  report.hold(field, image, IMAGE);
  const { images, requireDigests } = WasmCluster.of(report.construct);
  if (!requireDigests || !IMAGE.accepts(image) || parseImage(clusterImage(report.construct, image))?.digest !== undefined) {
    return;
  }
  report.add({
    field,
    value: image,
    rule: `its cluster demands digests, and ${images ? `${images.source} does not have it` : 'has no ImageLock'}`,
    fix: `${images ? `add the line ${JSON.stringify(image)}: "sha256:…" to ${images.source}` : 'give the WasmCluster one as images'},`
      + ' or write the digest after the image',
    code: RuleCode.MISSING_DIGEST,
  });
}
