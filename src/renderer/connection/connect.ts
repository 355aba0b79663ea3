import { BRIDGE, type Bridge } from '../../contract/bridge';
import { type Connection, connectLab } from '../../contract/rpc';
import type { LabEvent } from '../../contract/lab-events';
import { openSocket } from './socket';

/** Why there is no connection to the lab. */
export type Disconnection = 'no-token' | 'lost';

/** Connects the window to the lab, whichever way this host offers. */
export type Connect = (
  onEvent: (event: LabEvent) => void,
  onLost: (why: Disconnection) => void,
) => Promise<Connection | null>;

export const connect: Connect = async (onEvent, onLost) => {
  const bridge = (window as { [BRIDGE]?: Bridge })[BRIDGE];
  if (bridge) return connectLab(bridge, onEvent);
  const token = takeToken();
  if (token === null) {
    onLost('no-token');
    return null;
  }
  // eslint-disable-next-line prefer-const -- the socket may be lost before there is a connection to close.
  let connection: Connection | undefined;
  const channel = await openSocket(token, () => {
    connection?.close();
    onLost('lost');
  });
  if (!channel) return null;
  connection = connectLab(channel, onEvent);
  return connection;
};

const KEY = 'chainrule-token';

/** The token of the printed address: kept for reloads of this tab, and taken out of the address bar. */
function takeToken(): string | null {
  const given = /^#token=([0-9a-f]+)$/.exec(location.hash)?.[1];
  if (given !== undefined) {
    sessionStorage.setItem(KEY, given);
    history.replaceState(null, '', location.pathname);
  }
  return sessionStorage.getItem(KEY);
}
