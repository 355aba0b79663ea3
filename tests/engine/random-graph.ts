import fc from 'fast-check';
import { opNames, ops } from '../../src/engine/ops';
import { Value } from '../../src/engine/value';

/** A graph to be built: leaves' data, then nodes of which each picks its operands among what stands before it. */
export interface GraphPlan {
  readonly leaves: readonly number[];
  readonly nodes: readonly { readonly op: number; readonly operands: readonly [number, number] }[];
}

/** Random graphs over every op of the table; operands repeat, and the same node may be both of them. */
export function graphPlan(): fc.Arbitrary<GraphPlan> {
  return fc.record({
    leaves: fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength: 1, maxLength: 5 }),
    nodes: fc.array(
      fc.record({ op: fc.nat(opNames.length - 1), operands: fc.tuple(fc.nat(), fc.nat()) }),
      { minLength: 1, maxLength: 40 },
    ),
  });
}

/** Builds the graph; its root is the last node. Operands are picked late, so that graphs get deep. */
export function plantGraph(plan: GraphPlan): { readonly root: Value; readonly all: Value[] } {
  const all = plan.leaves.map((data) => new Value(data));
  for (const { op: code, operands } of plan.nodes) {
    const pick = (n: number) => all[all.length - 1 - (n % Math.min(all.length, 6))] as Value;
    const op = ops[opNames[code]!];
    const picked = operands.slice(0, op.operands).map(pick);
    const data = op.forward(picked[0]?.data ?? 0, picked[1]?.data ?? 0);
    all.push(new Value(data, opNames[code], picked));
  }
  return { root: all.at(-1) as Value, all };
}
