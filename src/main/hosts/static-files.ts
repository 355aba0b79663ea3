import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { lookup } from 'mrmime';

export interface StaticFile {
  readonly type: string;
  readonly bytes: Buffer;
}

/**
 * The renderer's files, listed once: what is not on the list cannot be asked for, so no path, however it is written, leaves
 * the folder. Links are not listed.
 */
export class StaticFiles {
  readonly #paths: ReadonlyMap<string, string>;

  /** @throws the file system's error when there is no such folder */
  constructor(root: string) {
    const entries = readdirSync(root, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    this.#paths = new Map(
      files.map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(join(root, sep).length).split(sep).join('/'), path];
      }),
    );
  }

  /** The file at a URL's path, "/" being index.html; null where there is none. */
  async read(urlPath: string): Promise<StaticFile | null> {
    const name = urlPath === '/' ? 'index.html' : urlPath.slice(1);
    const path = urlPath.startsWith('/') ? this.#paths.get(name) : undefined;
    if (path === undefined) return null;
    const type = lookup(path) ?? 'application/octet-stream';
    return {
      type: type.startsWith('text/') ? `${type}; charset=utf-8` : type,
      bytes: await readFile(path),
    };
  }
}
