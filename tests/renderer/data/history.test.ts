import fc from 'fast-check';
import { expect, test } from 'vitest';
import { begun, changed, redone, undone } from '../../../src/renderer/data/history';

test('undo and redo go along the changes; a change forgets what was undone; the same state is no change', () => {
  const two = changed(changed(begun('a'), 'b'), 'c');
  expect(undone(two).present).toBe('b');
  expect(undone(undone(undone(two))).present).toBe('a');
  expect(redone(undone(two))).toEqual(two);
  expect(redone(two)).toEqual(two);
  expect(changed(undone(two), 'd')).toEqual({ past: ['a', 'b'], present: 'd', future: [] });
  expect(changed(two, 'c')).toBe(two);
});

test('whatever is done, as many undos as there were changes lead back, and redos forth again', () => {
  const states = fc.array(
    fc.integer().map((n) => ({ n })),
    { maxLength: 50 },
  );
  fc.assert(
    fc.property(states, (all) => {
      const start = { n: 0 };
      const end = all.reduce(changed<{ n: number }>, begun(start));
      let history = end;
      for (const state of [...all].reverse()) {
        expect(history.present).toBe(state);
        history = undone(history);
      }
      expect(history.present).toBe(start);
      all.forEach(() => (history = redone(history)));
      expect(history).toEqual(end);
    }),
  );
});
