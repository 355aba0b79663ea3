#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './project.mjs';

// A packaged program has no sources, and nothing to build them with.
if (existsSync(join(root, 'src'))) (await import('./build-if-stale.mjs')).buildIfStale();

// In this process, so that signals and exit codes are the command line's own.
await import(pathToFileURL(join(root, 'out', 'main', 'cli.js')).href);
