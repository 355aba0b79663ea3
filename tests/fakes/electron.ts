import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import type {
  App,
  BrowserWindow,
  BrowserWindowConstructorOptions,
  CommandLine,
  ContextBridge,
  CustomScheme,
  Dialog,
  IpcRenderer,
  Menu,
  MenuItemConstructorOptions,
  Protocol,
  SaveDialogOptions,
  Session,
  Shell,
  WebContents,
  WebFrameMain,
  WebRequest,
} from 'electron';

// As much of Electron as our host uses. Each class is held to Electron's own types; beyond those it has what a test needs to
// look in and to make things happen.

export class FakeEvent {
  defaultPrevented = false;
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

class FakeApp
  extends EventEmitter
  implements
    Pick<
      App,
      | 'exit'
      | 'getPath'
      | 'isPackaged'
      | 'quit'
      | 'requestSingleInstanceLock'
      | 'setPath'
      | 'whenReady'
    >
{
  isPackaged = false;
  /** What was done, in order. */
  readonly log: string[] = [];
  readonly commandLine: Pick<CommandLine, 'appendSwitch'> = {
    appendSwitch: (name, value = '') => void this.log.push(`--${name}=${value}`),
  };
  isFirstInstance = true;
  /** Null while the app runs. */
  exitCode: number | null = null;
  #resolveReady: () => void = () => {};
  readonly #ready = new Promise<void>((resolve) => {
    this.#resolveReady = resolve;
  });

  becomeReady(): void {
    this.log.push('ready');
    this.#resolveReady();
  }

  whenReady(): Promise<void> {
    return this.#ready;
  }

  requestSingleInstanceLock(): boolean {
    this.log.push('lock');
    return this.isFirstInstance;
  }

  setPath(name: string, path: string): void {
    this.log.push(`${name}: ${path}`);
  }

  getPath(name: string): string {
    return `/home/learner/${name}`;
  }

  quit(): void {
    this.log.push('quit');
    const event = new FakeEvent();
    this.emit('will-quit', event);
    if (!event.defaultPrevented) this.exit();
  }

  exit(code = 0): void {
    this.log.push('exit');
    this.exitCode ??= code;
  }
}

/** A frame of a page; the main one has no parent. */
export type FakeFrame = Pick<WebFrameMain, 'origin'>;

export class FakeWebContents
  extends EventEmitter
  implements Pick<WebContents, 'isDestroyed' | 'send' | 'setWindowOpenHandler'>
{
  readonly ipc = new EventEmitter();
  mainFrame: FakeFrame = { origin: 'null' };
  /** Every message that was sent to the page. */
  readonly sent: (readonly unknown[])[] = [];
  page: FakeIpcRenderer | null = null;
  #destroyed = false;
  #onWindowOpen: Parameters<WebContents['setWindowOpenHandler']>[0] | null = null;

  /** For functions that take the real one. */
  get real(): WebContents {
    return this as unknown as WebContents;
  }

  setWindowOpenHandler(handler: Parameters<WebContents['setWindowOpenHandler']>[0]): void {
    this.#onWindowOpen = handler;
  }

  /** @returns whether a window would open */
  windowOpen(url: string): boolean {
    const details = { url, frameName: '', features: '', disposition: 'new-window' as const };
    const answer = this.#onWindowOpen?.({ ...details, referrer: { url: '', policy: 'default' } });
    return answer?.action !== 'deny';
  }

  /** @returns whether the page would do it */
  allows(what: string): boolean {
    const event = new FakeEvent();
    this.emit(what, event, {}, {});
    return !event.defaultPrevented;
  }

  /** Another document stands in the main frame. */
  navigated(url: string): void {
    this.mainFrame = { origin: /^\w+:\/\/[^/]*/.exec(url)?.[0] ?? 'null' };
    this.emit('did-navigate', new FakeEvent(), url, 200, 'OK');
  }

  destroy(): void {
    this.#destroyed = true;
    this.emit('destroyed');
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  send(channel: string, ...args: unknown[]): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
    const copies = structuredClone(args);
    this.sent.push([channel, ...copies]);
    const { page } = this;
    queueMicrotask(() => page?.emit(channel, { sender: page }, ...copies));
  }

  /** A message of this frame arrives. */
  receive(channel: string, senderFrame: FakeFrame | null, ...args: unknown[]): void {
    this.ipc.emit(channel, { sender: this, senderFrame }, ...structuredClone(args));
  }
}

