import { REACHED } from '../../contract/explanation';

/** The numbers of every node, by node number. */
export interface NodeNumbers {
  readonly data: Float64Array;
  /** Null before the first backward pass. */
  readonly grad: Float64Array | null;
  /** Sums of REACHED; null: what is not NaN is there. */
  readonly reached: Uint8Array | null;
}

/** A node's data and gradient; null where there is none yet. */
export function nodeNumbers(
  { data, grad, reached }: NodeNumbers,
  node: number,
): { readonly data: number | null; readonly grad: number | null } {
  const value = data[node] ?? NaN;
  const slope = grad?.[node] ?? NaN;
  const has = (what: number, number: number) =>
    reached ? ((reached[node] ?? 0) & what) !== 0 : !Number.isNaN(number);
  return {
    data: has(REACHED.data, value) ? value : null,
    grad: grad && (reached === null || has(REACHED.grad, slope)) ? slope : null,
  };
}
