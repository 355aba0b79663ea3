import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/engine/expression/parse';
import { buildPerceptron } from '../../../src/engine/perceptron';
import { type PerceptronRecipe } from '../../../src/contract/recipe';
import { Tape } from '../../../src/engine/tape';
import { type Value } from '../../../src/engine/value';

const values = (given: Record<string, number>) => new Map(Object.entries(given));
const build = (text: string, given: Record<string, number> = {}) =>
  parse(text).build(values(given));
/** Labels in the seminar's order backwards, each with its op. */
const described = (root: Value) =>
  root.backward().map((node) => `${node.label}:${node.op ?? 'leaf'}`);

describe("the seminar's expressions", () => {
  it('f(x) = 2x + 7', () => {
    const { root, nodes } = build('f = 2*x + 7', { x: 3 });
    expect(root.data).toBe(13);
    expect(root).toBe(nodes.get('f'));
    root.backward();
    expect(nodes.get('x')?.grad).toBe(2);
  });

  it('the loss (w*x + b - y)**2 and its gradients in exercise 10', () => {
    const { root, nodes } = build('(w*x + b - y)**2', { w: 0, x: 1, b: 0, y: 2 });
    expect(root.data).toBe(4);
    expect(described(root)).toEqual([
      'v4:square',
      'v3:subtract',
      'y:leaf',
      'v2:add',
      'b:leaf',
      'v1:multiply',
      'x:leaf',
      'w:leaf',
    ]);
    expect([nodes.get('w')?.grad, nodes.get('b')?.grad]).toEqual([-4, -4]);
  });

  it('the loss with ReLU', () => {
    const dead = build('(relu(w*x + b) - y)**2', { w: -1, x: 1, b: 0, y: 2 });
    dead.root.backward();
    expect([dead.root.data, dead.nodes.get('w')?.grad]).toEqual([4, 0]);
    const alive = build('(relu(w*x + b) - y)**2', { w: 0.4, x: 3, b: 0.8, y: 6 });
    alive.root.backward();
    expect(alive.nodes.get('w')?.grad).toBeCloseTo(-24, 12);
    expect(alive.nodes.get('b')?.grad).toBeCloseTo(-8, 12);
  });

  it('f = w*w + 3*w adds up what flows back to w', () => {
    const { root, nodes } = build('f = w*w + 3*w', { w: 2 });
    root.backward();
    expect([root.data, nodes.get('w')?.grad]).toEqual([10, 7]);
  });
});

describe('several lines', () => {
  const lines = { identity: 'ŷ = a + b', relu: 'z = a + b; ŷ = relu(z)' };

  it.each(['identity', 'relu'] as const)('are the %s perceptron in every bit', (activation) => {
    for (const [x, y, w, b] of [
      [1, 2, 0, 0],
      [3, 6, 0.4, 0.8],
      [-0.1, 1e-7, 1 / 3, -2 / 7],
      [1e200, 3, 1e200, 1],
    ] as const) {
      const model = buildPerceptron({ activation, initial: { w, b } } as PerceptronRecipe);
      const tape = new Tape(model.root);
      for (const { node, column } of model.data) {
        tape.data[tape.indexOf(node)] = [x, y][column] as number;
      }
      tape.forward();
      tape.backward();
      const text = `a = x*w\n${lines[activation]}\nerr = ŷ - y\nloss = err**2`;
      const order = build(text, { x, y, w, b }).root.backward().reverse();
      expect(order.map((node) => [node.label, node.op, node.data, node.grad])).toEqual(
        tape.nodes.map((node, i) => [node.label, node.op, tape.data[i], tape.grad[i]]),
      );
    }
  });

  it('may end in a name, in loss or in a bare value', () => {
    expect(parse('a = x*w\nb = a + c')).toMatchObject({
      free: ['x', 'w', 'c'],
      assigned: ['a', 'b'],
      result: 'b',
      hasLoss: false,
    });
    expect(parse('a = x;a + y')).toMatchObject({
      free: ['x', 'y'],
      assigned: ['a'],
      result: null,
      hasLoss: false,
    });
    expect(parse('loss = (x - y)**2')).toMatchObject({ result: 'loss', hasLoss: true });
  });

  it('have the loss as root wherever it stands', () => {
    const { root, nodes } = build('loss = x*x\nhalf = loss/2', { x: 3 });
    expect(root.data).toBe(9);
    expect(nodes.get('half')?.data).toBe(4.5);
    expect(build('loss + 1', { loss: 2 }).root.data).toBe(3);
  });

  it('end at line ends outside of parentheses only, and may be empty', () => {
    expect(build('\n\na = (x\n  + y)\r\n;; b = a*2;\n', { x: 1, y: 2 }).root.data).toBe(6);
    expect(parse('a = x\n+ b').assigned).toEqual(['a']);
    expect(build('a = x\n+ b', { x: 1, b: 5 }).root.data).toBe(5);
  });
});

