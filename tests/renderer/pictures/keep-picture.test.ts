import { describe, expect, test, vi } from 'vitest';
import { labError } from '../../../src/contract/errors';
import type { LabApi } from '../../../src/contract/lab-api';
import { ExportState } from '../../../src/renderer/exports.svelte';
import { Jobs } from '../../../src/renderer/jobs';
import { LabState } from '../../../src/renderer/lab.svelte';
import type { PictureOffer } from '../../../src/renderer/pictures/offer';
import { offersOf } from '../../../src/renderer/pictures/offers';
import type { Picture } from '../../../src/renderer/pictures/picture';
import { afterOneStep } from '../example-view';

const square: Picture = {
  svg: '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><rect width="4" height="4"/></svg>',
  ...{ width: 4, height: 4 },
};
const offer = (draw: () => Promise<Picture> = () => Promise.resolve(square)): PictureOffer => ({
  ...{ name: 'Graph', of: 'run', file: 'graph step 2', missing: null, draw },
});

/** Exports of a window whose lab takes pictures in this way. */
function window(exportPicture: LabApi['exportPicture']) {
  const jobs = new Jobs();
  const cancelJob = vi.fn(() => Promise.resolve(null));
  const refused: unknown[] = [];
  const exports = new ExportState({
    jobs,
    shown: () => ({ step: 1, view: 'compact' }),
    ask: async (call) => {
      try {
        return await call({ exportPicture, cancelJob } as unknown as LabApi);
      } catch (error) {
        refused.push(error);
        return null;
      }
    },
  });
  return { exports, jobs, cancelJob, refused };
}

describe('a picture that is kept', () => {
  test('is sent whole, and followed until it is written', async () => {
    const sent = vi.fn<LabApi['exportPicture']>(() =>
      Promise.resolve({ job: '7', name: 'mine graph step 2.svg', address: null }),
    );
    const { exports, jobs } = window(sent);
    await exports.picture(offer(), 'svg');
    const [[piece]] = sent.mock.calls as [[Parameters<LabApi['exportPicture']>[0]]];
    expect(atob(piece.data)).toBe(square.svg);
    expect(piece).toMatchObject({ of: 'run', name: 'graph step 2', format: 'svg', last: true });
    expect(exports.job).toMatchObject({ id: '7', state: { kind: 'running' } });
    jobs.hear('7', { kind: 'done' });
    expect(exports.job).toMatchObject({ name: 'mine graph step 2.svg', state: { kind: 'done' } });
  });

  test('that cannot be drawn says so by name, and nothing is sent', async () => {
    const sent = vi.fn();
    const { exports } = window(sent);
    await exports.picture(
      offer(() => Promise.reject(new TypeError('no canvas'))),
      'png',
    );
    expect(exports.job).toMatchObject({
      name: 'Graph as PNG',
      state: { kind: 'failed', error: { code: 'export-failed', params: { reason: 'not-drawn' } } },
    });
    const large = { reason: 'too-many-pixels' };
    await exports.picture(
      offer(() => Promise.reject(labError('export-failed', '', 'picture', large))),
      'png',
    );
    expect(exports.job?.state).toMatchObject({ kind: 'failed', error: { params: large } });
    expect(sent).not.toHaveBeenCalled();
  });

  test('that is declined, or refused, leaves no job behind', async () => {
    const declined = window(() => Promise.resolve(null));
    await declined.exports.picture(offer(), 'svg');
    expect(declined.exports.job).toBeNull();
    const refused = window(() => Promise.reject(new Error('no')));
    await refused.exports.picture(offer(), 'svg');
    expect([refused.exports.job, refused.refused.length]).toEqual([null, 1]);
  });

  test('that is cancelled while it is drawn is not sent', async () => {
    const sent = vi.fn();
    const { exports, cancelJob } = window(sent);
    let finish: ((picture: Picture) => void) | null = null;
    const kept = exports.picture(
      offer(() => new Promise((resolve) => (finish = resolve))),
      'svg',
    );
    expect(exports.job?.state.kind).toBe('running');
    await exports.cancel();
    await vi.waitFor(() => expect(finish).not.toBeNull());
    (finish as unknown as (picture: Picture) => void)(square);
    await kept;
    expect(exports.job?.state.kind).toBe('cancelled');
    expect([sent.mock.calls.length, cancelJob.mock.calls.length]).toEqual([0, 0]);
  });
});

describe('what pictures there are', () => {
  const lab = new LabState();
  const drawnFromData = ['graph', 'loss', 'parameters', 'gradients'] as const;

  test('charts once a step is done, the graph from the beginning', () => {
    const offers = offersOf(lab, afterOneStep);
    for (const key of drawnFromData) expect(offers[key].missing).toBeNull();
    expect(offers.graph.file).toBe('graph step 1');
    const begun = { ...afterOneStep, snapshot: { ...afterOneStep.snapshot, step: 0 } };
    const { graph, loss, parameters, gradients } = offersOf(lab, begun);
    expect([graph.missing, graph.file]).toEqual([null, 'graph']);
    const missing = [loss, parameters, gradients].map((one) => one.missing);
    expect(missing).toEqual(['no step yet', 'no step yet', 'no step yet']);
  });

  test('what stands in the page where it stands there, and it says what to do', async () => {
    const { network, landscape, slice, data } = offersOf(lab, afterOneStep);
    const missing = [network, landscape, slice, data].map((one) => one.missing !== null);
    expect(missing).toEqual([true, false, true, true]);
    // The page of this test has none.
    await expect(landscape.draw()).rejects.toMatchObject({
      data: { code: 'export-failed', params: { reason: 'not-drawn' } },
    });
  });

  test('no graph that is too large to be drawn, and it says how large', () => {
    const large = { ...afterOneStep, graph: null, graphSize: { nodes: 1234, edges: 2000 } };
    expect(offersOf(lab, large).graph.missing).toBe('1,234 nodes are too many to draw');
  });

  test('every one of them can be drawn', async () => {
    const offers = offersOf(lab, afterOneStep);
    for (const key of drawnFromData) {
      expect((await offers[key].draw()).svg).toMatch(/^<svg .*<\/svg>$/s);
    }
  });
});
