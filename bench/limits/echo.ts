// The client's own ceiling: a socket that answers the same bytes to whatever comes in.

import { createServer } from 'node:net';
import { answer } from '../child.ts';

/** How many bytes the body of each answer has. */
export type EchoAsk = { readonly bytes: number };
export type Listening = { readonly port: number };

answer<EchoAsk, Listening>(({ bytes }) => {
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${bytes}\r\n\r\n`;
  const reply = Buffer.from(head + 'x'.repeat(bytes), 'latin1');
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('data', () => socket.write(reply));
    socket.on('error', () => {});
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve({ port: typeof address === 'object' && address !== null ? address.port : 0 });
    });
  });
});