describe('a graph', () => {
  it('has one leaf for a name and one for every number, and folds nothing', () => {
    const { root } = build('2*3 + x*2 + x', { x: 1 });
    expect(described(root).sort()).toEqual(
      [
        '2:leaf',
        '2:leaf',
        '3:leaf',
        'v1:multiply',
        'v2:multiply',
        'v3:add',
        'v4:add',
        'x:leaf',
      ].sort(),
    );
  });

  it('labels operations by evaluation order and passes over names in use', () => {
    const { nodes } = build('v1 = x*x + 1\nv1 - v3*x', { x: 1, v3: 2 });
    expect([...nodes.keys()]).toEqual(['x', 'v2', 'v1', 'v3', 'v4', 'v5']);
    for (const [label, node] of nodes) expect(node.label).toBe(label);
  });

  it('knows a repeated name as a second name of the same node', () => {
    const { root, nodes } = build('a = x\nb = a\nb*b', { x: 3 });
    expect(nodes.get('b')).toBe(nodes.get('x'));
    expect(nodes.get('x')?.label).toBe('x');
    expect(root.data).toBe(9);
    expect(build('a = 1.50', {}).root).toMatchObject({ label: 'a', data: 1.5, op: null });
  });

  it.each([
    ['x**2', 'square'],
    ['x**(2.0)', 'square'],
    ['x**+2', 'power'],
    ['x**3', 'power'],
    ['x**-2', 'power'],
    ['x**y', 'power'],
    ['x - y', 'subtract'],
    ['-x', 'negate'],
    ['-(3)', 'negate'],
    ['- -3', 'negate'],
    ['x/y', 'divide'],
    ['+x', null],
    ['-3', null],
    ['(-3)', null],
  ])('%s is %s', (text, op) => {
    expect(build(text, { x: 3, y: 2 }).root.op).toBe(op);
  });

  it('has negative constants, labelled with a true minus', () => {
    expect(build('-3')).toMatchObject({ root: { data: -3, label: '−3' } });
    expect(build('x**-2', { x: 2 }).root.data).toBe(0.25);
    const zero = build('-0').root;
    expect([Object.is(zero.data, 0), zero.label]).toEqual([true, '0']);
  });

  it('groups as Python does', () => {
    expect(build('2**3**2').root.data).toBe(512);
    expect(build('10 - 4 - 3').root.data).toBe(3);
    expect(build('16/4/2').root.data).toBe(2);
    expect(build('2 + 3*4').root.data).toBe(14);
    expect(build('-2*3').root.data).toBe(-6);
    expect(build('1 - -2').root.data).toBe(3);
  });

  it.each(['relu', 'tanh', 'sigmoid', 'exp', 'log', 'sqrt', 'abs'] as const)('has %s', (name) => {
    expect(build(`${name}(x)`, { x: 0.5 }).root.op).toBe(name);
  });

  it('is a new one with every build', () => {
    const expression = parse('x*w');
    const first = expression.build(values({ x: 1, w: 2 }));
    first.root.backward();
    const second = expression.build(values({ x: 3, w: 4, unused: 5 }));
    expect([first.root.data, second.root.data, second.nodes.get('x')?.grad]).toEqual([2, 12, 0]);
  });
});

describe('what may be typed', () => {
  it('includes typographic signs', () => {
    expect(build('3 × x · 2 − 1', { x: 2 }).root.data).toBe(11);
    expect(build('x·w−y', { x: 2, w: 5, y: 1 }).root.data).toBe(9);
  });

  it('includes numbers in every decimal form', () => {
    for (const text of ['12', '0.5', '.5', '5.', '1e3', '1E-3', '2.5e+10', '1e300', '0', '0.0'])
      expect(build(text).root).toMatchObject({ data: Number(text), label: text });
  });

  it('includes Greek and accented names, the same however they are encoded', () => {
    expect(parse('ŷ + y\u0302 + α + µ + μ + 𝛼 + x_1 + _a').free).toEqual([
      'ŷ',
      'α',
      'μ',
      'x_1',
      '_a',
    ]);
  });
});
