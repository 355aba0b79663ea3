import type { Channel } from '../../contract/rpc';

/** A WebSocket to the lab on the page's own origin; null when it is refused or there is nobody. */
export function openSocket(token: string, onLost: () => void): Promise<Channel | null> {
  const address = new URL('/', location.href);
  address.protocol = address.protocol.replace('http', 'ws');
  const socket = new WebSocket(address, ['chainrule', `token.${token}`]);
  socket.addEventListener('close', onLost);
  const channel: Channel = {
    post: (frame) => socket.send(frame),
    subscribe: (receive) => {
      socket.addEventListener('message', (message) => receive(message.data));
    },
  };
  return new Promise((resolve) => {
    socket.addEventListener('open', () => resolve(channel));
    socket.addEventListener('close', () => resolve(null));
  });
}
