// Reaching a directory server: where it is, the connection, and its encryption.

import { once } from 'node:events';
import { isIP, connect as openTcp, type Socket } from 'node:net';
import { connect as openTls } from 'node:tls';
import { ExtendedRequest } from 'ldapts';
import { DirectoryError, type DirectoryServer, type DirectoryStep } from '../core/model/directory-server.ts';
import { type Conversation, converse } from './converse.ts';
import { Failure } from './failure.ts';
import { answers } from './read-message.ts';

/** How long to wait for a connection, for its encryption, and for the answer to each request. */
export type Patience = { readonly connectMs: number; readonly requestMs: number };

/** The request to encrypt the connection (RFC 4511 §4.14.1). */
const startTlsOid = '1.3.6.1.4.1.1466.20037';

/**
 * Opens a connection, encrypted where the server's settings say so. A certificate must be valid for the host and come from
 * an authority that Node trusts. Throws DirectoryError (`connect`, `tls`); the connection is closed then.
 */
export async function connect(server: DirectoryServer, patience: Patience): Promise<Conversation> {
  const { host, port, secure } = addressOf(server);
  const socket = openTcp({ host, port });
  try {
    await open(socket, 'connect', patience, 'connect');
    if (secure) return converse(await encrypt(socket, host, patience), patience.requestMs);
    const plain = converse(socket, patience.requestMs);
    if (!server.startTls) return plain;
    await askForTls(plain);
    return converse(await encrypt(socket, host, patience), patience.requestMs);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** Where the server listens. Throws DirectoryError on an address that is none. */
export function addressOf(server: Pick<DirectoryServer, 'host' | 'port'>): {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
} {
  const isUrl = /^ldaps?:\/\//i.test(server.host);
  const url = isUrl && URL.canParse(server.host) ? new URL(server.host) : null;
  const secure = url?.protocol === 'ldaps:';
  const port = isUrl ? Number(url?.port || (secure ? 636 : 389)) : server.port;
  const host = (isUrl ? (url?.hostname ?? '') : server.host).replace(/^\[(.*)\]$/, '$1');
  if (host === '' || !(Number.isInteger(port) && port >= 1 && port <= 65_535)) {
    throw new DirectoryError('connect', 'address');
  }
  return { host, port, secure };
}

/** The failure at that step, as a code: of the system, of TLS or of ours; never with anybody's words. */
export function failedAt(step: DirectoryStep, error: unknown): DirectoryError {
  if (error instanceof DirectoryError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return new DirectoryError(step, typeof code === 'string' ? code : 'protocol');
}

async function open(socket: Socket, event: string, { connectMs }: Patience, step: 'connect' | 'tls'): Promise<void> {
  // What goes wrong later is told by `close`; an error that nobody listens to would end the process.
  socket.on('error', () => {});
  const ended = new AbortController();
  const end = (code: Failure['code']): void => ended.abort(new Failure(code));
  const timer = setTimeout(end, connectMs, 'timeout');
  socket.once('close', () => end('closed'));
  try {
    await once(socket, event, { signal: ended.signal });
  } catch (error) {
    socket.destroy();
    throw failedAt(step, ended.signal.aborted ? ended.signal.reason : error);
  } finally {
    clearTimeout(timer);
  }
}

async function encrypt(socket: Socket, host: string, patience: Patience): Promise<Socket> {
  // A server name is sent for names only (RFC 6066 §3); `host` is what the certificate is checked against.
  const encrypted = openTls({ socket, host, servername: isIP(host) === 0 ? host : '' });
  encrypted.once('close', () => socket.destroy());
  await open(encrypted, 'secureConnect', patience, 'tls');
  return encrypted;
}

async function askForTls(plain: Conversation): Promise<void> {
  try {
    const { code } = await plain.ask(
      (messageId) => new ExtendedRequest({ messageId, oid: startTlsOid }),
      answers.extended,
    );
    if (code !== 0) throw new DirectoryError('tls', `ldap-${code}`);
    plain.release();
  } catch (error) {
    throw failedAt('tls', error);
  }
}
