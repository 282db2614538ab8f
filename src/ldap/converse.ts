// A conversation with an LDAP server: one request at a time over an open connection, within a time and a size.

import type { Socket } from 'node:net';
import { type Message as Request, UnbindRequest } from 'ldapts';
import { Failure } from './failure.ts';
import { answers, type Element, readMessage, readResultCode } from './read-message.ts';

/** What a request led to: the result code (RFC 4511 §4.1.9) and the entries before it. */
export type Reply = { readonly code: number; readonly entries: readonly Element[] };

export type Conversation = {
  /**
   * Sends the request that `make` makes with this message id, and waits for the operation that ends it. Throws
   * Failure when there is none; the connection is closed then.
   */
  ask(make: (messageId: number) => Request, last: number): Promise<Reply>;
  /** Hands the connection over to be encrypted. Throws Failure when the server has said more than it was asked. */
  release(): void;
  /** Says goodbye and closes, whatever state it is in. */
  close(): void;
};

/** The most a server may say to one request, in bytes. */
const replyBytesMax = 4 * 1024 * 1024;

/** The most entries of one search: what was asked for, and room for a server that gives more. */
const entriesMax = 1001;

/** How long a server may take to receive the goodbye. */
const goodbyeMs = 1000;

type Pending = {
  readonly id: number;
  readonly last: number;
  readonly entries: Element[];
  readonly timer: NodeJS.Timeout;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
};

/** Starts a conversation over an open connection, which it owns from then on. `timeoutMs`: for each request. */
export function converse(socket: Socket, timeoutMs: number): Conversation {
  let unread: Buffer = Buffer.alloc(0);
  let bytes = 0;
  let lastId = 0;
  let pending: Pending | null = null;

  const end = (): Pending | null => {
    const ended = pending;
    pending = null;
    if (ended !== null) clearTimeout(ended.timer);
    return ended;
  };
  const fail = (error: Error): void => {
    end()?.reject(error);
    socket.destroy();
  };
  const take = (id: number, operation: Element): void => {
    // A message with id 0 is the server's notice that it hangs up (RFC 4511 §4.4.1); others were never asked for.
    if (pending === null || id !== pending.id) throw new Failure('protocol');
    if (operation.tag === answers.reference) return;
    if (operation.tag === answers.entry && pending.last === answers.searchDone) {
      if (pending.entries.push(operation) > entriesMax) throw new Failure('protocol');
      return;
    }
    if (operation.tag !== pending.last) throw new Failure('protocol');
    const reply = { code: readResultCode(operation), entries: pending.entries };
    end()?.resolve(reply);
  };
  const read = (chunk: Buffer): void => {
    try {
      bytes += chunk.length;
      if (bytes > replyBytesMax) throw new Failure('protocol');
      unread = unread.length === 0 ? chunk : Buffer.concat([unread, chunk]);
      for (let next = readMessage(unread); next !== null; next = readMessage(unread)) {
        unread = next.rest;
        take(next.message.id, next.message.operation);
      }
    } catch (error) {
      fail(error instanceof Error ? error : new Failure('protocol'));
    }
  };
  const closed = (): void => fail(new Failure('closed'));
  socket.on('data', read).on('close', closed).on('end', closed);

  return {
    ask(make, last) {
      return new Promise((resolve, reject) => {
        if (socket.destroyed || pending !== null) return reject(new Failure('closed'));
        const id = ++lastId;
        const request = make(id).write();
        const timer = setTimeout(() => fail(new Failure('timeout')), timeoutMs);
        bytes = 0;
        pending = { id, last, entries: [], timer, resolve, reject };
        socket.write(request);
      });
    },
    release() {
      socket.off('data', read).off('close', closed).off('end', closed).pause();
      // Words from before the encryption must not count as said under it.
      if (unread.length > 0 || socket.destroyed) throw new Failure('protocol');
    },
    close() {
      if (socket.destroyed) return;
      socket.off('data', read).off('close', closed).off('end', closed);
      socket.end(new UnbindRequest({ messageId: ++lastId }).write(), () => socket.destroy());
      setTimeout(() => socket.destroy(), goodbyeMs).unref();
    },
  };
}
