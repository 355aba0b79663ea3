import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FolderLock } from '../../../../src/main/runs/library/folder-lock';
import { tempFolder } from '../../../support/temp-folder';

function taken(folder: string): FolderLock {
  const lock = FolderLock.take(folder, 'chainrule test');
  if (!(lock instanceof FolderLock)) throw new Error(`${lock.program} has it`);
  return lock;
}

/** A process that does nothing until it is killed. */
function idle() {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    stdio: 'ignore',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** As if a process had the folder. */
function heldBy(folder: string, holder: object, secondsAgo = 0): void {
  const path = join(folder, 'lock.json');
  taken(folder);
  const own = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(path, JSON.stringify({ ...own, token: 'another', ...holder }));
  silentFor(folder, secondsAgo);
}

function silentFor(folder: string, seconds: number): void {
  const then = new Date(Date.now() - 1000 * seconds);
  utimesSync(join(folder, 'lock.json'), then, then);
}

describe('promise 20: the lock of a data folder', () => {
  test('keeps a second one out, and says who has it', () => {
    const folder = tempFolder();
    const lock = taken(folder);
    expect(FolderLock.take(folder, 'another')).toMatchObject({
      program: 'chainrule test',
      pid: process.pid,
    });
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
    taken(folder).release();
  });

  test('of a process that was killed is taken over at once', async () => {
    const folder = tempFolder();
    const child = idle();
    heldBy(folder, { pid: child.pid });
    expect(FolderLock.take(folder, 'another')).toMatchObject({ pid: child.pid });
    child.kill('SIGKILL');
    await once(child, 'exit');
    taken(folder).release();
  });

  test('whose process number another process has by now is taken over', () => {
    const folder = tempFolder();
    heldBy(folder, { pid: process.pid }, 40);
    taken(folder).release();
  });

  test('of another machine holds as long as it is touched', () => {
    const folder = tempFolder();
    heldBy(folder, { host: 'elsewhere', pid: 1 }, 20);
    expect(FolderLock.take(folder, 'another')).toMatchObject({ host: 'elsewhere' });
    silentFor(folder, 40);
    taken(folder).release();
  });

  test.each(['', '{', '{"pid": "x"}', 'null', '[]'])(
    'of which only %j is left is taken over',
    (text) => {
      const folder = tempFolder();
      writeFileSync(join(folder, 'lock.json'), text);
      taken(folder).release();
    },
  );

  test('notices that it was taken over while its process slept, and leaves the other’s alone', () => {
    const folder = tempFolder();
    const first = taken(folder);
    expect(first.beat()).toBe(true);
    silentFor(folder, 60);
    const second = taken(folder);
    expect(first.beat()).toBe(false);
    first.release();
    expect(second.held).toBe(true);
  });

  test('leaves no other file behind', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'lock.json'), '{');
    taken(folder);
    FolderLock.take(folder, 'another');
    expect(readdirSync(folder)).toEqual(['lock.json']);
  });
});
