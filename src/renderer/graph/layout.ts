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

/**
 * Lays a graph out, the loss at the right end or at the bottom.
 * @param roomy for chips in large type between the cards
 */
export function layOut(graph: Graph, direction: Direction, roomy: boolean): Places {
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
  const many = graph.length > MANY_NODES;
  const right = direction === 'right';
  cy.layout({
    name: 'dagre',
    rankDir: right ? 'LR' : 'TB',
    nodeSep: right ? (many ? 44 : 66) : 40,
    rankSep: right ? (many ? 36 : 58) + (roomy ? 26 : 0) : 66,
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
