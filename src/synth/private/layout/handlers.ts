import { ClusterNotes, NeededHandler } from './delivery';
import { commands, inEachCluster } from './page';
import { LABEL_VALUE, rfc1123Label } from '../../../rules/grammar';
import { RuleCode } from '../../../rules/rule-code';
import { CONTAINERD } from '../../../upstream/containerd';
import { KUBERNETES } from '../../../upstream/kubernetes';

const HANDLER = rfc1123Label('a handler', RuleCode.INVALID_HANDLER);
const LABEL_KEY = /^([a-z0-9.-]+\/)?[A-Za-z0-9._-]+$/;

/** What a page says before the commands. */
const INTRO = [
  'Each of these prints the nodes that a RuntimeClass selects and that lack its handler: no pod of it would start there. Nothing is what is to be',
  `printed, but nodes whose taints keep its pods away. A node tells its handlers with Kubernetes ${KUBERNETES.first('runtimeHandlers')} and containerd ${CONTAINERD.first('handlers')}`,
  'or newer; of others this says that they tell none.\n',
];

/** The handler that a RuntimeClass needs, or that of a Shim's; none where its words are not those of Kubernetes, which a shell could misread. */
export function handlerOf(document: any): NeededHandler | undefined {
  const needed = document.kind === 'RuntimeClass' ? ofClass(document) : document.kind === 'Shim' ? ofShim(document) : undefined;
  return needed && isPlain(needed) ? needed : undefined;
}

function ofClass({ metadata, handler, scheduling }: any): NeededHandler {
  return { name: metadata?.name, handler, nodeSelector: scheduling?.nodeSelector ?? {} };
}

function ofShim({ spec }: any): NeededHandler {
  return { ...spec?.runtimeClass, nodeSelector: spec?.nodeSelector ?? {} };
}

/** The section of a page that lets the nodes of clusters prove themselves. */
export function handlersSection(clusters: readonly ClusterNotes[]): string[] {
  const asking = clusters.filter((cluster) => checks(cluster).length > 0);
  return asking.length === 0 ? [] : [
    '## Handlers\n',
    ...INTRO,
    commands(inEachCluster(asking, 'in the cluster itself', (_, cluster) => checks(cluster))),
  ];
}

/** One command for all RuntimeClasses with the same handler on the same nodes. */
function checks({ phases }: ClusterNotes): string[] {
  const names = new Map<string, string[]>();
  for (const { handler: needed } of phases.flatMap(({ objects }) => objects)) {
    if (needed) {
      const text = command(needed);
      names.set(text, [...names.get(text) ?? [], needed.name]);
    }
  }
  return [...names].flatMap(([text, classes]) => [`# RuntimeClass ${[...new Set(classes)].join(', ')}`, text]);
}

/** A node may have a handler without a name, which is its usual one. */
function command({ handler, nodeSelector }: NeededHandler): string {
  const labels = Object.entries(nodeSelector).sort().map(([key, value]) => `${key}=${value}`).join(',');
  const template = [
    '{{range .items}}{{$lacks := true}}',
    `{{range .status.runtimeHandlers}}{{if eq (print .name) "${handler}"}}{{$lacks = false}}{{end}}{{end}}`,
    `{{if $lacks}}{{.metadata.name}} lacks ${handler}{{if not .status.runtimeHandlers}}: it tells no handlers{{end}}{{"\\n"}}{{end}}`,
    '{{else}}no node has these labels{{"\\n"}}{{end}}',
  ].join('');
  return `kubectl get nodes${labels === '' ? '' : ` -l ${labels}`} -o go-template='${template}'`;
}

function isPlain({ name, handler, nodeSelector }: NeededHandler): boolean {
  return [name, handler].every((word) => typeof word === 'string') && HANDLER.accepts(handler)
    && Object.entries(nodeSelector).every(([key, value]) => LABEL_KEY.test(key) && LABEL_VALUE.accepts(value));
}
