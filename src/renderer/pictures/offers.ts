import type { LabView } from '../../contract/lab-events';
import { sceneOf } from '../graph/scene';
import type { LabState } from '../lab.svelte';
import { messages } from '../messages/messages';
import { type PagePicture, shown } from '../shown.svelte';
import type { PictureOffer } from './offer';

export type PictureKey = 'graph' | 'loss' | 'parameters' | 'gradients' | PagePicture;

/** The pictures of the run that is open. */
export function offersOf(lab: LabState, view: LabView): Readonly<Record<PictureKey, PictureOffer>> {
  const onPage = (key: PagePicture, there: boolean): PictureOffer => ({
    name: t.names[key],
    of: 'run',
    file: step === 0 ? key : `${key} step ${step}`,
    missing: there ? null : t.missing.page[key],
    draw: async () => {
      const { drawPage } = await import('./run-pictures');
      return drawPage(lab.stepper, view, key);
    },
  });
  const t = messages.pictures;
  const scene = sceneOf(lab, view);
  const step = lab.stepper.place?.step ?? view.snapshot.step;
  const { charts } = lab;
  const series = () => charts.shown(view, lab.series);
  const part = () => ({ range: charts.range, overlays: charts.others });
  const noStep = view.snapshot.step === 0 ? t.missing.step : null;
  return {
    graph: {
      name: t.names.graph,
      of: 'run',
      file: step === 0 ? 'graph' : `graph step ${step}`,
      missing: scene.graph === null ? t.missing.graph(scene.size.nodes) : null,
      draw: async () => {
        const { drawGraph } = await import('./run-pictures');
        return drawGraph(lab.stepper, view, scene, shown.direction);
      },
    },
    loss: {
      name: t.names.loss,
      of: 'run',
      file: 'loss',
      missing: noStep,
      draw: async () => {
        const { drawLoss } = await import('./run-pictures');
        return drawLoss(view, series(), shown.logarithmic, part());
      },
    },
    parameters: {
      name: t.names.parameters,
      of: 'run',
      file: 'parameters',
      missing: noStep,
      draw: async () => {
        const { drawParameters } = await import('./run-pictures');
        return drawParameters(view, series(), part());
      },
    },
    gradients: {
      name: t.names.gradients,
      of: 'run',
      file: 'gradients',
      missing: noStep,
      draw: async () => {
        const { drawGradients } = await import('./run-pictures');
        return drawGradients(view, series(), part());
      },
    },
    network: onPage('network', shown.network),
    landscape: onPage('landscape', shown.plot === 'landscape' && view.parameters.length > 1),
    slice: onPage('slice', shown.plot === 'slice'),
    // With more than two inputs it is a table.
    data: onPage('data', shown.plot === 'data' && view.examples.names.length <= 3),
  };
}

/** Those that a model can have: one that is no network has no picture of one. */
export function modelOffers(lab: LabState, view: LabView): readonly PictureOffer[] {
  return Object.entries(offersOf(lab, view)).flatMap(([key, offer]) =>
    key === 'network' && view.recipe.model !== 'mlp' ? [] : [offer],
  );
}
