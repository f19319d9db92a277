import { ManifestDraft } from './manifest-content';
import { ManifestTable } from './manifest-table';

/** What one trigger needs to be read. */
export interface TriggerContext {
  readonly type: string;

  /** The table `[application.trigger.<type>]`. */
  readonly common?: ManifestTable;

  /** The component that it starts, if it names one. */
  readonly component?: string;

  /** The manifest that it stands in. */
  readonly draft: ManifestDraft;
}
