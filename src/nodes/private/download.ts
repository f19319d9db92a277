import { Grammar } from '../../rules/grammar';
import { RuleCode } from '../../rules/rule-code';

/** Host, optional port, and a path with what RFC 3986 allows in it; nobody's password, and no fragment. */
const HTTPS = /^https:\/\/(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)(:[0-9]+)?\/[-A-Za-z0-9._~!$&'()*+,;=:@%/?]+$/;

/** Where a file is downloaded from without credentials. */
export const LOCATION: Grammar = {
  accepts: (value) => typeof value === 'string' && HTTPS.test(value) && URL.canParse(value),
  rule: 'a download location must be an HTTPS address with a path, without a user, spaces and a fragment',
  fix: 'write it as "https://downloads.example.com/containerd-shim-acme-v1.tar.gz"',
  code: RuleCode.INVALID_LOCATION,
};

/** The SHA-256 of a file. */
export const SHA256: Grammar = {
  accepts: (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
  rule: 'a SHA-256 has 64 hexadecimal digits in lower case',
  fix: 'write what sha256sum prints for the downloaded archive, or leave it out',
  code: RuleCode.INVALID_DIGEST,
};
