import { brief } from '../../../contract/number-text';
import type { Explanation } from '../../../contract/explanation';
import type { StepLatex } from '../../../contract/step-latex';
import type { ExampleFigures } from '../step/figures';
import { placed, type PlacedEdge, type Point } from './layout';
import { paged } from './pages';
import { box, element, escaped, formula, type Markup } from './markup';

/** CSS pixels: a card takes a number of ten characters, and its box one by hand. */
const CARD = { width: 108, height: 68, label: 17 };

export interface Drawing {
  /** One figure, or several that go on from left to right. */
  readonly figures: readonly Markup[];
  /** Whether they are for lying pages. */
  readonly lying: boolean;
}

/** @param answers whether the gradients stand in their boxes */
export function drawing(
  latex: StepLatex,
  { graph }: Explanation,
  example: ExampleFigures,
  answers: boolean,
): Drawing {
  const layout = placed(graph, CARD);
  const { lying, scale, strips } = paged(layout, CARD.width);
  const numbers = new Map(
    example.edges.map(({ node, operand, number }) => [`${node} ${operand}`, number]),
  );
  const figures = strips.map(({ left, right }, i) => {
    const inside = (x: number, half: number) => x + half > left && x - half < right;
    const edges = layout.edges.filter(({ points }) => {
      const [from, to] = [points[0]?.x ?? 0, points.at(-1)?.x ?? 0];
      return inside((from + to) / 2, Math.abs(to - from) / 2);
    });
    const cards = layout.nodes.flatMap((place, node) =>
      place.x > left && place.x < right ? [card(latex, graph, node, place, example, answers)] : [],
    );
    const part = strips.length === 1 ? '' : `, part ${i + 1} of ${strips.length}`;
    return element(
      'figure',
      {},
      element(
        'svg',
        {
          width: Math.ceil((right - left) * scale),
          height: Math.ceil(layout.height * scale),
          viewBox: [left, 0, right - left, layout.height].map((one) => one.toFixed(1)).join(' '),
          role: 'img',
          'aria-label': `The computation graph from left to right${part}`,
        },
        ...edges.map((edge) => line(edge, numbers.get(`${edge.node} ${edge.operand}`) ?? null)),
        ...cards,
      ),
      part === '' ? '' : element('figcaption', {}, `The graph${part}`),
    );
  });
  return { figures, lying };
}

function card(
  latex: StepLatex,
  graph: Explanation['graph'],
  node: number,
  { x, y }: Point,
  { data, grad }: ExampleFigures,
  answers: boolean,
): Markup {
  const { role = 'operation', symbol = null } = graph[node] ?? {};
  const value = brief(data[node] ?? Number.NaN);
  return element(
    'foreignObject',
    { x: x - CARD.width / 2, y: y - CARD.height / 2, width: CARD.width, height: CARD.height },
    element(
      'div',
      { class: `card ${role}` },
      element(
        'div',
        { class: 'title' },
        element('b', {}, formula(latex.name(node))),
        symbol === null
          ? element('i', {}, role === 'input' ? 'given' : role)
          : element('em', {}, escaped(symbol === '²' ? '( )²' : symbol)),
      ),
      element('span', { class: 'number' }, escaped(`= ${value}`)),
      element('small', {}, 'grad'),
      box('gradient', answers ? brief(grad[node] ?? Number.NaN) : null),
    ),
  );
}

/** An arrow to the node that is computed, with the edge's number in the backward pass; dashed where nothing flows back. */
function line({ points, label }: PlacedEdge, number: number | null): Markup {
  const path = element('path', { class: number === null ? 'dead' : 'edge', d: smooth(points) });
  const tip = element('path', { class: 'tip', d: arrow(points) });
  if (number === null) return path + tip;
  return (
    path +
    tip +
    element('circle', { cx: label.x, cy: label.y, r: CARD.label / 2 }) +
    element('text', { x: label.x, y: label.y }, String(number))
  );
}

const at = ({ x, y }: Point) => `${x.toFixed(1)} ${y.toFixed(1)}`;

/** A curve that is level at every point. */
function smooth([first, ...rest]: readonly Point[]): string {
  if (!first) return '';
  let before = first;
  const curves = rest.map((point) => {
    const x = (before.x + point.x) / 2;
    const curve = `C ${at({ x, y: before.y })} ${at({ x, y: point.y })} ${at(point)}`;
    before = point;
    return curve;
  });
  return `M ${at(first)} ${curves.join(' ')}`;
}

/** A tip at the end, to the right. */
function arrow(points: readonly Point[]): string {
  const end = points.at(-1);
  if (!end) return '';
  const [x, half] = [end.x - 7, 3];
  return `M ${at(end)} L ${at({ x, y: end.y - half })} L ${at({ x, y: end.y + half })} Z`;
}
