import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Settings } from '../../src/main/settings';
import { tempFolder } from '../support/temp-folder';

describe('the settings of a data folder', () => {
  it('say whether labs that start keep anything, and leave what else stands there', async () => {
    const folder = join(tempFolder(), 'not yet there');
    const settings = new Settings(folder);
    expect(settings.guest).toBe(false);
    await settings.setGuest(true);
    expect(settings.guest).toBe(true);
    expect(new Settings(folder).guest).toBe(true);
    expect(readdirSync(folder)).toEqual(['settings.json']);

    writeFileSync(join(folder, 'settings.json'), '{"guest": true, "room": "H12"}');
    await new Settings(folder).setGuest(false);
    const text = readFileSync(join(folder, 'settings.json'), 'utf8');
    expect(JSON.parse(text)).toEqual({ guest: false, room: 'H12' });
  });

  it('that cannot be written say why, and stay as they were', async () => {
    const folder = join(tempFolder(), 'file');
    writeFileSync(folder, 'in the way');
    const settings = new Settings(folder);
    await expect(settings.setGuest(true)).rejects.toMatchObject({
      data: { code: 'not-kept', where: 'guest', params: { reason: 'EEXIST' } },
    });
    expect(settings.guest).toBe(false);
    expect(readFileSync(folder, 'utf8')).toBe('in the way');
  });
});
