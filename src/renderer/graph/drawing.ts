import cytoscape from 'cytoscape';
import dagre from 'cytoscape-dagre';
import type { Graph } from '../../contract/graph';
import { tokenColours } from '../theme.svelte';
import { CARD } from './card-size';
import type { Direction } from './direction';

cytoscape.use(dagre);

/** Where graph units stand on the panel: pixel = unit · zoom + (x, y). */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An edge's middle, in graph units. */
export interface EdgePlace extends Point {
  readonly node: number;
  readonly operand: number;
}

/** Where everything stands: nodes by number, edges node by node and operand by operand. */
export interface Places {
  readonly nodes: readonly Point[];
  readonly edges: readonly EdgePlace[];
}

/** How an edge is drawn: what went along it, and whether that happens now. */
export interface EdgeLook {
  readonly node: number;
  readonly operand: number;
  readonly contribution: number;
  readonly active: boolean;
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
/** How far an edge that passes over a column of cards is lifted, in graph units. */
const LIFT = 90;
const FIT_ZOOM = 2;
/** Graphs of more nodes than this are drawn closer together. */
const MANY_NODES = 12;

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
    cy.elements().remove();
    cy.add(graph.map((_, i) => ({ data: { id: `n${i}` } })));
    cy.add(
      graph.flatMap(({ operands }, i) =>
        operands.map((operand, k) => ({
          data: { id: edgeId(i, k), source: `n${operand}`, target: `n${i}`, width: 1.5 },
        })),
      ),
    );
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
    const edges = graph.flatMap(({ operands }, node) =>
      operands.map((_, operand) => ({ node, operand, ...this.#bend(node, operand, right) })),
    );
    this.fit();
    return { nodes: graph.map((_, i) => cy.getElementById(`n${i}`).position()), edges };
  }

  /** Draws what went along the edges: sign by colour, size by width; the others as they are. */
  flow(looks: readonly EdgeLook[]): void {
    const cy = this.#cy;
    cy.batch(() => {
      cy.edges().removeClass('positive negative active').data('width', 1.5);
      for (const { node, operand, contribution, active } of looks) {
        const edge = cy.getElementById(edgeId(node, operand));
        if (contribution > 0) edge.addClass('positive');
        if (contribution < 0) edge.addClass('negative');
        if (active) edge.addClass('active');
        edge.data('width', active ? 5 : widthOf(contribution));
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

  /**
   * An edge leaves and arrives along the layout's direction: its two control points lie level with its ends, or beside them
   * where a card is in the way. Cytoscape takes control points as a share of the straight line between the ends (weight) and a
   * distance from it. @returns the edge's middle
   */
  #bend(node: number, operand: number, right: boolean): Point {
    const edge = this.#cy.getElementById(
      edgeId(node, operand),
    ) as unknown as cytoscape.EdgeSingular;
    const from = edge.source().position();
    const to = edge.target().position();
    // Along the layout's direction, and across it.
    const size = right ? CARD.width : CARD.height;
    const along = (right ? to.x - from.x : to.y - from.y) - size;
    const across = right ? to.y - from.y : to.x - from.x;
    const reach = along * 0.4;
    const lift = along > size ? -LIFT : 0;
    const turn = (a: number, c: number) => (right ? { x: a, y: c } : { x: c, y: a });
    // Two edges between the same nodes would hide each other.
    const twin = operand > 0 && edge.parallelEdges().length > 1 ? 26 : 0;
    const controls = [turn(reach, lift + twin), turn(along - reach, across + lift + twin)] as const;
    const { x: dx, y: dy } = turn(along, across);
    const length = Math.hypot(dx, dy);
    edge.data({
      weights: controls.map(({ x, y }) => (x * dx + y * dy) / (length * length)),
      distances: controls.map(({ x, y }) => (y * dx - x * dy) / length),
      start: right ? '50% 0%' : '0% 50%',
      end: right ? '-50% 0%' : '0% -50%',
    });
    const start = turn(size / 2, 0);
    return {
      x: from.x + start.x + (controls[0].x + controls[1].x) / 2,
      y: from.y + start.y + (controls[0].y + controls[1].y) / 2,
    };
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

/** In pixels at zoom 1; ten times the contribution is a little more than a pixel. */
function widthOf(contribution: number): number {
  const size = Math.abs(contribution);
  return 1.8 + Math.min(4, 1.2 * Math.log10(1 + (Number.isFinite(size) ? size : 1e4)));
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
    { selector: 'edge.positive', style: { ...coloured(positive), 'line-opacity': 0.75 } },
    { selector: 'edge.negative', style: { ...coloured(negative), 'line-opacity': 0.75 } },
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
