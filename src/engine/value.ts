import { type OpName, ops } from './ops';
import { topologicalOrder } from './topology';

/**
 * A scalar in a computation graph: its data, its gradient ∂(the node backward() was called on)/∂(this node), and the
 * operands it was computed from.
 */
export class Value {
  grad = 0;

  constructor(
    public data: number,
    readonly op: OpName | null = null,
    readonly operands: readonly Value[] = [],
    public label = '',
  ) {}

  add(other: Value | number): Value {
    return add(this, other);
  }

  sub(other: Value | number): Value {
    return sub(this, other);
  }

  mul(other: Value | number): Value {
    return mul(this, other);
  }

  div(other: Value | number): Value {
    return div(this, other);
  }

  pow(exponent: Value | number): Value {
    return pow(this, exponent);
  }

  neg(): Value {
    return apply('negate', this);
  }

  square(): Value {
    return apply('square', this);
  }

  abs(): Value {
    return apply('abs', this);
  }

  /** abs as the seminar's notebook wrote it, without a backward rule. */
  absNotebook(): Value {
    return apply('absNotebook', this);
  }

  relu(): Value {
    return apply('relu', this);
  }

  tanh(): Value {
    return apply('tanh', this);
  }

  sigmoid(): Value {
    return apply('sigmoid', this);
  }

  exp(): Value {
    return apply('exp', this);
  }

  log(): Value {
    return apply('log', this);
  }

  sqrt(): Value {
    return apply('sqrt', this);
  }

  named(label: string): this {
    this.label = label;
    return this;
  }

  /**
   * Sets the gradient of this node to 1 and adds to every other node's gradient what flows back along each edge:
   * upstream × local derivative. Gradients are not zeroed first, as in the seminar.
   * @returns the nodes in the order in which they were gone through: this one first
   */
  backward(): Value[] {
    const order = topologicalOrder<Value>(this, (node) => node.operands).reverse();
    this.grad = 1;
    for (const node of order) {
      if (node.op === null) continue;
      const a = node.operands[0]?.data ?? 0;
      const b = node.operands[1]?.data ?? 0;
      ops[node.op].local.forEach((derivative, i) => {
        const operand = node.operands[i];
        if (operand) operand.grad += derivative(a, b, node.data) * node.grad;
      });
    }
    return order;
  }

  /** As the seminar prints a Value; operands are written out two levels deep, then as "…". */
  toString(): string {
    return write(this, 2);
  }
}

function write(node: Value, depth: number): string {
  const operands = node.operands.map((operand) => (depth > 0 ? write(operand, depth - 1) : '…'));
  // Python writes a tuple of one with a comma behind it.
  const children = operands.length === 1 ? `(${operands[0] ?? ''},)` : `(${operands.join(', ')})`;
  return `Value:${node.data}, Gradient: ${node.grad}, Children: ${children}`;
}

function valueOf(operand: Value | number): Value {
  return typeof operand === 'number' ? new Value(operand) : operand;
}

/** The node of an op over these operands; a number becomes a leaf. */
export function apply(op: OpName, ...given: (Value | number)[]): Value {
  const operands = given.map(valueOf);
  const data = ops[op].forward(operands[0]?.data ?? 0, operands[1]?.data ?? 0);
  return new Value(data, op, operands);
}

export function add(a: Value | number, b: Value | number): Value {
  return apply('add', a, b);
}

export function sub(a: Value | number, b: Value | number): Value {
  return apply('subtract', a, b);
}

export function mul(a: Value | number, b: Value | number): Value {
  return apply('multiply', a, b);
}

export function div(a: Value | number, b: Value | number): Value {
  return apply('divide', a, b);
}

export function pow(base: Value | number, exponent: Value | number): Value {
  return apply('power', base, exponent);
}
