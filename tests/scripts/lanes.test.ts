import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { runInLanes, type Task } from '../../scripts/lanes.mjs';

/** Runs tasks of which some fail, and tells what happened in which order. */
async function record(tasks: readonly Task[], failing: readonly string[] = []) {
  const log: string[] = [];
  let width = 0;
  let widest = 0;
  const run = async (task: Task) => {
    log.push(`${task.name} begins`);
    width += task.width ?? 1;
    widest = Math.max(widest, width);
    await sleep(10);
    width -= task.width ?? 1;
    log.push(`${task.name} ends`);
    return !failing.includes(task.name);
  };
  await runInLanes(tasks, 2, run, (task, failed) => log.push(`${task.name} lacks ${failed}`));
  return { log, widest };
}

it('runs two tasks at a time', async () => {
  const { log, widest } = await record([{ name: 'a' }, { name: 'b' }, { name: 'c' }]);
  expect(log.slice(0, 2)).toEqual(['a begins', 'b begins']);
  expect(log).toContain('c ends');
  expect(widest).toBe(2);
});

it('runs a wide task alone', async () => {
  const { widest } = await record([{ name: 'a' }, { name: 'b', width: 2 }, { name: 'c' }]);
  expect(widest).toBe(2);
});

it('runs a task after what it needs', async () => {
  const { log } = await record([{ name: 'build' }, { name: 'unit', needs: ['build'] }]);
  expect(log).toEqual(['build begins', 'build ends', 'unit begins', 'unit ends']);
});

it('skips what needs a task that failed, and what needs that', async () => {
  const tasks = [
    { name: 'build' },
    { name: 'unit', needs: ['build'] },
    { name: 'report', needs: ['unit'] },
  ];
  const { log } = await record(tasks, ['build']);
  expect(log).toEqual(['build begins', 'build ends', 'unit lacks build', 'report lacks unit']);
});

it('refuses a need that is no task', async () => {
  await expect(record([{ name: 'unit', needs: ['build'] }])).rejects.toThrow(
    'unit needs what is not run',
  );
});
