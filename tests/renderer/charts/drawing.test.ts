import { expect, onTestFinished, test } from 'vitest';
import '../../../src/renderer/styles/tokens.css';
import { LineDrawing, type LinePicture } from '../../../src/renderer/charts/drawing';
import type { Line, Point } from '../../../src/renderer/charts/lines';

const line = (points: Point[]): Line => ({
  ...{ name: 'w', token: 'series-w', weight: 'strong', dash: [] },
  points,
});

/** A chart of one line, drawn at once. @returns whether something is painted where its first point stands */
function paintedAtFirstPoint(points: Point[], picture: Partial<LinePicture> = {}): boolean {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: 300, height: 150 });
  document.body.append(canvas);
  const drawing = new LineDrawing(canvas, 'print');
  onTestFinished(() => {
    drawing.destroy();
    canvas.remove();
  });
  const shown = {
    ...{ lines: [line(points)], first: 0, step: 1, logarithmic: false, unit: 'step', marks: [] },
    ...picture,
  };
  // As in the window: the chart stands before the first step is taken.
  drawing.show({ ...shown, lines: [line([])] });
  drawing.show(shown);
  const { x = 0, y = 0 } = drawing.layout().lines[0]?.[0]?.[0] ?? {};
  const around = canvas.getContext('2d')?.getImageData(Math.round(x) - 1, Math.round(y) - 1, 3, 3);
  const colours = new Set<string>();
  for (let i = 0; i < 36; i += 4) colours.add([...(around?.data.slice(i, i + 4) ?? [])].join());
  // The horizontal line of a tick has one colour; a dot on it has another.
  return [...colours].some((colour) => {
    const [r = 0, g = 0, b = 0, a = 0] = colour.split(',').map(Number);
    return a > 100 && Math.max(r, g, b) - Math.min(r, g, b) > 40;
  });
}

test('the first step of a run is a dot, also where it is said by its least and largest', () => {
  expect(paintedAtFirstPoint([{ x: 1, y: 0.4 }])).toBe(true);
  expect(
    paintedAtFirstPoint([
      { x: 1, y: 0.4 },
      { x: 1, y: 0.4 },
    ]),
  ).toBe(true);
});

test('the only loss above 0 is a dot on a logarithmic axis', () => {
  const points = [2, 0, 0].map((y, i) => ({ x: i + 1, y }));
  expect(paintedAtFirstPoint(points, { logarithmic: true, step: 3 })).toBe(true);
});
