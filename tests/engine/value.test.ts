import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, div, mul, pow, sub, Value } from '../../src/engine/value';
import { type GraphPlan, graphPlan, plantGraph } from './random-graph';

const leaf = (data: number, label = '') => new Value(data, null, [], label);

describe('arithmetic', () => {
  it('takes numbers on either side', () => {
    const x = leaf(3);
    expect(x.add(2).data).toBe(5);
    expect(add(2, x).data).toBe(5);
    expect(x.sub(2).data).toBe(1);
    expect(sub(2, x).data).toBe(-1);
    expect(x.mul(2).data).toBe(6);
    expect(mul(2, x).data).toBe(6);
    expect(x.div(2).data).toBe(1.5);
    expect(div(2, x).data).toBe(2 / 3);
    expect(x.pow(2).data).toBe(9);
    expect(pow(2, x).data).toBe(8);
  });

  it('has negation, square, abs and ReLU', () => {
    const x = leaf(-3);
    expect(x.neg().data).toBe(3);
    expect(x.square().data).toBe(9);
    expect(x.abs().data).toBe(3);
    expect(x.absNotebook().data).toBe(3);
    expect(x.relu().data).toBe(0);
    expect(leaf(3).relu().data).toBe(3);
  });

  it('lets gradients reach the Value whichever side the number stands on', () => {
    const x = leaf(4);
    div(1, x).backward();
    expect(x.grad).toBe(-1 / 16);
    const y = leaf(4);
    sub(1, y).backward();
    expect(y.grad).toBe(-1);
  });
});

describe('printing', () => {
  it('writes a leaf as the seminar does', () => {
    expect(String(leaf(2))).toBe('Value:2, Gradient: 0, Children: ()');
    expect(String(leaf(0.1 + 0.2))).toBe('Value:0.30000000000000004, Gradient: 0, Children: ()');
  });

  it('writes operands inside the parentheses, and the gradient once it is known', () => {
    const product = leaf(1).mul(leaf(3));
    product.backward();
    expect(String(product)).toBe(
      'Value:3, Gradient: 1, Children: (Value:1, Gradient: 3, Children: (), Value:3, Gradient: 1, Children: ())',
    );
  });

  it('writes a single operand with the comma of a Python tuple of one', () => {
    expect(String(leaf(-2).abs())).toBe(
      'Value:2, Gradient: 0, Children: (Value:-2, Gradient: 0, Children: (),)',
    );
  });

  it('writes operands two levels deep, then …', () => {
    const chain = leaf(5).add(1).neg().add(10);
    expect(String(chain)).toBe(
      'Value:4, Gradient: 0, Children: (' +
        'Value:-6, Gradient: 0, Children: (Value:6, Gradient: 0, Children: (…, …),), ' +
        'Value:10, Gradient: 0, Children: ())',
    );
    expect(String(leaf(1).neg().neg().neg())).toBe(
      'Value:-1, Gradient: 0, Children: (Value:1, Gradient: 0, Children: (' +
        'Value:-1, Gradient: 0, Children: (…,),),)',
    );
  });
});

/** The seminar's own map of a graph, recursion and all. */
function seminarMap(root: Value): Value[] {
  const visited = new Set<Value>();
  const map: Value[] = [];
  const buildGraph = (node: Value) => {
    if (visited.has(node)) return;
    visited.add(node);
    for (const child of node.operands) buildGraph(child);
    map.push(node);
  };
  buildGraph(root);
  return map;
}

