import { describe, expect, it } from 'vitest';
import type { Recipe } from '../../../../src/contract/recipe';
import { describeGraph } from '../../../../src/engine/describe';
import { Trainer } from '../../../../src/engine/trainer';
import { placed } from '../../../../src/main/runs/worksheet/layout';
import { paged } from '../../../../src/main/runs/worksheet/pages';
import { everyModel, expression, mlp } from '../../../engine/model-recipes';

const card = { width: 100, height: 60, label: 16 };

function laidOut(recipe: Recipe) {
  const { model, tape } = new Trainer(recipe);
  const graph = describeGraph(model, tape);
  return { graph, ...placed(graph, card) };
}

/** A chain of as many operations. */
const chain = (length: number) =>
  expression({
    text: ['a0 = w1', ...Array.from({ length }, (_, i) => `a${i + 1} = tanh(a${i})`)].join('\n'),
  });

describe('a graph on paper', () => {
  it('goes from left to right, and no two cards meet', () => {
    for (const recipe of everyModel) {
      const { graph, nodes } = laidOut(recipe);
      graph.forEach(({ operands }, node) => {
        for (const operand of operands) {
          expect((nodes[node]?.x ?? 0) - (nodes[operand]?.x ?? 0)).toBeGreaterThan(card.width);
        }
      });
      nodes.forEach((a, i) => {
        const meets = nodes
          .slice(i + 1)
          .some((b) => Math.abs(a.x - b.x) < card.width && Math.abs(a.y - b.y) < card.height);
        expect(meets).toBe(false);
      });
    }
  });

  it('has each edge once, from card to card, also the two of w·w', () => {
    const { graph, nodes, edges } = laidOut(expression({ text: 'f = w1*w1' }));
    expect(edges.map(({ node, operand }) => [graph[node]?.name, operand])).toEqual([
      ['f', 0],
      ['f', 1],
    ]);
    for (const { node, points } of edges) {
      expect(points[0]?.x).toBe((nodes[0]?.x ?? 0) + card.width / 2);
      expect(points.at(-1)?.x).toBe((nodes[node]?.x ?? 0) - card.width / 2);
    }
    expect(edges[0]?.label).not.toEqual(edges[1]?.label);
  });
});

describe('pages', () => {
  it('stand where the graph fits, lie where it is wide, and are several where it is long', () => {
    const of = (recipe: Recipe) => paged(laidOut(recipe), card.width);
    expect(of(chain(3))).toMatchObject({ lying: false, scale: 1 });
    expect(of(chain(3)).strips).toHaveLength(1);
    expect(of(chain(7))).toMatchObject({ lying: true });
    expect(of(chain(7)).strips).toHaveLength(1);
    expect(of(chain(40)).strips.length).toBeGreaterThan(3);
    expect(of(chain(40)).scale).toBeGreaterThanOrEqual(0.74);
  });

  it('together show every card once, and every space between two of them', () => {
    for (const recipe of [chain(40), mlp()]) {
      const layout = laidOut(recipe);
      const { strips } = paged(layout, card.width);
      for (const { x } of layout.nodes) {
        const on = strips.filter(
          ({ left, right }) => left <= x - card.width / 2 && x + card.width / 2 <= right,
        );
        expect(on).toHaveLength(1);
      }
      strips.slice(1).forEach(({ left }, i) => expect(strips[i]?.right).toBeGreaterThan(left));
      expect([strips[0]?.left, strips.at(-1)?.right]).toEqual([0, layout.width]);
    }
  });
});
