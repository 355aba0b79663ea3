import cytoscape from 'cytoscape';
import type { Graph } from '../../contract/graph';
import { tokenColours } from '../theme.svelte';
import { CARD } from './card-size';
import type { Direction } from './direction';
import { EDGE_OPACITY, EDGE_WIDTH, type EdgeLook, signOf, widthOf } from './edge-look';
import { layOut, usualGap } from './layout';
import type { EdgeCurve, Places } from './places';

/** Where graph units stand on the panel: pixel = unit · zoom + (x, y). */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface GraphHandlers {
  readonly onViewport: (viewport: Viewport) => void;
  /** The pointer is over a node; null: over none. */
  readonly onHover: (node: number | null) => void;
  readonly onTap: (node: number) => void;
  readonly onDoubleTap: (node: number) => void;
}

/** Pixels left free around the graph; the largest zoom that Fit chooses. */
const PADDING = 16;
/** Pixels that stay free around a node that is followed; below it stands its edge's chip. */
const ROOM = { above: 12, beside: 44, below: 84 };
const FIT_ZOOM = 2;
/** Graph units that chips in large type need more between two columns of cards. */
const ROOMY = 26;

/**
 * The graph on Cytoscape's canvas: layout, edges, pan and zoom. The cards lie above it as HTML that follows the viewport.
 */
export class GraphDrawing {
  readonly #cy: cytoscape.Core;
  readonly #observer: ResizeObserver;
  #fitted = true;
  #leastZoom = 0;
  #followed: readonly number[] = [];

