/** One program for each rule that breaks it, from which docs/rules.md has its messages. */
import { APPS } from './rule-examples/apps';
import { MANIFEST } from './rule-examples/manifest';
import { NODES } from './rule-examples/nodes';
import { PLATFORM } from './rule-examples/platform';
import { RuleExample } from './rule-examples/support';
import { TRAFFIC } from './rule-examples/traffic';
import { WORKLOADS } from './rule-examples/workloads';
import { RuleCode } from '../../src';

export const RULE_EXAMPLES: { readonly [code in RuleCode]: RuleExample } = { ...APPS, ...MANIFEST, ...NODES, ...PLATFORM, ...TRAFFIC, ...WORKLOADS };
