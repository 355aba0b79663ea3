import { protocol } from 'electron';
import { pageHeaders } from '../page-headers';
import type { StaticFiles } from '../static-files';
import { HOST, SCHEME } from './address';

/** Gives the page a real origin, and so localStorage and 'self'. To be called before the app is ready. */
export function registerAppScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }]);
}

/** Serves the renderer's files to the page. */
export function serveAppScheme(files: StaticFiles): void {
  protocol.handle(SCHEME, (request) => answer(files, request));
}

async function answer(files: StaticFiles, request: Request): Promise<Response> {
  const { host, pathname } = new URL(request.url);
  if (host !== HOST) return refuse(404);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
  const file = await files.read(pathname).catch(() => null);
  if (!file) return refuse(404);
  const body = request.method === 'HEAD' ? null : file.bytes;
  return new Response(body, { headers: { ...pageHeaders, 'Content-Type': file.type } });
}

function refuse(status: number): Response {
  return new Response(null, {
    status,
    headers: { ...pageHeaders, 'Content-Type': 'text/plain; charset=utf-8' },
  });
}
