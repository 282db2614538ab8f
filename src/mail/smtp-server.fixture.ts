// A tiny SMTP server for tests: takes every letter, or answers as the test says.

import { createServer, type Socket } from 'node:net';

/** What the server got: the envelope, and the message as sent over the wire. */
export type Received = { readonly from: string; readonly to: readonly string[]; readonly message: string };

export type SmtpServer = {
  readonly url: string;
  readonly received: readonly Received[];
  close(): Promise<void>;
};

/** Starts on a free port. `answer` may turn a command away: it gets the command line and returns a reply, or null. */
export async function startSmtpServer(answer: (line: string) => string | null = () => null): Promise<SmtpServer> {
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    converse(socket, answer, (mail) => received.push(mail));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `smtp://127.0.0.1:${port}`, received, close };
}

function converse(socket: Socket, answer: (line: string) => string | null, take: (mail: Received) => void): void {
  let buffer = '';
  let from = '';
  let to: string[] = [];
  let inData = false;
  const reply = (line: string) => {
    const refusal = answer(line);
    if (refusal !== null) return refusal;
    if (/^EHLO/i.test(line)) return '250-localhost\r\n250 SMTPUTF8';
    if (/^MAIL FROM:/i.test(line)) from = line;
    if (/^RCPT TO:/i.test(line)) to.push(line);
    inData = /^DATA/i.test(line);
    return inData ? '354 go on' : /^QUIT/i.test(line) ? '221 bye' : '250 fine';
  };
  socket.write('220 localhost ready\r\n');
  socket.on('data', (data) => {
    buffer += data.toString('utf8');
    for (;;) {
      const end = buffer.indexOf(inData ? '\r\n.\r\n' : '\r\n');
      if (end < 0) return;
      const part = buffer.slice(0, end);
      buffer = buffer.slice(end + (inData ? 5 : 2));
      if (inData) {
        take({ from, to, message: `${part}\r\n` });
        [from, to, inData] = ['', [], false];
        socket.write('250 taken\r\n');
      } else {
        socket.write(`${reply(part)}\r\n`);
      }
    }
  });
}
