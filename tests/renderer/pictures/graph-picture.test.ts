import { describe, expect, test } from 'vitest';
import { signed } from '../../../src/renderer/format';
import { CARD } from '../../../src/renderer/graph/card-size';
import { nodeTexts } from '../../../src/renderer/graph/node-texts';
import type { GraphScene } from '../../../src/renderer/graph/scene';
import { graphPicture } from '../../../src/renderer/pictures/graph-picture';
import { drawn } from '../../../src/renderer/pictures/picture-file';
import { atRest, lastEdge, perceptron } from './example-scene';
import { coloursOf, expectInside, inWindow, onPage, parsed, textsOf } from './look-at';

const texts = {
  title: 'Computation graph',
  notes: ['My run · pair · identity · η 0.01 · seed 42', 'Step 2 of 160 · epoch 1'],
  summary: 'A graph of 8 nodes.',
};
const draw = (scene: GraphScene, direction: 'right' | 'down' = 'right') =>
  drawn((pen) => graphPicture(pen, scene, direction, texts));

describe('the picture of a graph', () => {
  test('shows every node with its number in the order, its data and its gradient', async () => {
    const all = textsOf((await draw(lastEdge)).svg);
    const cards = nodeTexts(perceptron, lastEdge.numbers);
    perceptron.forEach(({ name, order }, i) => {
      const at = all.indexOf(name);
      expect(all.slice(at, at + 7), name).toEqual([
        name,
        cards[i]?.kind,
        'data',
        cards[i]?.data,
        'grad',
        cards[i]?.grad,
        String(order),
      ]);
    });
  });

  test('shows what went along every edge, and the edge that a gradient moves along in words', async () => {
    const all = textsOf((await draw(lastEdge)).svg);
    const gradients = nodeTexts(perceptron, lastEdge.numbers).map(({ grad }) => grad);
    const quiet = lastEdge.flows.slice(0, -1).map(({ contribution }) => signed(contribution));
    // A contribution is often a gradient too: each stands there as often as it is one of both.
    for (const text of new Set(quiet)) {
      const often = [...gradients, ...quiet].filter((one) => one === text).length;
      expect(
        all.filter((one) => one === text),
        text,
      ).toHaveLength(often);
    }
    expect(all.slice(all.indexOf('∂a/∂w = x = 3')).slice(0, 2)).toEqual(lastEdge.activeLines);
  });

  test('says which run and step it is, what its signs mean, and is named for who does not see it', async () => {
    const { svg } = await draw(lastEdge);
    const all = textsOf(svg);
    for (const text of [texts.title, ...texts.notes]) expect(all).toContain(text);
    expect(all).toContain('+ gradient');
    expect(all).toContain('happens now');
    expect(parsed(svg).querySelector('svg > title')?.textContent).toBe(texts.title);
    expect(parsed(svg).querySelector('svg > desc')?.textContent).toBe(texts.summary);
    const rest = textsOf((await draw(atRest)).svg);
    expect(rest).not.toContain('+ gradient');
    expect(rest).not.toContain('happens now');
  });

  test('is light and of the usual size, whatever the screen shows', async () => {
    const light = await inWindow({ theme: 'light', projector: false }, () => draw(lastEdge));
    expect(await inWindow({ theme: 'dark', projector: false }, () => draw(lastEdge))).toEqual(
      light,
    );
    expect(await inWindow({ theme: 'dark', projector: true }, () => draw(lastEdge))).toEqual(light);
    // Of the tokens: white ground, ink, the marker, both signs.
    const colours = coloursOf(light.svg);
    for (const colour of ['#ffffff', '#1c2024', '#ffe27a', '#0b6bb5', '#b94708']) {
      expect(colours).toContain(colour);
    }
    expect(colours.filter((colour) => !/^#[0-9a-f]{6}$/.test(colour))).toEqual([]);
  });

  test('is whole, in both directions', async () => {
    for (const direction of ['right', 'down'] as const) {
      expectInside(await draw(lastEdge, direction));
      expectInside(await draw(atRest, direction));
    }
  });

  test('marks what happens now and where its numbers come from', async () => {
    const svg = parsed((await draw(lastEdge)).svg);
    const frames = [...svg.querySelectorAll('rect')].filter(
      (rect) => rect.getAttribute('width') === String(CARD.width - 2),
    );
    const now = frames.filter((rect) => rect.getAttribute('fill') === '#fff2c4');
    const sources = frames.filter((rect) => rect.hasAttribute('stroke-dasharray'));
    expect([now.length, sources.length]).toEqual([1, 2]);
  });

  test('does not tell a gradient that is asked for, nor its sign', async () => {
    const asked = { ...lastEdge, secret: 1, activeLines: ['∂a/∂w', '? × ? = ?'] };
    const { svg } = await draw(asked);
    expect(textsOf(svg).filter((text) => text.includes('35.04'))).toEqual([]);
    const w = onPage(await draw(asked));
    const question = [...w.querySelectorAll('text')].filter(
      ({ textContent }) => textContent === '?',
    );
    expect(question.map((text) => text.getAttribute('fill'))).toEqual(['#1c2024']);
    const active = parsed(svg).querySelector('path[stroke-width="5"]');
    expect(active?.getAttribute('stroke')).toBe('#a9a69d');
  });

  test('keeps long numbers and names inside their cards, with every digit', async () => {
    const data = new Float64Array(8).fill(-1.23456e-300);
    const grad = new Float64Array(8).fill(-0.00000123456);
    const graph = perceptron.map((one, i) => ({ ...one, name: `weight_of_neuron_${i}` }));
    const long = { ...lastEdge, graph, numbers: { data, grad, reached: null } };
    const shown = onPage(await draw(long));
    const cards = [...shown.querySelectorAll('rect')]
      .filter((rect) => Number(rect.getAttribute('height')) >= CARD.height - 2)
      .slice(1);
    expect(cards).toHaveLength(8);
    for (const card of cards) {
      const frame = card.getBoundingClientRect();
      const own = [...(card.parentElement?.querySelectorAll('text') ?? [])];
      const numbers = own.map(({ textContent }) => textContent);
      expect(numbers).toContain('−1.23456e−300');
      expect(numbers).toContain('−0.00000123456');
      for (const text of own.slice(0, -1)) {
        expect(text.getBoundingClientRect().right).toBeLessThanOrEqual(frame.right);
      }
    }
    expectInside(await draw(long));
  });

  test('is well formed whatever a node is called', async () => {
    const graph = perceptron.map((one) => ({ ...one, name: `<${one.name} a="&">\u0001` }));
    const { svg } = await draw({ ...lastEdge, graph });
    expect(textsOf(svg)).toContain('<w a="&">');
  });

  test('draws an edge that leads twice from one node to another twice', async () => {
    const square = [perceptron[0]!, { ...perceptron[2]!, operands: [0, 0] }];
    const numbers = { data: Float64Array.of(3, 9), grad: null, reached: null };
    const { svg } = await draw({ ...atRest, graph: square, numbers });
    const paths = [...parsed(svg).querySelectorAll('path[fill="none"]')];
    expect(new Set(paths.map((path) => path.getAttribute('d'))).size).toBe(2);
    expect(textsOf(svg).filter((text) => text === 'not yet')).toHaveLength(2);
  });
});
