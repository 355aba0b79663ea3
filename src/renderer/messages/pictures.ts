import type { PictureFormat } from '../../contract/picture';
import type { Recipe } from '../../contract/recipe';
import { recipeName } from '../../contract/recipe-name';
import { count } from '../format';

const formats: Readonly<Record<PictureFormat, string>> = { svg: 'SVG', png: 'PNG' };

/** What is said of pictures that are kept as files, and in them. */
export const pictures = {
  heading: 'Pictures',
  formats,
  names: {
    graph: 'Graph',
    loss: 'Loss',
    parameters: 'Parameters',
    gradients: 'Gradients',
    comparison: 'Comparison',
    network: 'Network',
    landscape: 'Loss landscape',
    slice: 'Slice of the loss',
    data: 'Data and model',
  },
  item: (name: string, format: PictureFormat) => `${name} as ${formats[format]}`,
  button: (name: string) => `Save as a picture: ${name}`,
  asPicture: 'As picture',
  missing: {
    step: 'no step yet',
    graph: (nodes: number) => `${count(nodes)} nodes are too many to draw`,
    page: {
      network: 'no network is drawn',
      landscape: 'open its tab first',
      slice: 'open its tab first',
      data: 'open its tab first; three inputs make a table',
    },
  },
  /** By the reason that an export failed for. */
  failures: {
    'too-many-pixels': 'It is too large for this format. Its SVG has no such limit.',
    'not-drawn': 'It could not be drawn. Nothing is lost: try again, or take the other format.',
  } as Readonly<Record<string, string>>,

  titles: {
    graph: 'Computation graph',
    loss: 'Loss over the steps',
    parameters: (parameters: number) => (parameters === 1 ? 'The parameter' : 'The parameters'),
    gradients: (parameters: number) =>
      parameters === 1 ? 'The gradient of the loss' : 'The gradients of the loss',
    comparison: (runs: number) => `The loss of ${count(runs)} runs`,
    network: 'Network',
    landscape: 'Loss landscape',
    slice: 'The loss along one parameter',
    data: 'Data and model',
  },
  /** Which run it is. */
  run: (
    name: string,
    recipe: Recipe,
    from: { readonly run: number; readonly step: number } | null,
  ) =>
    [
      ...(name === '' ? [] : [name]),
      recipeName(recipe),
      ...(from ? [`from run ${from.run}, step ${count(from.step)}`] : []),
    ].join(' · '),
  upward: {
    loss: (logarithmic: boolean) => (logarithmic ? 'loss, logarithmic' : 'loss'),
    parameters: 'value',
    gradients: 'gradient of the step',
  },
  now: 'happens now',
  rateChanges: (changes: readonly string[]) =>
    changes.length <= 3
      ? changes.join(', ')
      : `${count(changes.length)} changes of η, the last: ${changes.at(-1) ?? ''}`,
  graphSummary: (nodes: number, edges: number) =>
    `Computation graph of ${count(nodes)} nodes and ${count(edges)} edges.`,
};
