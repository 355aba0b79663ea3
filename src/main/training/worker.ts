import { parentPort, workerData } from 'node:worker_threads';
import type { Change } from '../../contract/intervention';
import type { SeriesQuery } from '../../contract/series-stretch';
import { History } from '../../engine/history';
import { recordedStretch } from '../../engine/stretch';
import { COLUMN, Trainer } from '../../engine/trainer';
import { Control } from './control';
import { Pace } from './pace';
import type { FromTrainer, Rest, Standing, ToTrainer } from './messages';
import { documentHistory } from '../runs/document';
import { outcomeOf } from './outcome';
import { Trail } from './trail';
import { chartSeries, standingOf, stretchSeries, structureOf } from './report';

const PAUSED: Rest = { kind: 'paused' };

/** Milliseconds a chunk of steps should take: how long a change of the control words may go unseen. */
const CHUNK_MS = 5;
/** Milliseconds between two words about how far that is. */
const REPLAY_MS = 100;
/** Milliseconds between two snapshots, and between two of the curves. */
const FEW_NODES_MS = { snapshot: 1000 / 60, series: 1000 / 20 };
/** Of so many nodes no one reads the numbers one by one, but each costs the window time. */
const MANY_NODES = 100;
const MANY_NODES_MS = { snapshot: 1000 / 20, series: 1000 / 5 };

type Begin = Extract<ToTrainer, { kind: 'begin' }>;
type Body = FromTrainer extends infer M ? (M extends FromTrainer ? Omit<M, 'run'> : never) : never;

/** The training worker: runs the engine in chunks and tells the session at most 60 times a second where it stands. */
class TrainingWorker {
  readonly #control: Control;
  readonly #post: (message: FromTrainer) => void;
  #run = 0;
  #trainer: Trainer | null = null;
  #history = new History(0);
  #seen = 0;
  #trail = new Trail();
  /** Steps of the next chunk; of a run that begins one, since a step may take a thousand times as long as the last run's. */
  #chunk = 1;
  /** The trainer whose loop is under way; another run may begin while the loop waits for its next chunk. */
  #playing: Trainer | null = null;

  constructor(control: Control, post: (message: FromTrainer) => void) {
    this.#control = control;
    this.#post = post;
  }

  receive(message: ToTrainer): void {
    this.#control.beat();
    if (message.kind === 'begin') {
      void this.#begin(message);
      return;
    }
    const trainer = this.#trainer;
    if (!trainer) return;
    if (message.kind === 'look') this.#look(trainer);
    else if (message.kind === 'change') this.#change(trainer, message.change);
    else if (message.kind === 'record') this.#record(trainer);
    else if (message.kind === 'stretch') this.#stretch(trainer, message.query);
    else if (message.kind === 'step') this.#step(trainer);
    else if (this.#playing !== trainer) void this.#play(trainer);
  }

  /** A run that was begun while this one was trained again takes its place. */
  async #begin({ run, recipe, interventions, steps, diverged }: Begin): Promise<void> {
    this.#run = run;
    const fresh = new Trainer(recipe, interventions);
    this.#trainer = fresh;
    this.#chunk = 1;
    this.#trail = new Trail();
    this.#history = new History(fresh.row.length);
    this.#seen = -1;
    const last = diverged ? steps + 1 : steps;
    let due = performance.now() + REPLAY_MS;
    while (fresh.step < last && fresh.ended === null) {
      this.#control.beat();
      const before = performance.now();
      const count = Math.min(this.#chunk, last - fresh.step);
      this.#trail.mark(fresh, before);
      this.#advance(fresh, count);
      this.#fit(count, performance.now() - before);
      if (performance.now() < due) continue;
      due = performance.now() + REPLAY_MS;
      this.#say({ kind: 'replay', progress: fresh.step / last });
      await pause(0);
      if (this.#trainer !== fresh) return;
    }
    this.#say({
      kind: 'ready',
      structure: structureOf(fresh),
      rest: outcomeOf(fresh) ?? PAUSED,
      standing: this.#standing(fresh),
      series: chartSeries(this.#history, fresh, false),
      nearby: this.#trail.nearby(fresh),
    });
  }

  #record(trainer: Trainer): void {
    const { step, loss, committed, parameterNames: names } = trainer;
    const reached = { step, loss, parameters: committed.slice(), names };
    const outcome = outcomeOf(trainer);
    const history = documentHistory(this.#history, trainer);
    this.#say({ kind: 'record', record: { reached, outcome, history } });
  }

  #stretch(trainer: Trainer, { first, last, points }: SeriesQuery): void {
    const { fine, ...stretch } = recordedStretch(this.#history, first, last, points);
    this.#say({ kind: 'stretch', series: { ...stretchSeries(stretch, trainer), fine } });
  }

  #say(body: Body): void {
    this.#post({ ...body, run: this.#run });
  }

