import { expect, test } from 'vitest';
import { plainColour } from '../../../src/renderer/pictures/plain-colour';
import { element, escaped, moved } from '../../../src/renderer/pictures/svg';
import { parsed } from './look-at';

test('any text can stand in an SVG, as text and in an attribute', () => {
  const odd = '<&"\'> ]]> \u0000\u0008\ufffe η 🙂 \ud83d';
  const kept = '<&"\'> ]]>  η 🙂 ';
  const svg = element('svg', { xmlns: 'http://www.w3.org/2000/svg', id: odd }, escaped(odd));
  const { documentElement: root } = parsed(svg);
  expect([root.textContent, root.id]).toEqual([kept, kept]);
});

test('numbers have two decimals, and what is null is left out', () => {
  expect(element('line', { x1: 1 / 3, x2: -0.001, stroke: null })).toBe('<line x1="0.33" x2="0"/>');
  expect(moved(2, 1e-9, '<g/>')).toBe('<g transform="translate(2 0)"><g/></g>');
});

test('colours are six digits and how much they cover', () => {
  expect(plainColour('rgb(36, 71, 107)')).toEqual({ hex: '#24476b', alpha: 1 });
  expect(plainColour('rgba(0, 0, 0, 0.35)')).toEqual({ hex: '#000000', alpha: 0.35 });
  expect(plainColour('color(srgb 0.141176 0.278431 0.419608 / 0.17)')).toEqual({
    hex: '#24476b',
    alpha: 0.17,
  });
  for (const other of ['none', 'url("#a")', 'color(display-p3 1 0 0)', '']) {
    expect(plainColour(other)).toBeNull();
  }
});
