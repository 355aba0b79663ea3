import type { Worker } from 'node:worker_threads';
import { labError, type LabError } from '../../contract/errors';
import { type Change, editedAtStart, withIntervention } from '../../contract/intervention';
import type { RateDiagnosis } from '../../contract/diagnosis';
import type { Outcome, SessionState } from '../../contract/lab-events';
import type { Recipe } from '../../contract/recipe';
import type { SeriesQuery } from '../../contract/series-stretch';
import type { RunSource } from '../../engine/replay';
import type { Clock } from '../clock';
import { Control } from './control';
import { type Failure, workerFailed } from './failure';
import type { FromTrainer, Recorded, RecordedSeries, Rest, ToTrainer } from './messages';
import { rateDiagnosis } from './rate';
import { atStart, type Beginning, type Run, type SessionListener } from './run';
import { TICK_MS, Watchdog } from './watchdog';

/** Starts a training worker that shares these control words. */
export type TrainingWorkerFactory = (control: SharedArrayBuffer) => Worker;

interface Waiting<Answer = void> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: LabError) => void;
}

/**
 * The training session: one run at a time, trained by a worker thread, as a state machine.
 *
 *   idle ──play──▶ running ──pause──▶ paused ──play──▶ running …      step: idle, paused → paused
 *   running, paused ──▶ finished (stop rule met) │ diverged (a number is not finite)
 *   any ──▶ failed (the worker threw, exited or hung);   any ──begin──▶ idle
 */
export class Session {
  state: SessionState = 'idle';
  outcome: Outcome | null = null;
  /** What Reset starts: the recipe with the latest learning rate. */
  controls: Recipe;
  speed = Number.POSITIVE_INFINITY;

  readonly #createWorker: TrainingWorkerFactory;
  readonly #listener: SessionListener;
  readonly #stopWatching: () => void;
  #worker: Worker | null = null;
  /** Of this worker: the silence of one that was given up is not the next one's. */
  #watchdog = new Watchdog();
  #control = new Control();
  #run: Run | null = null;
  #runs = 0;
  #begun: Pick<Run, 'recipe' | 'branchedFrom' | 'interventions'>;
  #ready: Waiting | null = null;
  #resting: Waiting[] = [];
  #recording: Waiting<Recorded>[] = [];
  #stretching: ((series: RecordedSeries | null) => void)[] = [];

  constructor(
    recipe: Recipe,
    createWorker: TrainingWorkerFactory,
    clock: Clock,
    listener: SessionListener,
  ) {
    this.controls = recipe;
    this.#begun = { recipe, branchedFrom: null, interventions: [] };
    this.#createWorker = createWorker;
    this.#listener = listener;
    this.#stopWatching = clock.every(TICK_MS, () => this.#watch());
  }

