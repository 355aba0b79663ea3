import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { JobState } from '../../../../src/contract/lab-events';
import type { OutgoingFile } from '../../../../src/main/runs/deliver';
import { FakeBrowserWindow } from '../../../fakes/electron';
import { withElectron } from '../../../support/with-electron';

async function* pieces() {
  await Promise.resolve();
  yield Buffer.from('step,loss\n');
  yield Buffer.from('1,4\n');
}

/** A file on its way out; `ended` says how its job ended. */
function outgoing(): { file: OutgoingFile; ended: Promise<JobState['kind']>; sent: () => boolean } {
  let end: (kind: JobState['kind']) => void = () => {};
  let sent = false;
  const ended = new Promise<JobState['kind']>((resolve) => (end = resolve));
  const send: OutgoingFile['send'] = async (write) => {
    sent = true;
    const kind = await write(pieces()).then(
      () => 'done' as const,
      () => 'cancelled' as const,
    );
    end(kind);
    return { kind };
  };
  const file = { name: 'chainrule-one.csv', type: 'text/csv', send, cancel: () => {} };
  return { file, ended, sent: () => sent };
}

async function prepared() {
  const folder = mkdtempSync(join(tmpdir(), 'chainrule-save-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { loaded, electron } = await withElectron(
    () => import('../../../../src/main/hosts/electron/save'),
  );
  const deliver = loaded.saveWithDialog(new FakeBrowserWindow({}).real);
  return { folder, deliver, dialog: electron.module.dialog };
}

test('the file is written where the learner says', async () => {
  const { folder, deliver, dialog } = await prepared();
  dialog.answer = join(folder, 'mine.csv');
  writeFileSync(dialog.answer, 'old');
  const { file, ended } = outgoing();
  expect(await deliver(file)).toEqual({ address: null });
  expect(await ended).toBe('done');
  expect(readdirSync(folder)).toEqual(['mine.csv']);
  expect(readFileSync(dialog.answer, 'utf8')).toBe('step,loss\n1,4\n');
});

test('the dialog offers the suggested name among the downloads and asks before it replaces a file', async () => {
  const { deliver, dialog } = await prepared();
  await deliver(outgoing().file);
  expect(dialog.asked).toEqual([
    {
      defaultPath: join('/home/learner/downloads', 'chainrule-one.csv'),
      filters: [{ name: 'CSV', extensions: ['csv'] }],
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    },
  ]);
});

test('a closed dialog writes nothing and answers null', async () => {
  const { deliver } = await prepared();
  const { file, sent } = outgoing();
  expect(await deliver(file)).toBeNull();
  expect(sent()).toBe(false);
});

test('a file that cannot be written ends its job, and leaves nothing', async () => {
  const { folder, deliver, dialog } = await prepared();
  dialog.answer = join(folder, 'nowhere', 'mine.csv');
  const { file, ended } = outgoing();
  expect(await deliver(file)).toEqual({ address: null });
  expect(await ended).toBe('cancelled');
  expect(readdirSync(folder)).toEqual([]);
});
