import { expect } from 'vitest';
import type { RunResult } from '../../../src/contract/run-document';
import { parametersOf } from '../../../src/main/runs/result';

/** Expects what a plain-Python program printed last to be the result, in every bit. @param what for the message */
export function expectPrinted(result: RunResult, printed: string, what: string): void {
  const wanted = parametersOf(result);
  const losses = result.steps > 0 ? 1 : 0;
  const lines = printed
    .trim()
    .split('\n')
    .slice(-(wanted.length + losses + 1));
  const numbers = lines.slice(0, -1).map((line) => numberOf(line.split(' ')[1] ?? '', what));
  expect(numbers, what).toEqual(losses > 0 ? [...wanted, result.loss] : wanted);
  expect(lines.at(-1), what).toBe(`checksum ${result.checksum} as in the lab`);
}

function numberOf(text: string, what: string): number {
  expect(text, what).toMatch(/^-?(\d|inf)/);
  return Number(text.replace('inf', 'Infinity'));
}
