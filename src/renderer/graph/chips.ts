import { signed } from '../format';
import type { EdgeFlow } from '../stepping/moment';
import { CARD } from './card-size';
import { type EdgeLook, type Sign, signOf } from './edge-look';
import type { Places, Point } from './places';
import { type GraphScene, NONE } from './scene';

/** What stands on an edge along which a gradient went. */
export interface Chip {
  /** Place among the edges of the backward pass. */
  readonly number: number;
  /** One line, or two for the edge along which a gradient moves now. */
  readonly lines: readonly string[];
  readonly sign: Sign;
  readonly active: boolean;
  /** Its middle, in graph units. */
  readonly place: Point;
  /** The edge's middle, where the chip stands away from it. */
  readonly tail: Point | null;
}

export function chipsOf(scene: GraphScene, places: Places): readonly Chip[] {
  return scene.flows.flatMap((flow): Chip[] => {
    const edge = edgeOf(flow, places);
    if (!edge) return [];
    const { active, contribution } = lookOf(flow, scene);
    const chip = { number: flow.number, sign: signOf(contribution), active };
    return active
      ? [
          {
            ...chip,
            lines: scene.activeLines,
            place: besides(places.nodes[flow.to]),
            tail: edge.middle,
          },
        ]
      : [{ ...chip, lines: [signed(contribution)], place: edge.middle, tail: null }];
  });
}

/** How the edges are drawn along which something went. */
export function looksOf(scene: GraphScene): readonly EdgeLook[] {
  return scene.flows.length === 0 ? NONE : scene.flows.map((flow) => lookOf(flow, scene));
}

/** A contribution that is asked for does not tell its sign. */
function lookOf({ node, operand, number, contribution }: EdgeFlow, scene: GraphScene): EdgeLook {
  const { event, secret } = scene;
  const active = event?.kind === 'backward' && event.number === number;
  return { node, operand, active, contribution: active && secret !== null ? 0 : contribution };
}

function edgeOf(flow: EdgeFlow, { edges }: Places): { readonly middle: Point } | undefined {
  return edges.find(({ node, operand }) => node === flow.node && operand === flow.operand)?.curve;
}

/** Below the card that receives, where there is room for two lines. */
function besides(card: Point = { x: 0, y: 0 }): Point {
  return { x: card.x, y: card.y + CARD.height / 2 + 34 };
}
