import type { Explanation, MicroEvent } from '../../contract/explanation';
import { fill, type GraphNode } from '../../contract/graph';
import { seminarNames } from '../../contract/seminar-names';

/** A line of the script, and which calculations it does. */
export interface CodeLine {
  readonly text: string;
  readonly comment: boolean;
}

export interface Script {
  readonly lines: readonly CodeLine[];
  /** The line that does a calculation, or −1. */
  readonly lineOf: (event: MicroEvent) => number;
}

const KEYWORDS = new Set(['lambda', 'in', 'is', 'if', 'or', 'and', 'not']);

/** A name as Python accepts it. */
export function pythonName(name: string): string {
  const known = seminarNames[name];
  if (known !== undefined) return known;
  if (name.startsWith('−')) return `neg_${pythonName(name.slice(1))}`;
  if (/^[0-9]/.test(name)) return `c_${name.replaceAll(/[^0-9A-Za-z]/g, '_')}`;
  return KEYWORDS.has(name) ? `${name}_` : name;
}

/**
 * What a student of the seminar would write for this step, with the backward rules written out where the class would call
 * them: values forward, the map, the gradients edge by edge, the update.
 * @param values each node's data once the example was computed
 * @param arrived the gradient that backward begins with: of a neuron alone, what those behind it sent
 * @param kept each node's gradient before the step, NaN where it has none: a graph that is used again has both from before
 */
export function scriptOf(
  head: Explanation,
  values: Float64Array,
  kept: Float64Array,
  arrived: number,
): Script {
  const { graph, notation, root } = head;
  const lines: CodeLine[] = [];
  const places = new Map<string, number>();
  const add = (text: string, key?: string) => {
    if (key !== undefined) places.set(key, lines.length);
    lines.push({ text, comment: text.trimStart().startsWith('#') });
  };
  const name = (index: number) => pythonName(graph[index]?.name ?? '');
  const node = (index: number) => graph[index] as GraphNode;

  add('# values');
  graph.forEach((one, i) => {
    if (one.op !== null || one.role === 'constant') return;
    add(
      `${name(i)} = Value(${number(values[i] ?? NaN)})`,
      one.role === 'data' ? 'example' : `leaf ${i}`,
    );
  });
  add('');
  add(head.reused ? '# forward: in the first step, never again' : '# forward');
  graph.forEach((one, i) => {
    if (one.op === null) return;
    const written = (operand: number) =>
      node(operand).role === 'constant' ? number(values[operand] ?? NaN) : name(operand);
    const formula = notation[one.op]?.formula.python ?? '';
    add(`${name(i)} = ${fill(formula, [name(i), ...one.operands.map(written)])}`, `forward ${i}`);
  });
  if (head.reused) {
    add('');
    add('# what the nodes of that step hold by now');
    graph.forEach((one, i) => {
      const grad = kept[i] ?? NaN;
      const had = one.op === null ? [] : [`${name(i)}.data = ${number(values[i] ?? NaN)}`];
      const has = Number.isNaN(grad) ? [] : [`${name(i)}.grad = ${number(grad)}`];
      if (one.role !== 'constant' && had.length + has.length > 0) add([...had, ...has].join('; '));
    });
  }
  add('');
  add('# the topological map');
  add('def build_graph(node):');
  add('    if node not in visited:');
  add('        visited.add(node)', 'visit');
  add('        for child in node._children:');
  add('            build_graph(child)', 'descend');
  add('        graph_map.append(node)', 'append');
  add(`build_graph(${name(root)})`);
  add('');
  add('# backward: each _backward() in the reverse order of the map');
  const trained = graph.flatMap((one, i) => (one.role === 'parameter' ? [i] : []));
  if (head.zeroed === 'none') add('# the gradients are not zeroed');
  else if (head.zeroed === 'every-node') add('for node in graph_map: node.grad = 0');
  else add(trained.map((i) => `${name(i)}.grad = 0`).join('; '));
  add(`${name(root)}.grad = ${head.scope === null ? '1' : number(arrived)}`, 'seed');
  for (let i = graph.length - 1; i >= 0; i--) {
    const one = node(i);
    const slopes = one.op === null ? [] : (notation[one.op]?.slopes ?? []);
    slopes.forEach((slope, operand) => {
      const to = one.operands[operand] ?? 0;
      const data = (index: number) =>
        node(index).role === 'constant' ? number(values[index] ?? NaN) : `${name(index)}.data`;
      const parts = [data(i), ...one.operands.map(data)];
      const rule = fill(slope.python, parts);
      const target = node(to).role === 'constant' ? pythonName(node(to).name) : name(to);
      add(`${target}.grad += ${group(rule)} * ${name(i)}.grad`, `edge ${i} ${operand}`);
    });
  }
  if (trained.length > 0 && head.phases.some(({ phase }) => phase === 'update')) {
    add('');
    add('# gradient descent');
    add(`lr = ${number(head.learningRate)}`);
    for (const i of trained) add(`${name(i)}.data -= lr * ${name(i)}.grad`, `update ${i}`);
  }
  const keyOf = (event: MicroEvent): string => {
    switch (event.kind) {
      case 'forward':
        return `forward ${event.node}`;
      case 'loss':
        return `forward ${event.node}`;
      case 'backward':
        return `edge ${event.node} ${event.operand}`;
      case 'update':
        return `update ${event.node}`;
      default:
        return event.kind;
    }
  };
  return { lines, lineOf: (event) => places.get(keyOf(event)) ?? -1 };
}

function group(rule: string): string {
  return / [-+*/] | if /.test(rule) && !/^\(.*\)$/.test(rule) ? `(${rule})` : rule;
}

function number(value: number): string {
  return String(value);
}
