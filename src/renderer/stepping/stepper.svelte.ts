import {
  type GraphView,
  type MicroEvent,
  type Phase,
  type PhaseSpan,
} from '../../contract/explanation';
import { MAX_EVENTS } from '../../contract/lab-api';
import { type LoadedStep, type Moment, momentAfter, spanAt } from './moment';
import { samePlace } from './same-place';
import type { SteppedRun } from './stepped-run';

/** Events of a step that can be stepped through one by one; a larger step is taken as a whole. */
export const MOST_EVENTS = 6000;

/** After all of a step's events. */
const END = Number.POSITIVE_INFINITY;

/** Where the window looks: after `done` events of step `step`. */
export interface Place {
  readonly step: number;
  readonly done: number;
}

/**
 * Goes through a run calculation by calculation. A step up to the last committed one is looked at; the one after it is taken
 * when its last calculation is done. It only plays what the lab explained.
 */
export class Stepper {
  /** Null: the window shows where the run stands. */
  place = $state.raw<Place | null>(null);
  view = $state<GraphView>('compact');
  /** The node that backward starts from, by number in the view's graph; null: the loss. */
  from = $state<number | null>(null);
  /** The neuron that alone is gone through, by its unit's name; null: the whole graph. */
  scope = $state<string | null>(null);
  loaded = $state.raw<LoadedStep | null>(null);
  /** Gradients are asked for before they are told. */
  hiding = $state(false);
  /** The place whose gradient was told. */
  #told = $state.raw<Place | null>(null);
  /** Calculations a second while they play by themselves; null at rest. */
  playing = $state<number | null>(null);

  readonly moment: Moment | null = $derived(
    this.place && this.loaded ? momentAfter(this.loaded, this.place.done) : null,
  );
  /** The calculation that was done last. */
  readonly event: MicroEvent | null = $derived(
    this.place && this.loaded ? (this.loaded.events[this.place.done - 1] ?? null) : null,
  );
  /** The one that comes next. */
  readonly coming: MicroEvent | null = $derived(
    this.place && this.loaded ? (this.loaded.events[this.place.done] ?? null) : null,
  );
  /** The node whose gradient is asked for now; null: nothing is. */
  readonly secret: number | null = $derived(
    this.hiding && this.event?.kind === 'backward' && this.#told !== this.place
      ? this.event.to
      : null,
  );
  readonly span: PhaseSpan | null = $derived.by(() => {
    const index = (this.place?.done ?? 0) - 1;
    return this.loaded ? spanAt(this.loaded, index) : null;
  });

  /** The example that is gone through, from 1; null where the window shows where the run stands. */
  readonly sample: number | null = $derived.by(() => {
    const event = this.latest('example');
    return event?.kind === 'example' ? event.sample : null;
  });

  /** The example that is only looked at, from 1; null: the run itself is gone through. */
  readonly looking: number | null = $derived(
    this.place ? (this.loaded?.head.example ?? null) : null,
  );

