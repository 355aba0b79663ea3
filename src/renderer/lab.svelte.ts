import { fromBase64 } from '../contract/base64';
import { errorFrom } from '../contract/errors';
import type { CheckedLeaf } from '../contract/explanation';
import type { Change } from '../contract/intervention';
import type { LabApi, ReadExpression } from '../contract/lab-api';
import { type LabEvent, type LabView, type Series, type Snapshot } from '../contract/lab-events';
import {
  exercise10,
  expressionRecipe,
  karpathyRecipe,
  type ModelKind,
  type Recipe,
} from '../contract/recipe';
import type { ErrorData } from '../contract/errors';
import type { Connect, Disconnection } from './connection/connect';
import { Edits } from './edits';
import { ExportState } from './exports.svelte';
import { leaveTurn, showInTurn } from './frame-turns';
import type { NodeNumbers } from './graph/node-numbers';
import { Jobs } from './jobs';
import {
  changedBy,
  columnsOf,
  isOver,
  sameNetwork,
  type SeriesColumns,
  withChange,
} from './lab-view';
import { shownStep } from './stepping/shown-step';
import type { PlaySpeed } from './stepping/speeds';
import { isGuest } from '../contract/library';
import { forgetChoices } from './kept-choices';
import { ChartState } from './charts/chart-state.svelte';
import { NetworkState } from './network/network.svelte';
import { RunsState } from './library/runs.svelte';
import { Stepper } from './stepping/stepper.svelte';
import { SurfaceState } from './surfaces/surfaces.svelte';
import { SweepState } from './sweep/sweep.svelte';

/** The dataset's numbers, column after column. */
export type ExampleColumns = readonly Float64Array[];

/**
 * The window's one state: what the lab said last, and how to ask it for something. It computes nothing; it holds the
 * lab's newest numbers until the next frame of the screen.
 */
export class LabState {
  view = $state.raw<LabView | null>(null);
  lost = $state<Disconnection | null>(null);
  /** The last call that was refused. */
  error = $state.raw<ErrorData | null>(null);

