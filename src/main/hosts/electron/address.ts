export const SCHEME = 'app';
export const HOST = 'chainrule';

/** The page's origin, as Electron states it. */
export const appOrigin = `${SCHEME}://${HOST}`;
export const startAddress = `${appOrigin}/`;