  readonly #run: SteppedRun;
  /** Where a look began; null: where the run stood. */
  #before: Place | null = null;
  /** Counts how often it was told to leave: what was asked for before that is not done, or shown, any more. */
  #left = 0;
  /** What is asked for waits for what was asked for before. */
  #last: Promise<unknown> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(run: SteppedRun) {
    this.#run = run;
  }

  /** Whether the step that is looked at has not been taken yet. */
  get ahead(): boolean {
    return this.place !== null && this.place.step > this.#run.committed();
  }

  /** The last calculation of these kinds that was done in the step; null: none, or no step is gone through. */
  latest(...kinds: readonly MicroEvent['kind'][]): MicroEvent | null {
    if (!this.place || !this.loaded) return null;
    const done = this.loaded.events.slice(0, this.place.done);
    return done.findLast(({ kind }) => kinds.includes(kind)) ?? null;
  }

  /** One calculation; where a gradient is asked for, it is told first. */
  next(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.secret !== null) this.tell();
      else await this.#next();
    });
  }

  /** Tells the gradient that is asked for. */
  tell(): void {
    this.#told = this.place;
  }

  /** Back by one calculation. */
  back(): Promise<void> {
    return this.#inTurn(() => this.#back());
  }

  /** To the end of the phase that is under way, or of the next one. */
  finishPhase(): Promise<void> {
    return this.#inTurn(async () => {
      const { place, loaded } = this;
      if (!place || !loaded || place.done >= loaded.events.length) {
        await this.#next();
        if (!this.place) return;
      }
      const done = this.place?.done ?? 0;
      const span = this.loaded?.head.phases.find(({ first, count }) => done < first + count);
      if (span) await this.#to(span.first + span.count);
    });
  }

  /** To the end of the step that is under way, or of the next one. */
  step(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#stopLooking();
      const committed = this.#run.committed();
      const { place, loaded } = this;
      if (place && loaded && place.done < loaded.events.length)
        await this.#to(loaded.events.length);
      else if (place && place.step < committed) await this.#load(place.step + 1, END);
      else {
        this.#away();
        await this.#run.commit();
      }
    });
  }

  /** Back from an example that was looked at to where the look began. */
  stopLooking(): Promise<void> {
    return this.#inTurn(() => this.#stopLooking());
  }

  /** Looks at a step, after its last calculation. */
  go(step: number): Promise<void> {
    return this.#inTurn(async () => {
      await this.#load(step, END);
    });
  }

  /** Looks at the step where the run stands, or at its first one, unless a step is looked at already. */
  enter(): Promise<void> {
    return this.#inTurn(async () => {
      const committed = this.#run.committed();
      if (this.place) return;
      await this.#load(Math.max(1, committed), committed === 0 ? 0 : END);
    });
  }

  /** Looks at an example, where the run stands or at the step that is looked at; nothing is updated by it. */
  lookAt(example: number): Promise<void> {
    return this.#inTurn(async () => {
      const step = this.place?.step ?? this.#run.committed() + 1;
      this.stop();
      if (this.looking === null) this.#before = this.place;
      await this.#load(step, END, example);
    });
  }

  /** Looks again where the run stands. */
  leave(): void {
    this.#left += 1;
    this.#away();
  }

  #away(): void {
    this.stop();
    this.place = null;
    this.from = null;
    this.#before = null;
  }

  /** Changes the graph's view, or where backward starts, and keeps the place in the phase. */
  look(view: GraphView, from: number | null = null): Promise<void> {
    return this.#inTurn(async () => {
      const { event, place } = this;
      const before = this.loaded;
      this.view = view;
      this.from = from;
      const step = place?.step ?? Math.max(1, this.#run.committed());
      if (!place && view === 'compact' && from === null) return;
      const done = !place && this.#run.committed() > 0 ? END : 0;
      if (!(await this.#load(step, done, this.looking)) || !place || !this.loaded) return;
      const same = event && before ? samePlace(event, before, this.loaded, place.done) : place.done;
      this.place = { step, done: Math.min(same, this.loaded.events.length) };
    });
  }

  /**
   * Goes through one neuron alone from here on, or through the whole graph again: in the step that is looked at, or where the
   * run stands. A step that is under way begins again in a graph of other events.
   */
  focus(scope: string | null): Promise<void> {
    return this.#inTurn(async () => {
      if (scope === this.scope) return;
      const { place, scope: before } = this;
      this.stop();
      this.scope = scope;
      this.from = null;
      const committed = this.#run.committed();
      if (scope === null && place === null) return;
      try {
        const step = place?.step ?? Math.max(1, committed);
        await this.#load(step, step > committed ? 0 : END, this.looking);
      } catch (error) {
        // A whole graph may be too large to be gone through: then the run is shown where it stands.
        if (scope === null) this.#away();
        else this.scope = before;
        throw error;
      }
    });
  }

  /** Loads the step again, since what it depends on changed. */
  refresh(): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.place || !this.ahead) return;
      await this.#load(this.place.step, this.place.done, this.looking);
    });
  }

  /** Plays calculations by themselves; the topological order is left out. */
  play(perSecond: number): void {
    this.stop();
    this.playing = perSecond;
    const tick = async () => {
      if (this.coming?.kind === 'visit' && this.#phaseOf(this.place?.done ?? 0) === 'order') {
        await this.finishPhase();
      } else await this.next();
      if (this.playing === null) return;
      if (!this.#run.goesOn() && this.coming === null) this.stop();
      else this.#timer = setTimeout(() => void tick(), 1000 / this.playing);
    };
    void tick();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.playing = null;
  }

  #phaseOf(index: number): Phase | null {
    return this.loaded ? (spanAt(this.loaded, index)?.phase ?? null) : null;
  }

  async #next(): Promise<void> {
    const atEnd = () => !this.loaded || (this.place?.done ?? 0) >= this.loaded.events.length;
    if (this.looking !== null && atEnd()) await this.#stopLooking();
    const { place } = this;
    if (place && !atEnd()) {
      await this.#to(place.done + 1);
      return;
    }
    const committed = this.#run.committed();
    const step = (place?.step ?? committed) + 1;
    if (step > committed && !(this.#run.goesOn() || (place === null && !this.#run.trains())))
      return;
    this.from = null;
    if (await this.#load(step, 0)) await this.#to(1);
  }

  async #back(): Promise<void> {
    const { place } = this;
    const committed = this.#run.committed();
    if (!place) {
      if (committed === 0 || !(await this.#load(committed, END)) || !this.loaded) return;
      this.place = { step: committed, done: this.loaded.events.length - 1 };
    } else if (place.done > 1) this.place = { step: place.step, done: place.done - 1 };
    else if (this.looking !== null) await this.#stopLooking();
    else if (place.step > 1) await this.#load(place.step - 1, END);
    else this.#away();
  }

  async #stopLooking(): Promise<void> {
    if (this.looking === null) return;
    const before = this.#before;
    this.#before = null;
    if (before) await this.#load(before.step, before.done);
    else this.#away();
  }

  /** After `done` events; the step that is ahead is taken with its last one. */
  async #to(done: number): Promise<void> {
    const { place, loaded } = this;
    if (!place || !loaded) return;
    this.place = { step: place.step, done };
    const updates = loaded.head.phases.at(-1)?.phase === 'update';
    if (done === loaded.events.length && updates && this.ahead) await this.#run.commit();
  }

  /**
   * Looks at a step after `done` of its events, or at an example in its place.
   * @returns false when the stepper left meanwhile, and nothing was loaded
   */
  async #load(step: number, done: number, example: number | null = null): Promise<boolean> {
    const api = this.#run.api();
    if (!api) return false;
    const left = this.#left;
    const { view, from, scope } = this;
    const at = { step, view, from: scope === null ? from : null, example, scope };
    const [head, start] = await Promise.all([api.explain(at), api.graphAt({ ...at, events: 0 })]);
    const events: MicroEvent[] = [];
    const wanted = Math.min(head.events, MOST_EVENTS);
    while (events.length < wanted) {
      const first = events.length;
      events.push(...(await api.explainEvents({ ...at, first, count: MAX_EVENTS })));
    }
    if (left !== this.#left) return false;
    this.loaded = { head, events, start };
    this.place = { step, done: Math.min(done, events.length) };
    return true;
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const now = () => [this.#run.run(), this.#left].join();
    // What is asked for after a change of the controls is asked of the run that comes of it.
    const asked = this.#run.edited()?.then(now) ?? now();
    const turn = Promise.all([asked, this.#last]).then(async ([then]) => {
      // What was asked of a run that has ended since is not asked of the next one.
      if (then !== now()) return;
      try {
        await work();
      } catch (error) {
        this.stop();
        this.#run.refused(error);
      }
    });
    this.#last = turn;
    return turn;
  }
}
