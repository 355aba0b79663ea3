import type { Graph } from '../../contract/graph';
import { signed } from '../format';
import { CARD } from '../graph/card-size';
import { chipsOf, looksOf } from '../graph/chips';
import type { Direction } from '../graph/direction';
import { layOut, usualGap } from '../graph/layout';
import { type Marks, marksOf } from '../graph/marks';
import { nodeTexts } from '../graph/node-texts';
import type { EdgeCurve, Places } from '../graph/places';
import type { GraphScene } from '../graph/scene';
import { messages } from '../messages/messages';
import { around, type Box, hull } from './box';
import { BADGE_OUT, badgeAt, graphCard } from './graph-card';
import { chipWidth, graphChip } from './graph-chip';
import { chipTail, graphEdge } from './graph-edge';
import type { LegendEntry } from './legend';
import type { Pen } from './pen';
import { type Picture, picture, type PictureTexts } from './picture';
import { element, moved } from './svg';

/** The whole graph as the window shows it, laid out in the same way. */
export function graphPicture(
  pen: Pen,
  scene: GraphScene,
  direction: Direction,
  texts: PictureTexts,
): Picture {
  const graph = scene.graph ?? [];
  const places = layOut(graph, direction, gapFor(pen, scene, graph, direction));
  const marks = marksOf(scene.event, graph);
  const looks = looksOf(scene);
  const lookAt = (node: number, operand: number) =>
    looks.find((look) => look.node === node && look.operand === operand) ?? null;
  const edges = places.edges.map(({ node, operand, curve }) =>
    graphEdge(pen, curve, lookAt(node, operand)),
  );
  const chips = chipsOf(scene, places).map((chip) => ({ ...chip, ...graphChip(pen, chip) }));
  // What happens now stands above everything else.
  const [active, quiet] = [chips.filter((chip) => chip.active), chips.filter((c) => !c.active)];
  const tails = active.flatMap(({ tail, place }) => (tail ? [chipTail(pen, tail, place)] : []));
  const body = [
    ...edges,
    ...cards(pen, scene, places, marks),
    ...quiet.map(({ svg }) => svg),
    ...tails,
    ...active.map(({ svg }) => svg),
  ];
  return picture(pen, {
    ...texts,
    body: {
      svg: element('g', {}, ...body),
      box: hull([
        ...places.nodes.map(({ x, y }) => cardBox(x, y)),
        ...places.edges.map(({ curve }) => curveBox(curve)),
        ...chips.map(({ box }) => box),
      ]),
    },
    legend: legend(pen, scene, marks, graph),
  });
}

/** So that no chip of a quiet edge covers the cards beside it. */
function gapFor(pen: Pen, { flows }: GraphScene, graph: Graph, direction: Direction): number {
  const usual = usualGap(graph, direction);
  if (direction === 'down') return usual;
  const widths = flows.map(({ contribution }) => chipWidth(pen, [signed(contribution)], false));
  return Math.max(usual, ...widths.map((width) => width + BADGE_OUT + 8));
}

function cards(pen: Pen, scene: GraphScene, { nodes }: Places, marks: Marks): readonly string[] {
  const { graph, numbers, secret } = scene;
  const texts = nodeTexts(graph ?? [], numbers);
  return (graph ?? []).flatMap((node, i) => {
    const [place, text] = [nodes[i], texts[i]];
    if (!place || !text) return [];
    const told = secret === i ? { ...text, grad: '?', sign: 'zero' as const } : text;
    const mark = { now: marks.now.has(i), used: marks.sources.get(i) ?? null };
    const card = graphCard(pen, node, told, mark);
    return [moved(place.x - CARD.width / 2, place.y - CARD.height / 2, card)];
  });
}

function cardBox(x: number, y: number): Box {
  const { left, top, right, bottom } = around(x, y, CARD.width, CARD.height);
  return { left, top, right: right + BADGE_OUT, bottom: bottom + BADGE_OUT };
}

/** A curve stays within its control points. */
function curveBox({ start, controls, end }: EdgeCurve): Box {
  return hull([start, ...controls, end].map(({ x, y }) => around(x, y, 0, 0)));
}

function legend(pen: Pen, { flows }: GraphScene, marks: Marks, graph: Graph): LegendEntry[] {
  const t = messages.graph.legend;
  const line = (colour: 'positive' | 'negative') => ({
    width: 18,
    svg: element('line', {
      x1: 0,
      x2: 18,
      y1: 0,
      y2: 0,
      stroke: pen.colour(colour),
      'stroke-width': 3,
    }),
  });
  const card = (fill: 'mark-soft' | 'panel', dashes: string | null) => ({
    width: 18,
    svg: element('rect', {
      x: 0.75,
      y: -6,
      width: 16.5,
      height: 12,
      rx: 3,
      fill: pen.colour(fill),
      stroke: pen.colour('mark-line'),
      'stroke-width': 1.5,
      'stroke-dasharray': dashes,
    }),
  });
  return [
    ...(flows.length > 0
      ? [
          { sample: line('positive'), text: t.positive },
          { sample: line('negative'), text: t.negative },
          { sample: null, text: t.width },
        ]
      : []),
    ...(marks.now.size > 0
      ? [{ sample: card('mark-soft', null), text: messages.pictures.now }]
      : []),
    ...(marks.sources.size > 0 ? [{ sample: card('panel', '4 3'), text: t.sources }] : []),
    ...(graph.length > 0
      ? [{ sample: { width: 20, svg: badgeAt(pen, 10, 0, '1') }, text: t.badge }]
      : []),
  ];
}
