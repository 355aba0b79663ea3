import cytoscape from 'cytoscape';
import dagre from 'cytoscape-dagre';
import type { Graph } from '../../contract/graph';
import { tokenColours } from '../theme.svelte';
import { CARD } from './card-size';
import type { NodeText } from './node-texts';

cytoscape.use(dagre);

/** Where graph units stand on the panel: pixel = unit · zoom + (x, y). */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** Pixels left free around the graph; the largest zoom that Fit chooses. */
const PADDING = 16;
/** How far an edge that passes over a column of cards is lifted, in graph units. */
const LIFT = 90;
const FIT_ZOOM = 1.15;
/** Graphs of more nodes than this are drawn closer together. */
const MANY_NODES = 9;

/**
 * The graph on Cytoscape's canvas: layout, edges, pan and zoom. The cards lie above it as HTML that follows the viewport;
 * the nodes carry the same texts as data.
 */
export class GraphDrawing {
  readonly #cy: cytoscape.Core;
  readonly #observer: ResizeObserver;
  #fitted = true;

  constructor(container: HTMLElement, onViewport: (viewport: Viewport) => void) {
    this.#cy = cytoscape({
      container,
      style: stylesheet(),
      minZoom: 0.05,
      maxZoom: 3,
      boxSelectionEnabled: false,
      autounselectify: true,
      autoungrabify: true,
    });
    this.#cy.on('viewport', () => {
      const { x, y } = this.#cy.pan();
      onViewport({ x, y, zoom: this.#cy.zoom() });
    });
    this.#cy.on('scrollzoom dragpan pinchzoom', () => (this.#fitted = false));
    this.#observer = new ResizeObserver(() => {
      this.#cy.resize();
      // A view that the learner chose stays.
      if (this.#fitted) this.fit();
    });
    this.#observer.observe(container);
  }

  /** Lays the graph out from left to right. @returns each node's middle, by node number */
  show(graph: Graph): readonly { x: number; y: number }[] {
    const cy = this.#cy;
    cy.elements().remove();
    cy.add(
      graph.map(({ name, role, op }, i) => ({
        data: { id: `n${i}`, name, role, op, label: name, data: '', grad: '' },
      })),
    );
    cy.add(
      graph.flatMap(({ operands }, i) =>
        operands.toReversed().map((operand, k) => ({
          data: { id: `n${operand}-n${i}-${k}`, source: `n${operand}`, target: `n${i}` },
        })),
      ),
    );
    cy.layout({
      name: 'dagre',
      rankDir: 'LR',
      nodeSep: 44,
      rankSep: graph.length > MANY_NODES ? 26 : 40,
      fit: false,
      animate: false,
    } as cytoscape.LayoutOptions).run();
    this.#bend();
    this.fit();
    return graph.map((_, i) => cy.getElementById(`n${i}`).position());
  }

  /** Writes the present texts into the nodes. */
  label(texts: readonly NodeText[]): void {
    this.#cy.batch(() => {
      texts.forEach(({ kind, data, grad }, i) => {
        const node = this.#cy.getElementById(`n${i}`);
        if (node.length > 0) node.data({ kind, data, grad });
      });
    });
  }

  /** Draws in the colours of the theme; `_version` says that they changed. */
  paint(_version: number): void {
    this.#cy.style(stylesheet());
  }

  fit(): void {
    const cy = this.#cy;
    this.#fitted = true;
    cy.fit(undefined, PADDING);
    if (cy.zoom() > FIT_ZOOM) cy.zoom(FIT_ZOOM);
    cy.center();
  }

  zoomBy(factor: number): void {
    const cy = this.#cy;
    this.#fitted = false;
    const level = cy.zoom() * factor;
    cy.zoom({ level, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  }

  destroy(): void {
    this.#observer.disconnect();
    this.#cy.destroy();
  }

  /**
   * Edges leave and arrive horizontally: their two control points lie level with their ends, or above them where a card is
   * in the way. Cytoscape takes control points
   * as a share of the straight line between the ends (weight) and a distance from it.
   */
  #bend(): void {
    this.#cy.edges().forEach((edge) => {
      const from = edge.source().position();
      const to = edge.target().position();
      const dx = to.x - from.x - CARD.width;
      const dy = to.y - from.y;
      const length = Math.hypot(dx, dy);
      const reach = dx * 0.4;
      const lift = dx > CARD.width ? -LIFT : 0;
      const controls = [
        { x: reach, y: lift },
        { x: dx - reach, y: dy + lift },
      ];
      edge.data({
        weights: controls.map(({ x, y }) => (x * dx + y * dy) / (length * length)),
        distances: controls.map(({ x, y }) => (y * dx - x * dy) / length),
      });
    });
  }
}

function stylesheet(): cytoscape.StylesheetJson {
  const { edge } = tokenColours(['edge']);
  return [
    {
      selector: 'node',
      style: {
        shape: 'round-rectangle',
        width: CARD.width,
        height: CARD.height,
        'background-opacity': 0,
        'border-width': 0,
      },
    },
    {
      selector: 'edge',
      style: {
        width: 1.5,
        'line-color': edge,
        'target-arrow-color': edge,
        'target-arrow-shape': 'triangle',
        'arrow-scale': 0.8,
        'curve-style': 'unbundled-bezier',
        'edge-distances': 'endpoints',
        'source-endpoint': '50% 0%',
        'target-endpoint': '-50% 0%',
        'control-point-weights': 'data(weights)',
        'control-point-distances': 'data(distances)',
      },
    },
    // Cytoscape's types know neither an endpoint in per cent nor a list taken from data.
  ] as unknown as cytoscape.StylesheetJson;
}
