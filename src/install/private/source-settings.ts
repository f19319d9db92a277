import type { ArgoCdSourceOptions, ChartSourceOptions, FluxSourceOptions, HelmSourceOptions } from '../component-source';

/** What a `ComponentSource` was made with. */
export type SourceSettings =
  | { readonly kind: 'existing' | 'bundled' }
  | { readonly kind: 'manifestUrl'; readonly url: string }
  | { readonly kind: 'include'; readonly manifest: string }
  | { readonly kind: 'helm'; readonly options: HelmSourceOptions }
  | { readonly kind: 'argoCd'; readonly options: ArgoCdSourceOptions }
  | { readonly kind: 'flux'; readonly options: FluxSourceOptions };

/** The options of a source that is a chart. */
export function chartOptions(settings: SourceSettings): ChartSourceOptions | undefined {
  return 'options' in settings ? settings.options : undefined;
}
