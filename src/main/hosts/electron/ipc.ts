import type { IpcMainEvent, WebContents } from 'electron';
import { FRAME_CHANNEL } from '../../../contract/bridge';
import { serveLab } from '../../../contract/rpc';
import type { Lab } from '../../lab';
import { appOrigin } from './address';

type ServedLab = Pick<Lab, 'api' | 'subscribe'>;

/** Lets the window's page talk with the lab: each page that it loads on a connection of its own. */
export function serveWindow(contents: WebContents, lab: ServedLab): void {
  let page: Page | null = null;
  const leave = () => {
    page?.leave();
    page = null;
  };
  // Not did-start-navigation: that is also said of a navigation which is then refused, and the page would stay unanswered.
  contents.on('did-navigate', () => {
    leave();
    page = enter(contents, lab);
  });
  contents.on('render-process-gone', leave);
  contents.on('destroyed', leave);
  contents.ipc.on(FRAME_CHANNEL, (event, frame: unknown) => {
    if (comesFromPage(event, contents)) page?.receive(frame);
  });
}

interface Page {
  readonly receive: (frame: unknown) => void;
  readonly leave: () => void;
}

function enter(contents: WebContents, lab: ServedLab): Page {
  let here = true;
  let receive: Page['receive'] = () => {};
  const say = serveLab(lab.api, {
    post: (frame) => {
      if (here && !contents.isDestroyed()) contents.send(FRAME_CHANNEL, frame);
    },
    subscribe: (receiver) => {
      receive = receiver;
    },
  });
  const unsubscribe = lab.subscribe(say);
  return {
    receive: (frame) => receive(frame),
    leave: () => {
      here = false;
      unsubscribe();
    },
  };
}

/** The frame is null where it went away before its message was read. */
function comesFromPage({ senderFrame }: IpcMainEvent, contents: WebContents): boolean {
  return (
    senderFrame !== null && senderFrame === contents.mainFrame && senderFrame.origin === appOrigin
  );
}
