import { parseExpressionAt } from 'acorn';
import { describe, expect, it, vi } from 'vitest';
import { parse } from '../../../src/engine/expression/parse';

// A call stack that is really full can end the process inside V8 (it compiles regular expressions on it), so acorn's two ways
// of meeting it are played.
vi.mock('acorn', () => ({ parseExpressionAt: vi.fn() }));

describe('a call stack too full for acorn', () => {
  it.each([
    new SyntaxError('Not enough stack space to parse input (1:2)'),
    new RangeError('Maximum call stack size exceeded'),
  ])('gives a positioned error for %s', (error) => {
    vi.mocked(parseExpressionAt).mockImplementation(() => {
      throw error;
    });
    expect(() => parse('\na = x + y')).toThrow(
      expect.objectContaining({
        line: 2,
        column: 5,
        code: 'too-large',
        message: 'The expression is too large to be read here: split it over several lines.',
      }),
    );
  });

  it('does not hide a fault of the program', () => {
    const fault = new TypeError('x is not a function');
    vi.mocked(parseExpressionAt).mockImplementation(() => {
      throw fault;
    });
    expect(() => parse('x')).toThrow(fault);
  });
});
