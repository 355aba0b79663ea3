import { expect, test } from 'vitest';
import { frameOf } from '../../../src/renderer/surfaces/frame';
import { discs, triangles } from '../../../src/renderer/surfaces/marks';

const axis = { name: 'x', min: 0, max: 1 };
const frame = frameOf(axis, axis, { width: 300, height: 200, text: 11 });
const of = (...values: number[]) => Float64Array.from(values);
/** Where the browser says that a path's marks lie. */
function boxes(path: string): readonly DOMRect[] {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  document.body.append(svg);
  const drawn = path.split(/(?=M)/).map((d) => {
    const mark = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    mark.setAttribute('d', d);
    svg.append(mark);
    return mark.getBBox();
  });
  svg.remove();
  return drawn;
}

test('discs and triangles lie round their values, each by itself', () => {
  const [xs, ys] = [of(0, 0.25, 1), of(0, 1, 0.5)];
  const round = boxes(discs(frame, xs, ys, 4));
  const pointed = boxes(triangles(frame, xs, ys, 4));
  expect([round.length, pointed.length]).toEqual([3, 3]);
  xs.forEach((value, i) => {
    const [x, y] = [frame.x(value), frame.y(ys[i] as number)];
    const disc = round[i] as DOMRect;
    expect(disc.x + disc.width / 2).toBeCloseTo(x, 1);
    expect(disc.y + disc.height / 2).toBeCloseTo(y, 1);
    expect([disc.width, disc.height].map(Math.round)).toEqual([8, 8]);
    const triangle = pointed[i] as DOMRect;
    expect(triangle.x + triangle.width / 2).toBeCloseTo(x, 1);
    expect(triangle.y).toBeLessThan(y - 4);
    expect(triangle.y + triangle.height).toBeGreaterThan(y + 3);
  });
});

test('what is not finite has no mark, and no number is too large for a picture', () => {
  expect(discs(frame, of(NaN, 0.5), of(0, NaN), 4)).toBe('');
  const far = discs(frame, of(1e300), of(-1e300), 4);
  expect(far).toContain('M100000.00,100000.00');
  expect(far).not.toMatch(/NaN|Infinity|e\d/);
});