  constructor(container: HTMLElement, handlers: GraphHandlers) {
    const cy = cytoscape({
      container,
      style: stylesheet(),
      minZoom: 0.05,
      maxZoom: 3,
      boxSelectionEnabled: false,
      autounselectify: true,
      autoungrabify: true,
    });
    this.#cy = cy;
    cy.on('viewport', () => {
      const { x, y } = cy.pan();
      handlers.onViewport({ x, y, zoom: cy.zoom() });
    });
    const number = (event: cytoscape.EventObject) =>
      Number((event.target as cytoscape.NodeSingular).id().slice(1));
    cy.on('mouseover', 'node', (event) => handlers.onHover(number(event)));
    cy.on('mouseout', 'node', () => handlers.onHover(null));
    cy.on('tap', 'node', (event) => handlers.onTap(number(event)));
    cy.on('dbltap', 'node', (event) => handlers.onDoubleTap(number(event)));
    cy.on('scrollzoom dragpan pinchzoom', () => (this.#fitted = false));
    this.#observer = new ResizeObserver(() => {
      cy.resize();
      // A view that the learner chose stays.
      if (this.#fitted) this.fit();
      this.#bring(this.#followed, ROOM);
    });
    this.#observer.observe(container);
  }

  /**
   * Lays the graph out, the loss at the right end or at the bottom.
   * @param roomy for chips in large type between the cards
   */
  show(graph: Graph, direction: Direction, roomy: boolean): Places {
    const cy = this.#cy;
    const right = direction === 'right';
    const gap = usualGap(graph, direction) + (roomy && right ? ROOMY : 0);
    const places = layOut(graph, direction, gap);
    cy.elements().remove();
    cy.add(places.nodes.map((place, i) => ({ data: { id: `n${i}` }, position: { ...place } })));
    cy.add(
      places.edges.map(({ node, operand, curve }) => ({
        data: {
          id: edgeId(node, operand),
          source: `n${graph[node]?.operands[operand] ?? node}`,
          target: `n${node}`,
          width: EDGE_WIDTH.quiet,
          start: right ? '50% 0%' : '0% 50%',
          end: right ? '-50% 0%' : '0% -50%',
          ...shares(curve),
        },
      })),
    );
    this.fit();
    return places;
  }

  /** Draws what went along the edges: sign by colour, size by width; the others as they are. */
  flow(looks: readonly EdgeLook[]): void {
    const cy = this.#cy;
    cy.batch(() => {
      cy.edges().removeClass('positive negative active').data('width', EDGE_WIDTH.quiet);
      for (const look of looks) {
        const edge = cy.getElementById(edgeId(look.node, look.operand));
        edge.addClass(signOf(look.contribution));
        if (look.active) edge.addClass('active');
        edge.data('width', widthOf(look));
      }
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
    cy.zoom(Math.max(this.#leastZoom, Math.min(FIT_ZOOM, cy.zoom())));
    cy.center();
  }

  /** Fits again, and from now on no smaller than at this zoom. */
  fitFrom(leastZoom: number): void {
    if (leastZoom === this.#leastZoom) return;
    this.#leastZoom = leastZoom;
    this.fit();
  }

  zoomBy(factor: number): void {
    const cy = this.#cy;
    this.#fitted = false;
    const level = cy.zoom() * factor;
    cy.zoom({ level, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  }

  panBy(x: number, y: number): void {
    this.#fitted = false;
    this.#cy.panBy({ x, y });
  }

  /** Brings a node into sight, if it is not. */
  reveal(node: number): void {
    this.#bring([node], { above: 0, beside: 0, below: 0 });
  }

  /** Keeps nodes in sight, also when the panel's size changes, with room for the chip of what happens to them. */
  follow(nodes: readonly number[]): void {
    this.#followed = nodes;
    this.#bring(nodes, ROOM);
  }

  /** By the shortest way; of too many, the first. @param room pixels that stay free around each */
  #bring(nodes: readonly number[], { above, beside, below }: typeof ROOM): void {
    const cy = this.#cy;
    for (const node of nodes.toReversed()) {
      const element = cy.getElementById(`n${node}`);
      if (element.empty()) continue;
      const { x1, y1, x2, y2 } = element.renderedBoundingBox();
      const x = shift(x1, x2, beside, cy.width() - beside);
      const y = shift(y1, y2, above, cy.height() - below);
      if (x !== 0 || y !== 0) cy.panBy({ x, y });
    }
  }

  destroy(): void {
    this.#observer.disconnect();
    this.#cy.destroy();
  }
}

/** How far a stretch must move to lie between `least` and `most`; where it is too long, its beginning counts. */
function shift(from: number, to: number, least: number, most: number): number {
  const back = Math.min(0, most - to);
  return from + back < least ? least - from : back;
}

function edgeId(node: number, operand: number): string {
  return `e${node}-${operand}`;
}

/** Cytoscape takes control points as a share of the straight line between the ends (weight) and a distance from it. */
function shares({ start, controls, end }: EdgeCurve): { weights: number[]; distances: number[] } {
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const length = Math.hypot(dx, dy);
  const from = controls.map(({ x, y }) => ({ x: x - start.x, y: y - start.y }));
  return {
    weights: from.map(({ x, y }) => (x * dx + y * dy) / (length * length)),
    distances: from.map(({ x, y }) => (y * dx - x * dy) / length),
  };
}

function stylesheet(): cytoscape.StylesheetJson {
  const { edge, positive, negative } = tokenColours(['edge', 'positive', 'negative']);
  const coloured = (colour: string) => ({
    'line-color': colour,
    'target-arrow-color': colour,
    'source-arrow-color': colour,
  });
  return [
    {
      selector: 'node',
      style: {
        shape: 'round-rectangle',
        width: CARD.width,
        height: CARD.height,
        'background-opacity': 0,
        'border-width': 0,
        'overlay-opacity': 0,
      },
    },
    {
      selector: 'edge',
      style: {
        width: 'data(width)',
        ...coloured(edge),
        'target-arrow-shape': 'triangle',
        'arrow-scale': 0.8,
        'curve-style': 'unbundled-bezier',
        'edge-distances': 'endpoints',
        'source-endpoint': 'data(start)',
        'target-endpoint': 'data(end)',
        'control-point-weights': 'data(weights)',
        'control-point-distances': 'data(distances)',
        'overlay-opacity': 0,
      },
    },
    { selector: 'edge.positive', style: { ...coloured(positive), 'line-opacity': EDGE_OPACITY } },
    { selector: 'edge.negative', style: { ...coloured(negative), 'line-opacity': EDGE_OPACITY } },
    {
      // A gradient moves against the direction of the values.
      selector: 'edge.active',
      style: {
        'line-opacity': 1,
        'source-arrow-shape': 'triangle',
        'target-arrow-shape': 'none',
        'arrow-scale': 1.1,
      },
    },
    // Cytoscape's types know neither an endpoint in per cent nor a list taken from data.
  ] as unknown as cytoscape.StylesheetJson;
}
