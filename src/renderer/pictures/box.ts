/** A rectangle, in pixels of a picture. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function around(x: number, y: number, width: number, height: number): Box {
  return {
    left: x - width / 2,
    right: x + width / 2,
    top: y - height / 2,
    bottom: y + height / 2,
  };
}

/** The smallest box that holds all of these. */
export function hull(boxes: readonly Box[]): Box {
  const each = (side: keyof Box) => boxes.map((box) => box[side]);
  return {
    left: Math.min(...each('left')),
    top: Math.min(...each('top')),
    right: Math.max(...each('right')),
    bottom: Math.max(...each('bottom')),
  };
}
