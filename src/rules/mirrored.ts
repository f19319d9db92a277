import { Grammar } from './grammar';
import { IMAGE } from './image';
import { Mirror } from './mirror';
import { Report } from './problem';
import { RuleCode } from './rule-code';

/** The host of a mirror, optionally with a path below it. */
export const MIRROR: Grammar = {
  accepts: (value) => typeof value === 'string' && isHost(value.split('/')[0]) && IMAGE.accepts(`${value}/file`)
    && URL.canParse(`https://${value}/file`),
  rule: 'a mirror must be a host with a dot or a port, optionally followed by a path in lower case, without a scheme',
  fix: 'write it as "mirror.example.com" or "mirror.example.com:5000/wasm"',
  code: RuleCode.INVALID_MIRROR,
};

/** Checks a mirror, if there is one. */
export function checkMirror(report: Report, mirror?: Mirror): void {
  if (mirror) {
    report.hold('mirror.host', mirror.host, MIRROR);
  }
}

const ADDRESS = /^(https|oci):\/\/([^/]+)\/?(.*)$/;

/** The host of images that name none. */
const DOCKER_HUB = 'docker.io';

/** An address at a mirror: its path, below its own host where the mirror keeps hosts apart. */
export function mirrored(address: string, mirror?: Mirror): string {
  return mirror ? address.replace(ADDRESS, (_, scheme, host, path) => `${scheme}://${at(mirror, scheme === 'oci' ? asPath(host) : host, path)}`) : address;
}

/** An image at a mirror. */
export function mirroredImage(image: string, mirror?: Mirror): string {
  if (!mirror) {
    return image;
  }
  const [first, ...rest] = image.split('/');
  // a path has no capitals, so that a first part with one is a host
  if (rest.length > 0 && (isHost(first) || /[A-Z]/.test(first))) {
    return at(mirror, asPath(first), rest.join('/'));
  }
  return at(mirror, DOCKER_HUB, rest.length > 0 ? image : `library/${image}`);
}

function at({ host, keepHosts }: Mirror, theirs: string, path: string): string {
  return [host, ...(keepHosts ? [theirs] : []), path].filter(Boolean).join('/');
}

/** A host as part of the path of an image, which has neither capitals nor a colon: a port follows a dash. */
function asPath(host: string): string {
  return host.toLowerCase().replace(/[^a-z0-9.]+/g, '-').replace(/^-|-$/g, '');
}

function isHost(host: string): boolean {
  return /[.:]/.test(host) || host === 'localhost';
}
