import { createBirpc } from 'birpc';
import * as v from 'valibot';
import { decodeFrame, encodeFrame } from './frame';
import { errorData, errorFrom, invalidValue, labError, LabError } from './errors';
import { type LabApi, labArguments, type LabMethod } from './lab-api';
import type { LabEvent } from './lab-events';

/** One end of a transport that carries frames as text, in order. */
export interface Channel {
  readonly post: (frame: string) => void;
  readonly subscribe: (receive: (frame: unknown) => void) => void;
}

interface Listener {
  event: (event: LabEvent) => void;
}

type Call = (...given: unknown[]) => Promise<unknown>;

/** The lab's end. Returns how to say an event. Nothing a peer sends can throw here or reach anything but LabApi's methods. */
export function serveLab(api: LabApi, channel: Channel): (event: LabEvent) => void {
  const table = guardedTable(api);
  const rpc = createBirpc<Listener, Record<string, Call>>(table, {
    ...endOf(channel),
    eventNames: ['event'],
    resolver: (name) => (Object.hasOwn(table, name) ? table[name] : unknownMethod(name)),
    // An answer that cannot be posted has nobody left to hear of it.
    onGeneralError: () => true,
  });
  // An event that cannot be posted, since the page is gone, is not missed; birpc would let its rejection go unhandled.
  return (event) => void rpc.event(event).catch(() => {});
}

export interface Connection {
  readonly api: LabApi;
  /** Rejects the calls that still wait for an answer. */
  readonly close: () => void;
}

/** The window's end: the same LabApi, over the channel. */
export function connectLab(channel: Channel, onEvent: (event: LabEvent) => void): Connection {
  const rpc = createBirpc<LabApi, Listener>(
    { event: onEvent },
    // Calls may take as long as they take; a closed channel rejects them.
    { ...endOf(channel), timeout: -1 },
  );
  const call = (method: LabMethod) => async (argument: unknown) => {
    try {
      return await (rpc.$call as (name: string, argument: unknown) => Promise<unknown>)(
        method,
        argument,
      );
    } catch (error) {
      throw callError(error);
    }
  };
  const methods = Object.keys(labArguments) as LabMethod[];
  return {
    api: Object.fromEntries(methods.map((method) => [method, call(method)])) as unknown as LabApi,
    close: () => rpc.$close(disconnected()),
  };
}

const disconnected = () => labError('disconnected', 'The connection to the lab is closed.');

/** The lab's own errors arrive as plain data; any other Error arose at this end: the channel is closed, or cannot post. */
function callError(error: unknown): LabError {
  if (error instanceof LabError) return error;
  return error instanceof Error ? disconnected() : errorFrom(error);
}

function endOf(channel: Channel) {
  return { post: channel.post, on: channel.subscribe, serialize: write, deserialize: read };
}

interface Message {
  readonly t: 'q' | 's';
  readonly i?: string | undefined;
}

/** An answer that cannot be said (its result is too large, say) becomes an answer that says so. */
function write(message: Message): string {
  try {
    return encodeFrame(message);
  } catch (error) {
    if (message.t !== 's') throw error;
    return encodeFrame({ t: 's', i: message.i, e: errorData(error) });
  }
}

/** A frame that is not understood is read as an answer to a call nobody made, which is ignored; the next good frame works. */
function read(frame: unknown): Message {
  try {
    const message = decodeFrame(frame);
    if (v.is(messageShape, message)) return message;
  } catch {
    // Refused: see below.
  }
  return { t: 's', i: '' };
}

const text = v.pipe(v.string(), v.maxLength(128));
const messageShape = v.union([
  v.strictObject({
    t: v.literal('q'),
    m: text,
    a: v.pipe(v.array(v.unknown()), v.maxLength(1)),
    i: v.optional(text),
  }),
  v.strictObject({
    t: v.literal('s'),
    i: text,
    r: v.optional(v.unknown()),
    e: v.optional(v.unknown()),
  }),
]);

/** The methods a peer can call, and nothing else: no inherited name can be reached in a table without a prototype. */
function guardedTable(api: LabApi): Record<string, Call> {
  const table = Object.create(null) as Record<string, Call>;
  for (const method of Object.keys(labArguments) as LabMethod[]) {
    table[method] = async (...given) => {
      try {
        const checked = v.safeParse(labArguments[method], given[0] ?? {}, { abortEarly: true });
        if (!checked.success) throw invalidValue(checked.issues[0]);
        return await (api[method] as Call)(checked.output);
      } catch (error) {
        // Plain data on purpose: the transport carries no Error objects.
        // eslint-disable-next-line @typescript-eslint/only-throw-error
        throw errorData(error);
      }
    };
  }
  return table;
}

function unknownMethod(name: string): Call {
  const accepted = Object.keys(labArguments).join(', ');
  const error = labError('unknown-method', `The lab has no method ${name}.`, name, { accepted });
  return () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    throw error.data;
  };
}
