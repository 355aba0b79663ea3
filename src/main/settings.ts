import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import * as v from 'valibot';
import { labError } from '../contract/errors';
import { systemCode } from './runs/system-code';
import { writeWhole } from './runs/write-whole';

const schema = v.looseObject({ guest: v.optional(v.boolean(), false) });
type Stated = v.InferOutput<typeof schema>;

/** What a data folder's settings.json says, for whoever looks after shared computers; read when the lab starts. */
export class Settings {
  /** Whether labs that start from now on keep nothing. False where the file is missing or is none. */
  guest: boolean;
  readonly #file: string;

  constructor(readonly folder: string) {
    this.#file = join(folder, 'settings.json');
    this.guest = this.#read().guest;
  }

  /** Other settings stay as they are. @throws LabError not-kept when the folder cannot be written to */
  async setGuest(guest: boolean): Promise<void> {
    const text = `${JSON.stringify({ ...this.#read(), guest }, null, 2)}\n`;
    try {
      await mkdir(this.folder, { recursive: true });
      await writeWhole(this.#file, Readable.from([Buffer.from(text)]));
    } catch (error) {
      const reason = systemCode(error) ?? 'unknown';
      const message = `settings.json could not be written (${reason}).`;
      throw labError('not-kept', message, 'guest', { reason });
    }
    this.guest = guest;
  }

  #read(): Stated {
    try {
      const settings: unknown = JSON.parse(readFileSync(this.#file, 'utf8'));
      return v.parse(schema, settings);
    } catch {
      return { guest: false };
    }
  }
}
