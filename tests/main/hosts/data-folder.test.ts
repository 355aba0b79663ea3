import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFolder, keepIn } from '../../../src/main/hosts/data-folder';
import { tempFolder } from '../../support/temp-folder';

const around = (instead = {}) => ({
  env: {},
  platform: 'linux' as const,
  home: '/home/ada',
  program: '/nowhere',
  ...instead,
});

describe('the data folder', () => {
  it.each([
    [{}, '/home/ada/.config/chainrule'],
    [{ env: { XDG_CONFIG_HOME: '/conf' } }, '/conf/chainrule'],
    [{ env: { XDG_CONFIG_HOME: '' } }, '/home/ada/.config/chainrule'],
    [{ platform: 'darwin' }, '/home/ada/Library/Application Support/chainrule'],
    [{ platform: 'win32', env: { APPDATA: '/roaming' } }, '/roaming/chainrule'],
    [{ env: { CHAINRULE_DATA: '/lab/runs' } }, '/lab/runs'],
    [{ env: { CHAINRULE_DATA: '' } }, '/home/ada/.config/chainrule'],
  ])('of %j is %s', (instead, folder) => {
    expect(dataFolder(undefined, around(instead))).toBe(folder);
  });

  it('is what --data says before all else', () => {
    const env = { CHAINRULE_DATA: '/lab/runs' };
    expect(dataFolder('mine', around({ env }))).toBe(resolve('mine'));
    expect(() => dataFolder(' ', around())).toThrow('--data is " "; accepted: a folder.');
  });

  it('stands beside a portable program', () => {
    const program = tempFolder();
    const folder = join(program, 'chainrule-data');
    mkdirSync(folder);
    expect(dataFolder(undefined, around({ program }))).toBe(folder);
  });

  it('keeps nothing of a guest: by option, by variable, or by the folder’s settings', () => {
    const folder = tempFolder();
    const guest = { guest: true, folder };
    expect(keepIn({ data: folder }, around())).toEqual({ folder });
    expect(keepIn({ data: folder, guest: true }, around())).toEqual(guest);
    expect(keepIn({ data: folder }, around({ env: { CHAINRULE_GUEST: '1' } }))).toEqual(guest);
    writeFileSync(join(folder, 'settings.json'), '{"guest": true}');
    expect(keepIn({ data: folder }, around())).toEqual(guest);
    for (const text of ['{"guest": false}', '{}', '{', '[]', '{"guest": "yes"}']) {
      writeFileSync(join(folder, 'settings.json'), text);
      expect(keepIn({ data: folder }, around())).toEqual({ folder });
    }
  });
});
