import { fromBase64 } from '../../../contract/base64';
import type {
  Explanation,
  GraphMoment,
  MicroEvent,
  MoveDetail,
  Phase,
  Zeroed,
} from '../../../contract/explanation';
import { fill, type GraphNode } from '../../../contract/graph';

const titles: Readonly<Record<Phase, string>> = {
  forward: 'Forward',
  loss: 'Loss',
  order: 'Order',
  backward: 'Backward',
  update: 'Update',
};

const kept: Readonly<Record<Zeroed, string>> = {
  parameters: '',
  'every-node': ', every gradient zeroed',
  none: ', gradients not zeroed',
};

/** A step's events as lines of text, in order; numbers with all their digits. */
export class ExplanationText {
  readonly #head: Explanation;
  /** Each node's data as far as it is known. */
  readonly #data: Float64Array;
  readonly #map: string[] = [];

  /** @param start the graph before the first event */
  constructor(head: Explanation, start: GraphMoment) {
    this.#head = head;
    this.#data = fromBase64(start.data);
  }

  title(): string {
    const { step, epoch, batch, learningRate, zeroed, reused } = this.#head;
    const again = reused ? ', the same graph again' : '';
    return `Step ${step}, epoch ${epoch}: example ${batch.join(', ')}, lr = ${learningRate}${again}${kept[zeroed]}\n`;
  }

  /** @param index of the event among all */
  line(event: MicroEvent, index: number): string {
    const span = this.#head.phases.find(({ first }) => first === index);
    const title = span ? `\n${titles[span.phase]}\n` : '';
    return `${title}  ${this.#text(event)}\n`;
  }

  #node(index: number): GraphNode {
    return this.#head.graph[index] as GraphNode;
  }

  #name(index: number): string {
    return this.#node(index).name;
  }

  #gradient(index: number): string {
    return `∂${this.#name(this.#head.root)}/∂${this.#name(index)}`;
  }

  #text(event: MicroEvent): string {
    switch (event.kind) {
      case 'example':
        for (const { node, value } of event.leaves) this.#data[node] = value;
        return `example ${event.sample}: ${event.leaves
          .map(({ node, value }) => `${this.#name(node)} = ${value}`)
          .join(', ')}`;
      case 'forward':
        this.#data[event.node] = event.value;
        return this.#forward(event.node, event.value);
      case 'loss':
        return `${this.#name(event.node)} = ${event.value}`;
      case 'visit':
        return `visit ${this.#name(event.node)}`;
      case 'descend':
        return `${this.#name(event.node)} -> ${this.#name(event.to)}${event.seen ? ' (visited before)' : ''}`;
      case 'append':
        this.#map.push(this.#name(event.node));
        return `append ${this.#name(event.node)}: [${this.#map.join(', ')}]`;
      case 'seed':
        return `${this.#gradient(event.node)} = ${event.value}`;
      case 'backward':
        return this.#backward(event);
      case 'batch-loss':
        return `loss of ${event.of} examples = ${event.value}`;
      case 'update':
        return this.#update(event);
    }
  }

  #forward(index: number, value: number): string {
    const { name, op, operands } = this.#node(index);
    const text = this.#head.notation[op ?? '']?.formula.text ?? '';
    const symbols = fill(text, [name, ...operands.map((operand) => this.#name(operand))]);
    const numbers = operands.map((operand) => String(this.#data[operand]));
    return `${name} = ${symbols} = ${fill(text, [String(value), ...numbers])} = ${value}`;
  }

  #backward(event: Extract<MicroEvent, { kind: 'backward' }>): string {
    const { number, node, operand, to, upstream, local, contribution, before, sum } = event;
    const { name, op, operands } = this.#node(node);
    const text = this.#head.notation[op ?? '']?.slopes[operand]?.text ?? '';
    const symbols = fill(text, [name, ...operands.map((one) => this.#name(one))]);
    const slope = `∂${name}/∂${this.#name(to)} = ${symbols}${symbols.replace('−', '-') === String(local) ? '' : ` = ${local}`}`;
    const product = `${upstream} × ${signed(local)} = ${contribution}`;
    const added = before === 0 ? '' : `, added to ${before}`;
    const total = `${this.#gradient(to)} = ${sum}`;
    const chain = `${this.#gradient(node)} · ∂${name}/∂${this.#name(to)}`;
    return `${number}. ${name} -> ${this.#name(to)}: ${slope}; ${chain} = ${product}${added}; ${total}`;
  }

  #update(event: Extract<MicroEvent, { kind: 'update' }>): string {
    const { node, before, learningRate, gradient, after, move } = event;
    const name = this.#name(node);
    const factor = moved(move, gradient);
    return `${name} <- ${before} − ${learningRate} × ${factor} = ${after}`;
  }
}

/** What the learning rate multiplies. */
function moved(move: MoveDetail, gradient: number): string {
  switch (move.kind) {
    case 'sgd':
      return signed(gradient);
    case 'momentum':
      return `velocity ${signed(move.velocity)}`;
    case 'adam': {
      const { first, second, correction1, correction2 } = move;
      return `(${first} ÷ ${correction1}) ÷ (√${second} ÷ √${correction2} + 1e-8)`;
    }
  }
}

function signed(value: number): string {
  return value < 0 ? `(${value})` : String(value);
}
