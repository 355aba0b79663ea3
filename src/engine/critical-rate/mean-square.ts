/**
 * The examples drawn with replacement: the second moment S = E[e·eᵀ] of the error of (w, b) goes through
 * S ↦ S − η(hS + Sh) + η²·E[HSH] in a step, H = 2v·vᵀ, v = (x, 1), h = E[H]. That map is positive, so its spectral radius is
 * below 1 exactly when some positive definite S has η·E[HSH] < hS + Sh, which for a smaller η holds as well: the rates below
 * which the mean square shrinks are one interval (0, 1/μ), μ the largest eigenvalue of K S = μ·L S with
 * K S = E[HSH] = 4·E[(vᵀSv)·v·vᵀ] and L S = hS + Sh. On the symmetric matrices (S₁₁, √2·S₁₂, S₂₂) in h's eigenbasis K is
 * symmetric, 4·E[m·mᵀ] with m = (p², √2·p·q, q²), and L diagonal.
 */

type Triple = [number, number, number];

const LEAST_NORMAL = 2.2250738585072014e-308;

/** @param x examples' inputs, not all alike */
export function meanSquareRate(x: readonly number[]): number {
  const { p, q, along, across } = inEigenbasis(x);
  // Scaled by the longest example, so that fourth powers stay in range.
  const unit = p.reduce((longest, value, i) => {
    return Math.max(longest, value * value + (q[i] as number) * (q[i] as number));
  }, 0);
  const diagonal = [4 * along, 2 * (along + across), 4 * across].map((value) =>
    Math.sqrt(value / unit),
  );
  const matrix: [Triple, Triple, Triple] = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ];
  p.forEach((value, i) => {
    const a = value / Math.sqrt(unit);
    const b = (q[i] as number) / Math.sqrt(unit);
    const moments = [a * a, Math.sqrt(2) * a * b, b * b].map((moment, j) =>
      moment === 0 ? 0 : moment / (diagonal[j] as number),
    );
    for (const [j, row] of matrix.entries()) {
      row.forEach((sum, k) => {
        row[k] = sum + (4 * (moments[j] as number) * (moments[k] as number)) / x.length;
      });
    }
  });
  return 1 / (largestEigenvalue(matrix) * unit);
}

/**
 * The examples v in the orthonormal basis in which E[v·vᵀ] = diag(along, across). It starts from the direction of the mean
 * example, in which what differs between examples that are almost alike is not rounded away.
 */
function inEigenbasis(x: readonly number[]) {
  const mean = x.reduce((sum, value) => sum + value / x.length, 0);
  const length = Math.sqrt(mean * mean + 1);
  const p = x.map((value) => (value * mean + 1) / length);
  const q = x.map((value) => (value - mean) / length);
  const average = (of: (i: number) => number) => x.reduce((sum, _, i) => sum + of(i) / x.length, 0);
  const pp = average((i) => (p[i] as number) * (p[i] as number));
  const pq = average((i) => (p[i] as number) * (q[i] as number));
  const qq = average((i) => (q[i] as number) * (q[i] as number));
  const { cosine, sine } = rotation(pp, pq, qq);
  const turnedP = p.map((value, i) => cosine * value - sine * (q[i] as number));
  const turnedQ = p.map((value, i) => sine * value + cosine * (q[i] as number));
  const along = average((i) => (turnedP[i] as number) * (turnedP[i] as number));
  const across = average((i) => (turnedQ[i] as number) * (turnedQ[i] as number));
  // Where the squares of what differs are below the normal numbers, it makes no difference.
  if (across < LEAST_NORMAL) return { p: turnedP, q: turnedQ.map(() => 0), along, across: 0 };
  return { p: turnedP, q: turnedQ, along, across };
}

/** Jacobi's rotation that makes [a, b; b, c] diagonal (Golub & Van Loan, Matrix Computations, 8.5). */
function rotation(a: number, b: number, c: number): { cosine: number; sine: number } {
  if (b === 0) return { cosine: 1, sine: 0 };
  const tau = (c - a) / (2 * b);
  const sign = tau < 0 ? -1 : 1;
  const tangent = sign / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  return { cosine, sine: tangent * cosine };
}

/** Of a symmetric 3×3 matrix, by cyclic Jacobi rotations; eight sweeps are more than any such matrix needs. */
function largestEigenvalue(matrix: readonly [Triple, Triple, Triple]): number {
  const a = matrix.map((row) => [...row]);
  const at = (i: number, j: number) => (a[i] as number[])[j] as number;
  const put = (i: number, j: number, value: number) => ((a[i] as number[])[j] = value);
  for (let sweep = 0; sweep < 8; sweep++) {
    for (const [i, j] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      const { cosine, sine } = rotation(at(i, i), at(i, j), at(j, j));
      for (let k = 0; k < 3; k++) {
        const [first, second] = [at(k, i), at(k, j)];
        put(k, i, cosine * first - sine * second);
        put(k, j, sine * first + cosine * second);
      }
      for (let k = 0; k < 3; k++) {
        const [first, second] = [at(i, k), at(j, k)];
        put(i, k, cosine * first - sine * second);
        put(j, k, sine * first + cosine * second);
      }
    }
  }
  return Math.max(at(0, 0), at(1, 1), at(2, 2));
}
