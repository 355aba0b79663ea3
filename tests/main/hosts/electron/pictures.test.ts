import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { LabApi } from '../../../../src/contract/lab-api';
import type { LabEvent } from '../../../../src/contract/lab-events';
import { exercise10 } from '../../../../src/contract/recipe';
import { FakeBrowserWindow } from '../../../fakes/electron';
import { electronPair } from '../../../support/electron-pair';
import { withElectron } from '../../../support/with-electron';
import { openLab } from '../../training/built-lab';

/** A window over Electron's IPC, and a lab that saves with Electron's dialog. */
async function opened() {
  const folder = mkdtempSync(join(tmpdir(), 'chainrule-pictures-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { loaded, electron } = await withElectron(
    () => import('../../../../src/main/hosts/electron/save'),
  );
  const deliver = loaded.saveWithDialog(new FakeBrowserWindow({}).real);
  const { lab } = await openLab(exercise10, { deliver });
  const heard: LabEvent[] = [];
  const { connection, say } = await electronPair(lab.api, (event) => heard.push(event));
  lab.subscribe(say);
  const job = () => heard.flatMap((event) => (event.kind === 'job' ? [event.state] : [])).at(-1);
  return { api: connection.api, folder, dialog: electron.module.dialog, job };
}

/** Sends a picture in two pieces, as a window does. */
async function send(api: LabApi, bytes: Buffer) {
  const half = 3 * 100_000;
  const picture = { upload: '1', of: 'run', name: 'graph step 2', format: 'png' } as const;
  const piece = (from: number, to?: number) => bytes.subarray(from, to).toString('base64');
  expect(await api.exportPicture({ ...picture, data: piece(0, half), last: false })).toBeNull();
  return api.exportPicture({ ...picture, data: piece(half), last: true });
}

test('a picture of the window is written where the learner says, byte for byte', async () => {
  const { api, folder, dialog, job } = await opened();
  const bytes = randomBytes(600_001);
  dialog.answer = join(folder, 'mine.png');
  const name = 'chainrule-one-identity-0-steps graph step 2.png';
  expect(await send(api, bytes)).toMatchObject({ name, address: null });
  await expect.poll(() => job()?.kind).toBe('done');
  expect(readFileSync(dialog.answer).equals(bytes)).toBe(true);
  expect(dialog.asked).toEqual([
    {
      defaultPath: join('/home/learner/downloads', name),
      filters: [{ name: 'PNG', extensions: ['png'] }],
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    },
  ]);
});

test('a picture that is declined, or cannot be written, leaves nothing and says so', async () => {
  const { api, folder, dialog, job } = await opened();
  expect(await send(api, randomBytes(400_000))).toBeNull();
  dialog.answer = join(folder, 'nowhere', 'mine.png');
  expect(await send(api, randomBytes(400_000))).not.toBeNull();
  await expect.poll(job).toMatchObject({ kind: 'failed', error: { code: 'export-failed' } });
  expect(readdirSync(folder)).toEqual([]);
});