describe('backward', () => {
  it("goes through any graph in the seminar's order, reversed", () => {
    fc.assert(
      fc.property(graphPlan(), (plan: GraphPlan) => {
        const { root } = plantGraph(plan);
        const expected = seminarMap(root).reverse();
        const order = root.backward();
        expect(order.length).toBe(expected.length);
        expect(order.every((node, i) => node === expected[i])).toBe(true);
      }),
    );
  });

  it('goes through the perceptron as loss, err, y, ŷ, b, a, w, x', () => {
    const [x, y, w, b] = [leaf(1, 'x'), leaf(2, 'y'), leaf(0, 'w'), leaf(0, 'b')];
    const prediction = x.mul(w).named('a').add(b).named('ŷ');
    const loss = prediction.sub(y).named('err').square().named('loss');
    const order = loss.backward().map((node) => node.label);
    expect(order).toEqual(['loss', 'err', 'y', 'ŷ', 'b', 'a', 'w', 'x']);
  });

  it("goes through the perceptron as the notebook builds it in the notebook's order", () => {
    const [x, y, w, b] = [leaf(1, 'x'), leaf(2, 'y'), leaf(0, 'w'), leaf(0, 'b')];
    const prediction = x.mul(w).named('a').add(b).named('ŷ');
    const [minusOne, two] = [leaf(-1, '−1'), leaf(2, '2')];
    const loss = prediction.add(y.mul(minusOne).named('−y')).named('err').pow(two).named('loss');
    const order = loss.backward().map((node) => node.label);
    expect(order).toEqual('loss 2 err −y −1 y ŷ b a w x'.split(' '));
    expect(minusOne.grad).toBe(-8);
    expect(y.grad).toBe(4);
    expect(x.grad).toBe(0);
    // The notebook gives the exponent 4, without ln(−2); by the right rule it is not defined.
    expect(two.grad).toBe(Number.NaN);
    expect([w.grad, b.grad]).toEqual([-4, -4]);
  });

  it('adds up what arrives at a node that is used more than once', () => {
    const a = leaf(3);
    a.add(a).backward();
    expect(a.grad).toBe(2);

    const w = leaf(2);
    const f = w.mul(w).add(mul(3, w));
    f.backward();
    expect(f.data).toBe(10);
    expect(w.grad).toBe(7);
  });

  it('lets the contributions of f = w·w + 3w arrive as 3, 2, 2', () => {
    const w = leaf(2);
    const arrivals: number[] = [];
    let sum = 0;
    Object.defineProperty(w, 'grad', {
      get: () => sum,
      set: (next: number) => {
        arrivals.push(next - sum);
        sum = next;
      },
    });
    w.mul(w).add(mul(3, w)).backward();
    expect(arrivals).toEqual([3, 2, 2]);
  });

  it('does not zero gradients: a second pass adds to the first', () => {
    const w = leaf(2);
    const f = w.mul(5);
    f.backward();
    f.backward();
    expect(w.grad).toBe(10);
    expect(f.grad).toBe(1);
  });

  it('survives a chain of 1,000,000 additions', () => {
    const start = leaf(0);
    let end = start;
    for (let i = 0; i < 1_000_000; i++) end = end.add(1);
    const order = end.backward();
    expect(end.data).toBe(1_000_000);
    expect(start.grad).toBe(1);
    expect(order.length).toBe(2_000_001);
    expect(order[0]).toBe(end);
  });
});

describe('where local derivatives show', () => {
  const perceptron = (x: number, y: number, w: number, b: number) => {
    const leaves = { x: leaf(x), y: leaf(y), w: leaf(w), b: leaf(b) };
    const z = leaves.x.mul(leaves.w).add(leaves.b);
    return { ...leaves, z };
  };

  it('gives −4 and −4 in exercise 10', () => {
    const { y, w, b, z } = perceptron(1, 2, 0, 0);
    const loss = z.sub(y).square();
    loss.backward();
    expect([loss.data, w.grad, b.grad]).toEqual([4, -4, -4]);
  });

  it('gives −24 and −8 at (3, 6), w = 0.4, b = 0.8', () => {
    const { y, w, b, z } = perceptron(3, 6, 0.4, 0.8);
    const err = z.sub(y);
    const loss = err.square();
    loss.backward();
    expect(z.data).toBe(2);
    expect(err.data).toBe(-4);
    expect([loss.data, w.grad, b.grad]).toEqual([16, -24, -8]);
  });

  it.each([
    { w: 1, op: -2, sum: -2, notebook: -1 },
    { w: 0, op: 0, sum: -2, notebook: -2 },
    { w: -1, op: 0, sum: 0, notebook: -2 },
  ])('gives ∂L/∂w $op, $sum, $notebook for the three ReLUs at (1, 2), w = $w', (row) => {
    const slope = (relu: (z: Value) => Value) => {
      const { y, w, z } = perceptron(1, 2, row.w, 0);
      relu(z).sub(y).square().backward();
      // −0 and 0 are the same slope.
      return w.grad + 0;
    };
    expect(slope((z) => z.relu())).toBe(row.op);
    expect(slope((z) => z.add(z.abs()).div(2))).toBe(row.sum);
    expect(slope((z) => z.add(z.absNotebook()).div(2))).toBe(row.notebook);
  });

  it('leaves the loss of (3, 6) at 36 for ever at its critical rate 0.1', () => {
    const w = leaf(0);
    const b = leaf(0);
    const losses = new Set<number>();
    for (let step = 0; step < 50; step++) {
      const loss = leaf(3).mul(w).add(b).sub(6).square();
      w.grad = b.grad = 0;
      loss.backward();
      w.data -= 0.1 * w.grad;
      b.data -= 0.1 * b.grad;
      losses.add(Math.round(loss.data * 1e9) / 1e9);
    }
    expect([...losses]).toEqual([36]);
  });
});
