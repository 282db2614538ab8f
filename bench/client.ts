// The load client: HTTP/1.1 over bare sockets, one request under way per connection, so lean that the server gets its core.

import { connect, type Socket } from 'node:net';
import { type Timing, timingOf } from './timing.ts';

/** What to send where. `next` makes each request, head and body, in ASCII. */
export type Load = {
  readonly port: number;
  readonly connections: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  readonly next: () => string;
};

type Window = { readonly from: number; readonly until: number; readonly durations: number[] };

const headEnd = '\r\n\r\n';

/** The length of the whole answer at the start of `bytes`; null while its head is incomplete. Throws unless it is a 2xx. */
function answerLength(bytes: Buffer): number | null {
  const end = bytes.indexOf(headEnd);
  if (end === -1) return null;
  const head = bytes.toString('latin1', 0, end);
  const body = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (body === undefined) throw new Error(`an answer without a length:\n${head}`);
  if (head.charCodeAt(9) !== 0x32) throw new Error(`the server refused:\n${bytes.toString('utf8')}`);
  return end + headEnd.length + Number(body);
}

/** Drives one connection until the window is over. */
function drive(socket: Socket, next: () => string, window: Window): Promise<void> {
  return new Promise((resolve, reject) => {
    let begun = 0;
    let head: Buffer | null = null;
    let missing = 0;
    const send = (): void => {
      begun = performance.now();
      if (begun >= window.until) {
        socket.destroy();
        resolve();
        return;
      }
      socket.write(next(), 'latin1');
    };
    const finish = (): void => {
      const now = performance.now();
      if (now >= window.from && now < window.until) window.durations.push(now - begun);
      send();
    };
    socket.on('data', (chunk: Buffer) => {
      try {
        if (missing > 0) {
          missing -= chunk.length;
        } else {
          const bytes: Buffer = head === null ? chunk : Buffer.concat([head, chunk]);
          const length = answerLength(bytes);
          head = length === null ? bytes : null;
          if (length === null) return;
          missing = length - bytes.length;
        }
        if (missing === 0) finish();
      } catch (error) {
        socket.destroy();
        reject(error);
      }
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the server closed the connection')));
    send();
  });
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.once('error', reject);
    socket.once('connect', () => resolve(socket.off('error', reject)));
  });
}

/** Loads the server and times its answers. Fails on the first answer that is not a 2xx. */
export async function load({ port, connections, warmUpMs, measureMs, next }: Load): Promise<Timing> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  const from = performance.now() + warmUpMs;
  const window: Window = { from, until: from + measureMs, durations: [] };
  try {
    await Promise.all(sockets.map((socket) => drive(socket, next, window)));
  } finally {
    for (const socket of sockets) socket.destroy();
  }
  return timingOf(window.durations, measureMs);
}
