import { randomBytes } from 'node:crypto';
import {
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { systemCode } from '../system-code';

const FILE = 'lock.json';
/** Milliseconds between two signs of life. */
export const BEAT_MS = 10_000;
/** A holder that was silent for so long is gone, or has lost its number to another process. */
const SILENT_MS = 3 * BEAT_MS;
const ATTEMPTS = 5;

const holderSchema = v.object({
  pid: v.number(),
  host: v.string(),
  program: v.string(),
  since: v.string(),
  token: v.string(),
});
/** Who has a folder. */
export type LockHolder = v.InferOutput<typeof holderSchema>;

/**
 * A file that keeps two labs out of one folder. It names its holder, who touches it as long as it lives; one whose process is
 * gone, or that was not touched for half a minute, is taken over. Ours because no maintained library says who the holder is.
 */
export class FolderLock {
  readonly #path: string;
  readonly #token: string;

  private constructor(path: string, token: string) {
    this.#path = path;
    this.#token = token;
  }

  /**
   * @returns the lock, or who has it
   * @throws the file system's error where the folder cannot be made or written to
   */
  static take(folder: string, program: string): FolderLock | LockHolder {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, FILE);
    const token = randomBytes(16).toString('hex');
    const own = { pid: process.pid, host: hostname(), program, since: new Date().toISOString() };
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (create(path, JSON.stringify({ ...own, token }), token))
        return new FolderLock(path, token);
      const found = read(path);
      if (found === null) continue;
      if (found.holder && lives(found.holder, path)) return found.holder;
      removeStale(path, found.text, token);
    }
    return { ...own, pid: 0, host: '', program: 'another program', token: '' };
  }

  /** Says that the holder lives. @returns false when the lock was taken over meanwhile */
  beat(): boolean {
    if (!this.held) return false;
    const now = new Date();
    try {
      utimesSync(this.#path, now, now);
      return true;
    } catch {
      return false;
    }
  }

  get held(): boolean {
    return read(this.#path)?.holder?.token === this.#token;
  }

  release(): void {
    if (this.held) rmSync(this.#path, { force: true });
  }
}

/** With its text from the first moment on. @returns false where there is one already */
function create(path: string, text: string, token: string): boolean {
  const written = `${path}.${token}.part`;
  try {
    writeFileSync(written, text);
    return linked(written, path) ?? copied(written, path);
  } finally {
    rmSync(written, { force: true });
  }
}

/** @returns null where the file system has no links */
function linked(from: string, to: string): boolean | null {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    return isThere(error) ? false : null;
  }
}

function copied(from: string, to: string): boolean {
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (isThere(error)) return false;
    throw error;
  }
}

function isThere(error: unknown): boolean {
  return systemCode(error) === 'EEXIST';
}

function read(path: string): { readonly text: string; readonly holder: LockHolder | null } | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return null;
  }
  try {
    const checked = v.safeParse(holderSchema, JSON.parse(text));
    return { text, holder: checked.success ? checked.output : null };
  } catch {
    // Half written, by a power cut.
    return { text, holder: null };
  }
}

function lives({ pid, host }: LockHolder, path: string): boolean {
  if (host === hostname() && !isAlive(pid)) return false;
  try {
    return Date.now() - statSync(path).mtimeMs < SILENT_MS;
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process lives, too.
    return systemCode(error) === 'EPERM';
  }
}

/** Takes a stale lock away; one that another process has put in its place meanwhile is put back. */
function removeStale(path: string, stale: string, token: string): void {
  const aside = `${path}.${token}.part`;
  try {
    renameSync(path, aside);
    if (read(aside)?.text !== stale) linkSync(aside, path);
  } catch {
    // Another process was faster: the next attempt sees its lock.
  } finally {
    rmSync(aside, { force: true });
  }
}