class FakeIpcRenderer extends EventEmitter implements Pick<IpcRenderer, 'send'> {
  contents: FakeWebContents | null = null;

  /** This is the process of that page. */
  attach(contents: FakeWebContents): void {
    this.contents = contents;
    contents.page = this;
  }

  send(channel: string, ...args: unknown[]): void {
    const copies = structuredClone(args);
    const { contents } = this;
    const frame = contents?.mainFrame ?? null;
    queueMicrotask(() => contents?.receive(channel, frame, ...copies));
  }
}

class FakeContextBridge implements Pick<ContextBridge, 'exposeInMainWorld'> {
  /** What the page finds on its window. */
  readonly world: Record<string, unknown> = {};

  exposeInMainWorld(key: string, api: unknown): void {
    this.world[key] = api;
  }
}

export class FakeBrowserWindow
  extends EventEmitter
  implements
    Pick<
      BrowserWindow,
      'focus' | 'isDestroyed' | 'isMinimized' | 'isVisible' | 'loadURL' | 'restore' | 'show'
    >
{
  readonly webContents = new FakeWebContents();
  /** Methods called, in order. */
  readonly log: string[] = [];
  /** What loadURL fails with. */
  loadError: Error | null = null;
  minimized = false;

  constructor(readonly options: BrowserWindowConstructorOptions) {
    super();
  }

  /** For functions that take the real one. */
  get real(): BrowserWindow {
    return this as unknown as BrowserWindow;
  }

  async loadURL(url: string): Promise<void> {
    this.log.push(`load ${url}`);
    await Promise.resolve();
    if (this.loadError) throw this.loadError;
    this.webContents.navigated(url);
    this.emit('ready-to-show');
  }

  show(): void {
    this.log.push('show');
  }

  focus(): void {
    this.log.push('focus');
  }

  restore(): void {
    this.log.push('restore');
    this.minimized = false;
  }

  isMinimized(): boolean {
    return this.minimized;
  }

  isVisible(): boolean {
    return this.log.includes('show');
  }

  isDestroyed(): boolean {
    return this.webContents.isDestroyed();
  }
}

type BeforeRequest = Parameters<WebRequest['onBeforeRequest']>[0];

class FakeWebRequest implements Pick<WebRequest, 'onBeforeRequest'> {
  #listener: BeforeRequest = null;

  onBeforeRequest(...args: [unknown, BeforeRequest] | [BeforeRequest]): void {
    this.#listener = args.at(-1) as BeforeRequest;
  }

  /** @returns whether a request for that address would be made */
  passes(url: string): boolean {
    let cancelled: boolean | undefined;
    const details = { url } as Parameters<NonNullable<BeforeRequest>>[0];
    this.#listener?.(details, ({ cancel }) => (cancelled = cancel));
    return cancelled !== true;
  }
}

type PermissionRequest = Parameters<Session['setPermissionRequestHandler']>[0];
type PermissionCheck = Parameters<Session['setPermissionCheckHandler']>[0];
type DevicePermission = Parameters<Session['setDevicePermissionHandler']>[0];
export type Permission = Parameters<NonNullable<PermissionRequest>>[1];

class FakeSession implements Pick<
  Session,
  | 'setDevicePermissionHandler'
  | 'setPermissionCheckHandler'
  | 'setPermissionRequestHandler'
  | 'setSpellCheckerEnabled'