  /** @throws LabError wrong-state before the first run stands */
  get run(): Run {
    if (!this.#run) throw labError('wrong-state', 'No run has begun.');
    return this.#run;
  }

  /** What is known of the learning rate as it stands; null before the first run stands. */
  get rate(): RateDiagnosis | null {
    if (!this.#run) return null;
    const { recipe, structure } = this.#run;
    return rateDiagnosis(recipe, structure.examples, this.controls.learningRate);
  }

  /** A new run at step 0. @throws LabError worker-failed */
  begin(recipe: Recipe): Promise<void> {
    return this.#begin(recipe, atStart);
  }

  /**
   * A run that was kept, as it stood after `steps` updates, to the last bit.
   * @param diverged whether the next update is the one that failed
   * @throws LabError worker-failed; wrong-state when another run was begun meanwhile
   */
  open({ recipe, interventions }: RunSource, steps: number, diverged: boolean): Promise<void> {
    return this.#begin(recipe, { ...atStart, interventions, steps, diverged });
  }

  /** Leaves a run that is being trained again. @throws LabError worker-failed */
  async cancelOpening(): Promise<void> {
    if (this.#ready && this.#run) await this.begin(this.#run.recipe);
  }

  /** The run as its document states it. @throws LabError worker-failed */
  record(): Promise<Recorded> {
    const worker = this.#worker;
    if (!worker) return Promise.reject(workerFailed('exited', ''));
    // Half-way through being trained again it is no state of the run.
    if (this.#ready) return Promise.reject(labError('wrong-state', 'The run is being opened.'));
    return new Promise((resolve, reject) => {
      this.#recording.push({ resolve, reject });
      this.#tell(worker, { kind: 'record' });
    });
  }

  /** A stretch of the run out of what the worker recorded of it; null: there is no worker, or it is busy with another run. */
  recorded(query: SeriesQuery): Promise<RecordedSeries | null> {
    const worker = this.#worker;
    if (!worker || this.#ready) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.#stretching.push(resolve);
      this.#tell(worker, { kind: 'stretch', query });
    });
  }

  /**
   * A new run that stands where this one stood after `step` updates, to the last bit: recipe and changes up to there are the
   * same. @throws LabError invalid-value when this run has not come so far; worker-failed
   */
  branch(step: number): Promise<void> {
    const { number, recipe, interventions, standing } = this.run;
    if (step > standing.step) {
      const accepted = `1 … ${standing.step}`;
      throw labError('invalid-value', `step is ${step}; accepted: ${accepted}.`, 'step', {
        accepted,
        received: String(step),
      });
    }
    const kept = interventions.filter((one) => one.step <= step);
    const branchedFrom = { run: number, step };
    return this.#begin(recipe, { ...atStart, branchedFrom, interventions: kept, steps: step });
  }

  async #begin(recipe: Recipe, beginning: Beginning): Promise<void> {
    const { branchedFrom, interventions, steps, diverged } = beginning;
    const another = labError('wrong-state', 'Another run was begun.');
    this.#ready?.reject(another);
    for (const waiting of this.#recording.splice(0)) waiting.reject(another);
    for (const answer of this.#stretching.splice(0)) answer(null);
    const learningRate = interventions.reduce(
      (rate, { change }) => (change.kind === 'learning-rate' ? change.value : rate),
      recipe.learningRate,
    );
    this.controls = { ...recipe, learningRate };
    this.#begun = { recipe, branchedFrom, interventions };
    this.#runs += 1;
    this.#control.setStopped(true);
    const worker = this.#worker ?? this.#start();
    this.#control.setNumbers(learningRate, this.speed);
    const ready = new Promise<void>((resolve, reject) => (this.#ready = { resolve, reject }));
    const run = this.#runs;
    this.#tell(worker, { kind: 'begin', run, recipe, interventions, steps, diverged });
    await ready;
  }

  /** @throws LabError wrong-state when the run is over */
  async play(): Promise<void> {
    if (this.state === 'running' && this.#control.stopped) await this.#rest();
    if (this.state === 'running') return;
    const worker = this.#usable('Play');
    this.#control.setStopped(false);
    this.#enter('running');
    this.#tell(worker, { kind: 'play' });
  }

  /** Resolves when the worker stands still. */
  async pause(): Promise<void> {
    if (this.state !== 'running') return;
    this.#control.setStopped(true);
    await this.#rest();
  }

  /** One update. @throws LabError wrong-state while training and when the run is over */
  async step(): Promise<void> {
    if (this.state === 'running') {
      throw labError('wrong-state', 'Step works at rest: press Pause first.', 'step');
    }
    const worker = this.#usable('Step');
    const rest = this.#rest();
    this.#tell(worker, { kind: 'step' });
    await rest;
  }

  /** @throws LabError invalid-value when the model has no such parameter */
  async change(change: Change): Promise<void> {
    if (change.kind === 'parameter') this.#checkName(change.name);
    if (change.kind === 'learning-rate') {
      this.controls = { ...this.controls, learningRate: change.value };
    }
    const next = this.state === 'idle' ? editedAtStart(this.controls, change) : null;
    if (next) {
      // What the recipe cannot state must be said again to the run that begins.
      const kept = this.run.interventions.map((intervention) => intervention.change);
      await this.begin(next);
      for (const one of kept) await this.change(one);
      return;
    }
    const worker = this.#worker;
    if (worker && (this.state === 'idle' || this.state === 'running' || this.state === 'paused')) {
      if (change.kind === 'learning-rate') {
        this.#control.setNumbers(change.value, this.speed);
        this.#tell(worker, { kind: 'look' });
      } else this.#tell(worker, { kind: 'change', change });
    }
    this.#listener.changed();
  }

  setSpeed(stepsPerSecond: number): void {
    this.speed = stepsPerSecond;
    this.#control.setNumbers(this.controls.learningRate, stepsPerSecond);
  }

  async close(): Promise<void> {
    this.#stopWatching();
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  #rest(): Promise<void> {
    return new Promise((resolve, reject) => this.#resting.push({ resolve, reject }));
  }

  #checkName(name: string): void {
    const { parameterNames } = this.run.structure;
    if (parameterNames.includes(name)) return;
    const accepted = `a parameter of this model: ${parameterNames.slice(0, 20).join(', ')}`;
    const message = `change.name is ${JSON.stringify(name)}; accepted: ${accepted}.`;
    throw labError('invalid-value', message, 'change.name', { accepted, received: name });
  }

  #usable(what: string): Worker {
    if (!this.run.structure.trains) {
      throw labError('no-loss', `${what} needs a loss: assign one in a line "loss = …".`, what);
    }
    if (this.#worker && (this.state === 'idle' || this.state === 'paused')) return this.#worker;
    throw labError('wrong-state', `${what} needs a run that can go on: press Reset first.`, what);
  }

  #enter(state: SessionState, outcome: Outcome | null = null): void {
    this.state = state;
    this.outcome = outcome;
    this.#listener.changed();
  }

  #start(): Worker {
    this.#control = new Control();
    this.#control.setStopped(true);
    this.#watchdog = new Watchdog();
    const worker = this.#createWorker(this.#control.buffer);
    this.#worker = worker;
    const current = (act: () => void) => {
      if (this.#worker === worker) act();
    };
    worker.on('message', (message: FromTrainer) => current(() => this.#hear(message)));
    worker.on('error', (error: Error & { code?: string }) =>
      current(() => {
        const full = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        this.#fail(full ? 'out-of-memory' : 'threw', full ? '' : error.message);
      }),
    );
    worker.on('messageerror', (error) => current(() => this.#fail('threw', error.message)));
    worker.on('exit', (code) => current(() => this.#fail('exited', String(code))));
    return worker;
  }

  #tell(worker: Worker, message: ToTrainer): void {
    worker.postMessage(message);
  }

  #hear(message: FromTrainer): void {
    if (message.run !== this.#runs) return;
    if (message.kind === 'ready') {
      const { run: number, structure, standing, series, nearby } = message;
      this.#run = { number, ...this.#begun, structure, standing, series, nearby };
      this.state = standing.step > 0 ? 'paused' : 'idle';
      this.outcome = null;
      if (message.rest.kind !== 'paused') {
        this.state = message.rest.kind === 'diverged' ? 'diverged' : 'finished';
        this.outcome = message.rest;
      }
      this.#listener.began();
      const ready = this.#ready;
      this.#ready = null;
      ready?.resolve();
      return;
    }
    if (message.kind === 'replay') {
      this.#listener.replayed(message.progress);
      return;
    }
    if (message.kind === 'record') {
      this.#recording.shift()?.resolve(message.record);
      return;
    }
    if (message.kind === 'stretch') {
      this.#stretching.shift()?.(message.series);
      return;
    }
    const run = this.run;
    if (message.kind === 'intervention') {
      const interventions = withIntervention(run.interventions, message.intervention);
      this.#run = { ...run, interventions };
      this.#listener.intervened(message.intervention);
      return;
    }
    const { standing } = message;
    const nearby = message.kind === 'rest' ? message.nearby : run.nearby;
    this.#run = { ...run, standing, series: message.series ?? run.series, nearby };
    this.#listener.progressed(standing, message.series);
    if (message.kind === 'rest') {
      this.#come(message.rest);
      for (const waiting of this.#resting.splice(0)) waiting.resolve();
    }
  }

  #come(rest: Rest): void {
    if (rest.kind === 'paused') this.#enter('paused');
    else if (rest.kind === 'diverged') this.#enter('diverged', rest);
    else this.#enter('finished', rest);
  }

  #watch(): void {
    const asked = this.#resting.length + this.#recording.length + this.#stretching.length;
    const waiting = this.#ready !== null || asked > 0;
    const expected = this.state === 'running' || waiting;
    if (this.#watchdog.tick(expected && this.#worker !== null, this.#control.beats)) {
      this.#fail('hung', '');
    }
  }

  /** The worker is gone or given up; the run keeps what was last heard of it. */
  #fail(reason: Failure, detail: string): void {
    const worker = this.#worker;
    this.#worker = null;
    void worker?.terminate();
    const error = workerFailed(reason, detail);
    this.#enter('failed', { kind: 'failed', error: error.data });
    const ready = this.#ready;
    this.#ready = null;
    ready?.reject(error);
    for (const waiting of this.#resting.splice(0)) waiting.reject(error);
    for (const waiting of this.#recording.splice(0)) waiting.reject(error);
    for (const answer of this.#stretching.splice(0)) answer(null);
  }
}
