/**
 * @typedef {object} Task
 * @property {string} name
 * @property {readonly string[]} [needs] names of the tasks that must have succeeded before
 * @property {number} [width] how many lanes it takes, 1 unless told
 */

/**
 * Runs each task as soon as what it needs has succeeded and there is room for it.
 *
 * @template {Task} T
 * @param {readonly T[]} tasks those that a task needs stand before it
 * @param {number} lanes how wide the running tasks may be together
 * @param {(task: T) => Promise<boolean>} run whether it succeeded
 * @param {(task: T, failed: string) => void} skip told of a task that cannot run, and of what it needs
 */
export async function runInLanes(tasks, lanes, run, skip) {
  const waiting = new Set(tasks);
  /** @type {Set<Promise<void>>} */
  const running = new Set();
  /** @type {Map<string, boolean>} */
  const succeeded = new Map();
  let free = lanes;

  /** @param {T} task */
  const start = async (task) => {
    const width = task.width ?? 1;
    free -= width;
    succeeded.set(task.name, await run(task));
    free += width;
  };

  for (;;) {
    for (const task of waiting) {
      const needs = task.needs ?? [];
      const failed = needs.find((name) => succeeded.get(name) === false);
      if (failed !== undefined) {
        waiting.delete(task);
        succeeded.set(task.name, false);
        skip(task, failed);
      } else if (free >= (task.width ?? 1) && needs.every((name) => succeeded.get(name))) {
        waiting.delete(task);
        const run = start(task).finally(() => running.delete(run));
        running.add(run);
      }
    }
    if (running.size === 0) break;
    await Promise.race(running);
  }
  if (waiting.size > 0) throw new Error(`${[...waiting][0]?.name} needs what is not run`);
}