> {
  readonly webRequest = new FakeWebRequest();
  spellChecker = true;
  // What Electron does where there is no handler.
  #request: PermissionRequest = (_contents, _permission, answer) => answer(true);
  #check: PermissionCheck = () => true;
  #device: DevicePermission = () => true;

  /** For functions that take the real one. */
  get real(): Session {
    return this as unknown as Session;
  }

  setPermissionRequestHandler(handler: PermissionRequest): void {
    this.#request = handler;
  }

  setPermissionCheckHandler(handler: PermissionCheck): void {
    this.#check = handler;
  }

  setDevicePermissionHandler(handler: DevicePermission): void {
    this.#device = handler;
  }

  setSpellCheckerEnabled(enable: boolean): void {
    this.spellChecker = enable;
  }

  /** The ways in which a page gets that permission. */
  grants(permission: Permission): readonly string[] {
    const contents = new FakeWebContents().real;
    const details = { isMainFrame: true, requestingUrl: 'app://chainrule/' };
    const given: string[] = [];
    this.#request?.(contents, permission, (granted) => granted && given.push('request'), details);
    const origin = 'app://chainrule';
    if (this.#check?.(contents, permission, origin, details) === true) given.push('check');
    type Device = Parameters<NonNullable<DevicePermission>>[0];
    if (this.#device?.({ deviceType: 'usb', origin } as Device) === true) given.push('device');
    return given;
  }
}

class FakeProtocol implements Pick<Protocol, 'handle' | 'registerSchemesAsPrivileged'> {
  schemes: readonly CustomScheme[] = [];
  readonly #handlers = new Map<string, Parameters<Protocol['handle']>[1]>();

  constructor(readonly log: string[]) {}

  registerSchemesAsPrivileged(schemes: CustomScheme[]): void {
    this.log.push('schemes');
    this.schemes = schemes;
  }

  handle(scheme: string, handler: Parameters<Protocol['handle']>[1]): void {
    this.#handlers.set(scheme, handler);
  }

  /** What the page gets at that address. */
  async fetch(url: string, method = 'GET'): Promise<Response> {
    const handler = this.#handlers.get(new URL(url).protocol.slice(0, -1));
    if (!handler) throw new Error(`Nothing is served at ${url}.`);
    return handler(new Request(url, { method }));
  }
}

class FakeDialog implements Pick<Dialog, 'showSaveDialog'> {
  /** Where the learner saves; null: nowhere. */
  answer: string | null = null;
  readonly asked: SaveDialogOptions[] = [];

  showSaveDialog(...args: [unknown, SaveDialogOptions] | [SaveDialogOptions]) {
    this.asked.push(args.at(-1) as SaveDialogOptions);
    return Promise.resolve({ canceled: this.answer === null, filePath: this.answer ?? '' });
  }
}

class FakeMenus implements Pick<typeof Menu, 'buildFromTemplate' | 'setApplicationMenu'> {
  /** The application's menu. */
  template: readonly MenuItemConstructorOptions[] = [];

  buildFromTemplate(template: MenuItemConstructorOptions[]): Menu {
    return { template } as unknown as Menu;
  }

  setApplicationMenu(menu: Menu | null): void {
    this.template = (menu as unknown as Pick<FakeMenus, 'template'> | null)?.template ?? [];
  }
}

class FakeShell implements Pick<Shell, 'openExternal'> {
  readonly opened: string[] = [];

  openExternal(url: string): Promise<void> {
    this.opened.push(url);
    return Promise.resolve();
  }
}

/** A fresh Electron: `module` is what `import 'electron'` gives. */
export function fakeElectron() {
  const app = new FakeApp();
  const windows: FakeBrowserWindow[] = [];
  const ipcRenderer = new FakeIpcRenderer();
  class Window extends FakeBrowserWindow {
    constructor(options: BrowserWindowConstructorOptions) {
      super(options);
      windows.push(this);
      app.emit('web-contents-created', new FakeEvent(), this.webContents);
    }
  }
  const module = {
    app,
    BrowserWindow: Window,
    contextBridge: new FakeContextBridge(),
    dialog: new FakeDialog(),
    ipcRenderer,
    Menu: new FakeMenus(),
    protocol: new FakeProtocol(app.log),
    session: { defaultSession: new FakeSession() },
    shell: new FakeShell(),
  } satisfies Partial<Record<keyof typeof Electron, unknown>>;
  return { module, windows };
}

export type FakeElectron = ReturnType<typeof fakeElectron>;
