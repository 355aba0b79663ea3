import cytoscape from 'cytoscape';
import dagre from 'cytoscape-dagre';
import type { Graph } from '../../contract/graph';
import { CARD } from './card-size';
import type { Direction } from './direction';
import { edgeCurve } from './edge-curve';
import type { Places } from './places';

cytoscape.use(dagre);

/** Graphs of more nodes than this are drawn closer together. */
const MANY_NODES = 12;

/** Graph units between two columns of cards, or two rows. */
export function usualGap(graph: Graph, direction: Direction): number {
  if (direction === 'down') return 66;
  return graph.length > MANY_NODES ? 36 : 58;
}

/**
 * Lays a graph out, the loss at the right end or at the bottom.
 * @param gap between two columns of cards, or two rows
 */
export function layOut(
  graph: Graph,
  direction: Direction,
  gap = usualGap(graph, direction),
): Places {
  const cy = cytoscape({
    headless: true,
    styleEnabled: true,
    style: [{ selector: 'node', style: { width: CARD.width, height: CARD.height } }],
    elements: [
      ...graph.map((_, i) => ({ data: { id: String(i) } })),
      ...graph.flatMap(({ operands }, i) =>
        operands.map((operand) => ({ data: { source: String(operand), target: String(i) } })),
      ),
    ],
  });
  const right = direction === 'right';
  cy.layout({
    name: 'dagre',
    rankDir: right ? 'LR' : 'TB',
    nodeSep: right ? (graph.length > MANY_NODES ? 44 : 66) : 40,
    rankSep: gap,
    fit: false,
    animate: false,
  } as cytoscape.LayoutOptions).run();
  const nodes = graph.map((_, i) => ({ ...cy.getElementById(String(i)).position() }));
  cy.destroy();
  const at = (node: number) => nodes[node] ?? { x: 0, y: 0 };
  const edges = graph.flatMap(({ operands }, node) =>
    operands.map((from, operand) => {
      const twin = operands.indexOf(from) < operand;
      return { node, operand, curve: edgeCurve(at(from), at(node), direction, twin) };
    }),
  );
  return { nodes, edges };
}