  readonly numbers: NodeNumbers = $derived.by(() => {
    const { data = null, grad = null } = this.view?.snapshot ?? {};
    return {
      data: fromBase64(data ?? ''),
      grad: grad === null ? null : fromBase64(grad),
      reached: null,
    };
  });
  // The view is another one with every snapshot: what stays in it is not read anew.
  readonly #seriesSaid = $derived(this.view?.series);
  readonly series: SeriesColumns = $derived(columnsOf(this.#seriesSaid));
  readonly #examplesSaid = $derived(this.view?.examples);
  readonly examples: ExampleColumns = $derived.by(() => {
    const { names = [], count = 0, columns = '' } = this.#examplesSaid ?? {};
    const all = fromBase64(columns);
    return names.map((_, i) => all.subarray(i * count, (i + 1) * count));
  });

  /** What each model was last set to in this window. */
  readonly latest: Record<ModelKind, Recipe> = {
    perceptron: exercise10,
    mlp: karpathyRecipe,
    expression: expressionRecipe,
  };
  /** Central differences beside the gradients of the step that is looked at. */
  checks = $state.raw<readonly CheckedLeaf[] | null>(null);
  /** How far a replay is on its way; null when none is. */
  replay = $state<number | null>(null);
  /** How far a run that is opened has been trained again; null when none is. */
  opening = $state<number | null>(null);
  readonly stepper = new Stepper({
    api: () => this.#api,
    run: () => this.view?.run ?? 0,
    committed: () => this.view?.snapshot.step ?? 0,
    goesOn: () => this.view !== null && this.view.trains && !isOver(this.view.state),
    trains: () => this.view?.trains ?? false,
    edited: () => this.#edits.pending,
    commit: () => this.step(),
    refused: (error) => this.#refuse(error),
  });
  readonly #jobs = new Jobs();
  readonly sweep = new SweepState({
    api: () => this.#api,
    jobs: this.#jobs,
    refused: (error) => this.#refuse(error),
  });
  readonly exports = new ExportState({
    ask: (call) => this.#ask(call),
    jobs: this.#jobs,
    shown: () => shownStep(this.stepper, this.view?.snapshot.step ?? 0),
  });
  readonly network = new NetworkState(() => this.#api);
  readonly surfaces = new SurfaceState(() => this.#api);
  readonly charts = new ChartState(() => this.#api);
  readonly runs = new RunsState({ view: () => this.view, ask: (call) => this.#ask(call) });

  #checked = '';
  /** Calculations a second, where Play plays these. */
  #calculations = $state.raw<PlaySpeed | null>(null);
  #api: LabApi | null = null;
  #snapshot: Snapshot | null = null;
  #series: Series | null = null;
  #change: Change | null = null;
  #changing = false;
  /** Until they are answered, the window's own controls count. */
  readonly #edits = new Edits();

  async open(connect: Connect): Promise<void> {
    const connection = await connect(
      (event) => this.#hear(event),
      (why) => (this.lost = why),
    );
    if (!connection) return;
    this.#api = connection.api;
    await this.#ask(async (api) => {
      this.view = await api.view({});
      if (isGuest(this.view.library.storage)) forgetChoices();
    });
  }

  setRecipe(recipe: Recipe): Promise<void> {
    return this.#edit(recipe, (api) => api.setRecipe({ recipe }));
  }

  /** A slider says more values than the lab can answer in time: of those that wait only the last is asked for. */
  async change(change: Change): Promise<void> {
    this.#change = change;
    if (this.#changing) return;
    this.#changing = true;
    for (let next = this.#takeChange(); next; next = this.#takeChange()) {
      const change = next;
      const controls = this.view && withChange(this.view, change);
      await this.#edit(controls, (api) => api.change({ change }));
    }
    this.#changing = false;
  }

  /** An expression's names. @throws LabError invalid-value with the place in the text */
  async readExpression(text: string): Promise<ReadExpression | null> {
    return this.#api ? this.#api.readExpression({ text }) : null;
  }

  async play(): Promise<void> {
    this.stepper.stop();
    await this.#ask(async (api) => {
      await api.play({});
      // Not before: at rest the code would ask for the step again that was left.
      this.stepper.leave();
    });
  }

  async pause(): Promise<void> {
    await this.#ask((api) => api.pause({}));
  }

  async step(): Promise<void> {
    await this.#ask((api) => api.step({}));
  }

  async reset(): Promise<void> {
    await this.#ask((api) => api.reset({}));
  }

  /** At low speed Play plays calculations, which only this window does. */
  get speed(): PlaySpeed {
    return this.#calculations ?? { of: 'steps', perSecond: this.view?.speed ?? Infinity };
  }

  async chooseSpeed(speed: PlaySpeed): Promise<void> {
    const playing = this.stepper.playing !== null;
    const training = this.view?.state === 'running';
    if (speed.of === 'calculations') {
      this.#calculations = speed;
      if (training) await this.pause();
      if (training || playing) this.stepper.play(speed.perSecond);
      return;
    }
    this.#calculations = null;
    await this.#ask((api) => api.setSpeed({ stepsPerSecond: speed.perSecond }));
    if (playing) await this.play();
  }

  async playOrPause(): Promise<void> {
    if (this.stepper.playing !== null) this.stepper.stop();
    else if (this.view?.state === 'running') await this.pause();
    else if (this.#calculations) this.stepper.play(this.#calculations.perSecond);
    else await this.play();
  }

  /** Asks for the finite-difference check of the step that is shown, once. */
  wantChecks(): void {
    const step = this.stepper.place?.step ?? this.view?.snapshot.step ?? 0;
    const { view: graphView, looking: example } = this.stepper;
    const key = [this.view?.run, Math.max(1, step), graphView, example].join(' ');
    if (key === this.#checked || this.view?.state === 'running') return;
    this.#checked = key;
    this.checks = null;
    const asked = { step: Math.max(1, step), view: graphView, example };
    void this.#api?.checkGradients(asked).then(
      (checks) => {
        if (this.#checked === key) this.checks = checks;
      },
      () => (this.checks = null),
    );
  }

  /** One neuron alone is gone through, or the whole network again; null. While the run trains it is only shown. */
  async openNeuron(unit: string | null): Promise<void> {
    if (this.view?.state === 'running') this.stepper.scope = unit;
    else await this.stepper.focus(unit);
  }

  /** A new run that goes on from step `step` of this one. */
  async branch(step: number): Promise<void> {
    await this.#ask((api) => api.branch({ step }));
  }

  /** Parameters stand at these values: of the run at step 0, or of a new one that begins there. */
  async startFrom(
    values: readonly { readonly name: string; readonly value: number }[],
  ): Promise<void> {
    if (this.view && this.view.state !== 'idle') await this.reset();
    for (const { name, value } of values) await this.change({ kind: 'parameter', name, value });
  }

  /** A new run of this recipe, trained to its end as fast as possible. */
  async trainRecipe(recipe: Recipe): Promise<void> {
    const { controls } = this.view ?? { controls: recipe };
    this.latest[controls.model] = controls;
    await this.setRecipe(recipe);
    if (this.error) return;
    await this.chooseSpeed({ of: 'steps', perSecond: Infinity });
    await this.play();
  }

  dismiss(): void {
    this.error = null;
    this.exports.job = null;
  }

  #takeChange(): Change | null {
    const change = this.#change;
    this.#change = null;
    return change;
  }

  /**
   * Asks for a change of the controls, which shows at once: a second edit must build on the first, not on what the lab said
   * before it heard of it.
   */
  async #edit(controls: Recipe | null, call: (api: LabApi) => Promise<unknown>): Promise<void> {
    if (!this.#api) return;
    if (this.view && controls) this.view = { ...this.view, controls };
    await this.#ask(async (api) => {
      try {
        await this.#edits.during(() => call(api));
      } catch (error) {
        this.view = await api.view({});
        throw error;
      }
    });
  }

  /** @returns null when it was refused, which is shown */
  async #ask<Answer>(call: (api: LabApi) => Promise<Answer>): Promise<Answer | null> {
    if (!this.#api) return null;
    try {
      const answer = await call(this.#api);
      this.error = null;
      return answer;
    } catch (error) {
      this.#refuse(error);
      return null;
    }
  }

  #refuse(error: unknown): void {
    const { data } = errorFrom((error as { data?: unknown }).data);
    // Shown as a lost connection already, or as the run's outcome.
    if (data.code !== 'disconnected' && data.code !== 'worker-failed') this.error = data;
  }

  #hear(event: LabEvent): void {
    if (event.kind === 'snapshot' || event.kind === 'series') {
      if (event.kind === 'snapshot') this.#snapshot = event.snapshot;
      else this.#series = event.series;
      void showInTurn(this, () => this.#show());
      return;
    }
    this.#show();
    const own = this.#edits.pending && this.view ? { controls: this.view.controls } : null;
    if (event.kind === 'replay') this.replay = event.progress < 1 ? event.progress : null;
    else if (event.kind === 'opening') this.opening = event.progress;
    else if (event.kind === 'view') this.#begin({ ...event.view, ...own });
    else if (event.kind === 'job') this.#jobs.hear(event.job, event.state);
    else if (this.view) {
      this.view = { ...this.view, ...changedBy(event, this.view), ...own };
      if (event.kind === 'library' && this.runs.shown) void this.runs.refresh();
      // The step that is ahead begins with the change.
      if (event.kind === 'intervention') {
        this.#checked = '';
        void this.stepper.refresh();
      }
    }
  }

  /** What came since it was shown last. */
  #show(): void {
    leaveTurn(this);
    if (!this.view || !(this.#snapshot || this.#series)) return;
    const { view } = this;
    this.view = {
      ...view,
      snapshot: this.#snapshot ?? view.snapshot,
      series: this.#series ?? view.series,
    };
    this.#snapshot = null;
    this.#series = null;
  }

  /** A new run begins, or a page that fell behind hears of all. */
  #begin(view: LabView): void {
    const another = view.run !== this.view?.run;
    if (!sameNetwork(view.recipe, this.view?.recipe)) {
      this.stepper.scope = null;
      this.network.example = null;
      this.network.collapsed = [];
    }
    this.opening = null;
    this.view = view;
    if (!another) return;
    this.charts.begin();
    this.stepper.leave();
    this.stepper.loaded = null;
    // A graph that is used again has this view alone.
    if (view.recipe.graph !== 'rebuilt') this.stepper.view = 'compact';
  }
}
