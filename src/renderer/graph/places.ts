export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An edge from card to card. */
export interface EdgeCurve {
  readonly start: Point;
  readonly controls: readonly [Point, Point];
  readonly end: Point;
  /** Where its two halves meet, each a quadratic Bézier curve with one of the control points. */
  readonly middle: Point;
}

/** An edge, by the node it leads to and which of its operands it comes from. */
export interface EdgePlace {
  readonly node: number;
  readonly operand: number;
  readonly curve: EdgeCurve;
}

/** Where everything stands, in graph units: the cards' middles by node number, edges node by node and operand by operand. */
export interface Places {
  readonly nodes: readonly Point[];
  readonly edges: readonly EdgePlace[];
}
