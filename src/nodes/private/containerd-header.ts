import { Layout } from './containerd-layout';
import { ContainerdConfigForm as Form, ContainerdConfigVersion as Version } from '../containerd-distribution';

/** A configuration, as far as its way to a node goes. */
export interface ConfigHeader {
  readonly version: Version;
  readonly form: Form;
  readonly path: string;
  readonly layout: Layout;
  readonly handlers: readonly string[];
}

/** A line that says what to do, with the lines that say why. */
type Step = readonly string[];

/** What somebody has to do on each node, in order, as the comment at the top of the text: whoever gets the file may have nothing else. */
export function headerOf(config: ConfigHeader): string {
  const { form, path } = config;
  const title = form === Form.APPENDIX ? `For the end of ${path}, on each node:` : `${path}, on each node:`;
  const steps = [...mainFile(config), ...ofVersion(config), ...before(config), ...restart(config)];
  const numbered = steps.flatMap(([first, ...rest], index) => [`${index + 1}. ${first}`, ...rest.map((line) => `   ${line}`)]);
  return [title, ...numbered].map((line) => `# ${line}\n`).join('');
}

/** The command that prints the handlers that containerd has read. */
export function checkCommandOf({ crictl }: Layout, handlers: readonly string[]): string {
  return `${crictl} info | grep -oE '"(${handlers.join('|')})"' | sort -u`;
}

function mainFile({ layout: { main, makeMain } }: ConfigHeader): Step[] {
  return makeMain ? [[`Make the main file where there is none: test -e ${main} || (${makeMain} > ${main})`]] : [];
}

/** Tables of another version do harm by release and by form, and containerd rarely says so. */
function ofVersion({ version, form, layout: { main, imports } }: ConfigHeader): Step[] {
  const isOld = version === Version.V2;
  if (isOld && form === Form.DROP_IN && imports) {
    return []; // containerd 2 migrates an older file that it imports
  }
  return [[
    `See that the version there is ${isOld ? '2' : '3 or 4'}: grep '^version' ${main}`,
    `If it is ${isOld ? '3 or 4' : '2'}${harmOf(version, form)}, use ContainerdConfigVersion.${isOld ? 'V3' : 'V2'}.`,
  ]];
}

function harmOf(version: Version, form: Form): string {
  if (version === Version.V2) {
    return form === Form.DROP_IN ? '' : ', where these tables do nothing';
  }
  return form === Form.DROP_IN
    ? ', with which containerd does not start'
    : ', where these tables do nothing, or take the place of all others and leave runc its defaults';
}

/** What must or must not be there before the text. */
function before(config: ConfigHeader): Step[] {
  const { form, path, handlers, layout } = config;
  switch (form) {
    case Form.APPENDIX:
      return [[
        `See that none of the tables is there yet, so that this prints nothing: grep -E 'runtimes\\..?(${handlers.join('|')}).?\\]' ${path}`,
        'A table that is there twice keeps containerd from starting.',
      ]];
    case Form.TEMPLATE:
      return [['If there is a template already, add the tables below to its end, and nothing else.']];
    default:
      return layout.imports ? [...containerd2(config), imported(layout.main, layout.imports)] : [];
  }
}

function containerd2({ version }: ConfigHeader): Step[] {
  return version === Version.V2 ? [[
    'See that containerd is 2: containerd --version',
    'containerd 1 replaces all settings of the CRI plugin, runc among them, by those of this file.',
  ]] : [];
}

function imported(main: string, imports: string): Step {
  return [
    `See that the main file imports the folder: grep '^imports' ${main}`,
    `It needs this line before its first table, or the folder in a list that is there: imports = ["${imports}"]`,
    'Without it, containerd does not read this file, and does not say so.',
  ];
}

/** containerd asks each shim for its processes, which runwasi's do not answer, and takes the shim for one that is lost. */
function restart({ form, layout, handlers }: ConfigHeader): Step[] {
  return [
    [
      'Move the pods away: kubectl drain <node> --ignore-daemonsets --delete-emptydir-data',
      'A restart of containerd 1.7 or 2 loses each running container of WebAssembly, and leaves its process with its ports.',
      'If some of them stay, as those of a DaemonSet do, reboot the node in place of the restart.',
    ],
    [`${form === Form.APPENDIX ? 'Add the text, once' : 'Write the file'}. containerd reads it after: ${layout.restart}`],
    [`See that it took; this prints each handler: ${checkCommandOf(layout, handlers)}`],
    ['Let the pods come back: kubectl uncordon <node>'],
  ];
}