  /** Takes up what the control words say since the last look. */
  #look(trainer: Trainer): void {
    if (this.#control.sequence === this.#seen) return;
    const { sequence, learningRate } = this.#control.numbers();
    this.#seen = sequence;
    if (learningRate !== trainer.learningRate) {
      this.#change(trainer, { kind: 'learning-rate', value: learningRate });
    }
  }

  #change(trainer: Trainer, change: Change): void {
    if (trainer.ended !== null) return;
    this.#say({ kind: 'intervention', intervention: trainer.intervene(change) });
    if (this.#playing !== trainer) {
      this.#say({ kind: 'progress', standing: this.#standing(trainer), series: null });
    }
  }

  #step(trainer: Trainer): void {
    if (this.#playing === trainer) return;
    this.#look(trainer);
    this.#advance(trainer, 1);
    this.#rest(trainer);
  }

  #advance(trainer: Trainer, count: number): void {
    trainer.record(count, this.#history);
  }

  #standing(trainer: Trainer, stepsPerSecond: number | null = null): Standing {
    const testLoss = this.#history.latest(COLUMN.testLoss);
    return standingOf(trainer, Number.isNaN(testLoss) ? null : testLoss, stepsPerSecond);
  }

  #rest(trainer: Trainer): void {
    this.#say({
      kind: 'rest',
      rest: outcomeOf(trainer) ?? PAUSED,
      standing: this.#standing(trainer),
      series: chartSeries(this.#history, trainer, false),
      nearby: this.#trail.nearby(trainer),
    });
  }

  async #play(trainer: Trainer): Promise<void> {
    this.#playing = trainer;
    const pace = new Pace(performance.now());
    const every = trainer.tape.nodes.length < MANY_NODES ? FEW_NODES_MS : MANY_NODES_MS;
    let snapshotDue = 0;
    let shown = trainer.step;
    let seriesDue = 0;
    while (trainer === this.#trainer && trainer.ended === null && !this.#control.stopped) {
      this.#control.beat();
      this.#look(trainer);
      const { speed } = this.#control.numbers();
      const before = performance.now();
      const due = pace.due(before, speed, this.#chunk);
      if (due > 0) {
        this.#trail.mark(trainer, before);
        this.#advance(trainer, due);
        const now = performance.now();
        pace.took(due, now);
        this.#fit(due, now - before);
      }
      const now = performance.now();
      if (trainer.step !== shown && now >= snapshotDue) {
        shown = trainer.step;
        snapshotDue = now + every.snapshot;
        const withSeries = now >= seriesDue;
        if (withSeries) seriesDue = now + every.series;
        this.#say({
          kind: 'progress',
          standing: this.#standing(trainer, pace.stepsPerSecond),
          series: withSeries ? chartSeries(this.#history, trainer, true) : null,
        });
      }
      await pause(due > 0 ? 0 : pace.wait(performance.now(), speed));
    }
    if (this.#playing === trainer) this.#playing = null;
    if (trainer === this.#trainer) this.#rest(trainer);
  }

  /** Sizes the next chunk by how long this one took. */
  #fit(steps: number, ms: number): void {
    if (steps < this.#chunk) return;
    if (ms < CHUNK_MS / 2) this.#chunk *= 2;
    else if (ms > CHUNK_MS * 2) this.#chunk = Math.max(1, Math.floor(this.#chunk / 2));
  }
}

/** Lets messages in; 0 waits no longer than that takes. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    if (ms <= 0) setImmediate(resolve);
    else setTimeout(resolve, ms);
  });
}

const port = parentPort;
if (!port) throw new Error('The training worker was started outside a worker thread.');
const control = new Control((workerData as { control: SharedArrayBuffer }).control);
const worker = new TrainingWorker(control, (message) => port.postMessage(message));
port.on('message', (message: ToTrainer) => worker.receive(message));
