import { Graph as LayoutGraph, layout } from '@dagrejs/dagre';
import type { EdgeLabel, GraphLabel, NodeLabel } from '@dagrejs/dagre';
import type { Graph } from '../../../contract/graph';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedEdge {
  readonly node: number;
  readonly operand: number;
  /** From the operand's card to the node's; beside cards and past them it is level. */
  readonly points: readonly Point[];
  /** The middle of its label. */
  readonly label: Point;
}

/** A graph on paper, left to right, in CSS pixels. */
export interface PlacedGraph {
  readonly width: number;
  readonly height: number;
  /** The middle of each node's card. */
  readonly nodes: readonly Point[];
  readonly edges: readonly PlacedEdge[];
}

export interface Sizes {
  /** Of a node's card. */
  readonly width: number;
  readonly height: number;
  /** Diameter of an edge's label. */
  readonly label: number;
}

/** Lays a graph out, its leaves at the left and its root at the right. */
export function placed(graph: Graph, { width, height, label }: Sizes): PlacedGraph {
  const drawing = new LayoutGraph<GraphLabel, NodeLabel, EdgeLabel>({ multigraph: true });
  drawing.setGraph({ rankdir: 'LR', nodesep: 12, edgesep: 6, ranksep: 28, marginx: 3, marginy: 3 });
  graph.forEach((_, i) => drawing.setNode(String(i), { width, height }));
  const edges = graph.flatMap(({ operands }, node) =>
    operands.map((from, operand) => ({ node, operand, from })),
  );
  for (const { node, operand, from } of edges) {
    const size = { width: label, height: label, labelpos: 'c' as const };
    drawing.setEdge(String(from), String(node), size, String(operand));
  }
  layout(drawing);
  const place = ({ x = 0, y = 0 }: Partial<Point>): Point => ({ x, y });
  const nodes = graph.map((_, i) => place(drawing.node(String(i))));
  const whole = drawing.graph();
  const ends = { width, height, columns: columnsOf(nodes) };
  return {
    width: whole.width ?? 0,
    height: whole.height ?? 0,
    nodes,
    edges: edges.map(({ node, operand, from }) => {
      const edge = drawing.edge(String(from), String(node), String(operand));
      const inner = (edge.points ?? []).slice(1, -1).map(place);
      const points = line(nodes[from] as Point, inner, nodes[node] as Point, ends);
      return { node, operand, points, label: place(edge) };
    }),
  };
}

/** Where the middles of cards are, from left to right. */
export function columnsOf(nodes: readonly Point[]): readonly number[] {
  return [...new Set(nodes.map(({ x }) => Math.round(x)))].sort((a, b) => a - b);
}

/** Out of a card at its right, level through every column on its way, into a card at its left. */
function line(
  from: Point,
  inner: readonly Point[],
  to: Point,
  { width, height, columns }: { width: number; height: number; columns: readonly number[] },
): readonly Point[] {
  const way = inner.flatMap((point) => {
    if (!columns.includes(Math.round(point.x))) return [point];
    return [-width / 2, width / 2].map((half) => ({ x: point.x + half, y: point.y }));
  });
  const last = way.at(-1) ?? from;
  // Lines from above and from below come in apart.
  const apart = (Math.sign(Math.round(last.y - to.y)) * height) / 8;
  return [{ x: from.x + width / 2, y: from.y }, ...way, { x: to.x - width / 2, y: to.y + apart }];
}
