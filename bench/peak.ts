/** The most memory that one synthesis in a process of its own held, in MiB: `peak.ts <fleet|stock> <charts>`. */
import { App } from 'cdk8s';
import { once } from './measure';
import { sites } from './trees';
import { FleetApp } from '../src/synth/fleet-app';

const [type, charts] = process.argv.slice(2);
if (Number(charts) > 0) {
  once({ type: type === 'stock' ? App : FleetApp, grow: sites(Number(charts), true) });
}
console.log(JSON.stringify(process.resourceUsage().maxRSS / 1024));
