// A small LDAP server for tests: binds, searches, STARTTLS and memberOf over the rows of `people.ts`.
import { createServer, type Server, type Socket } from 'node:net';
import { type SecureContextOptions, TLSSocket } from 'node:tls';
import { BerReader, BerWriter, BindRequest, ExtendedRequest } from 'ldapts';
import type { Row } from './people.ts';

/** A running server: its port, how to stop it, and who is connected now. */
export interface Running {
  port: number;
  stop(): Promise<void>;
  connections(): number;
}

/** How it departs from a good server: whether its answer to STARTTLS is followed by an answer nobody asked for. */
export interface Manners {
  injects?: boolean;
}

const tags = { bind: 0x60, unbind: 0x42, search: 0x63, extended: 0x77 };
const answers = { bind: 0x61, entry: 0x64, done: 0x65, extended: 0x78 };
const codes = {
  success: 0,
  sizeLimitExceeded: 4,
  noSuchObject: 32,
  inappropriateAuthentication: 48,
  invalidCredentials: 49,
  unwillingToPerform: 53,
};

/** The bytes of one message. */
export function message(id: number, tag: number, write: (writer: BerWriter) => void): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeInt(id);
  writer.startSequence(tag);
  write(writer);
  writer.endSequence();
  writer.endSequence();
  return writer.buffer;
}

/** The bytes of an operation that ends a request. */
export function result(id: number, tag: number, code: number): Buffer {
  return message(id, tag, (writer) => {
    writer.writeEnumeration(code);
    writer.writeString('');
    writer.writeString('');
  });
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

function valuesOf(row: Row, name: string): string[] {
  const [, values] = Object.entries(row.attributes).find(([key]) => same(key, name)) ?? [];
  return values ?? [];
}

type Condition = (row: Row) => boolean;

const filters = { and: 0xa0, or: 0xa1, not: 0xa2, equality: 0xa3, presence: 0x87 };

function readFilter(reader: BerReader): Condition {
  const tag = reader.readSequence();
  const end = reader.offset + reader.length;
  if (tag === filters.presence) {
    const name = reader.buffer.toString('utf8', reader.offset, end);
    reader.offset = end;
    return (row) => valuesOf(row, name).length > 0;
  }
  if (tag === filters.equality) {
    const name = reader.readString() ?? '';
    const value = reader.readString() ?? '';
    return (row) => valuesOf(row, name).some((held) => same(held, value));
  }
  const inner: Condition[] = [];
  while (reader.offset < end) inner.push(readFilter(reader));
  if (tag === filters.and) return (row) => inner.every((meets) => meets(row));
  if (tag === filters.or) return (row) => inner.some((meets) => meets(row));
  if (tag === filters.not) return (row) => !inner.some((meets) => meets(row));
  throw new Error(`this server knows no filter ${tag}`);
}

/** The rows with what a server works out itself: the groups of each member. */
function withGroups(rows: readonly Row[]): Row[] {
  return rows.map((row) => {
    const groups = rows.filter((group) => group.attributes.member?.includes(row.dn)).map(({ dn }) => dn);
    return groups.length === 0 ? row : { ...row, attributes: { ...row.attributes, memberOf: groups } };
  });
}

function bind(rows: readonly Row[], reader: BerReader): number {
  const request = new BindRequest({ messageId: 0 });
  request.parseMessage(reader);
  if (request.dn === '') return codes.success;
  if (request.password === '') return codes.unwillingToPerform;
  const row = rows.find(({ dn }) => same(dn, request.dn));
  const held = row === undefined ? [] : valuesOf(row, 'userPassword');
  if (row !== undefined && held.length === 0) return codes.inappropriateAuthentication;
  return held.includes(request.password) ? codes.success : codes.invalidCredentials;
}

function search(id: number, rows: readonly Row[], reader: BerReader): Buffer[] {
  const base = reader.readString() ?? '';
  reader.readEnumeration(); // scope
  reader.readEnumeration(); // aliases
  const sizeLimit = reader.readInt() ?? 0;
  reader.readInt(); // time
  reader.readBoolean(); // names only
  const meets = readFilter(reader);
  const asked: string[] = [];
  reader.readSequence();
  while (reader.remain > 0) asked.push(reader.readString() ?? '');
  const below = rows.filter(({ dn }) => same(dn.slice(-base.length), base));
  if (below.length === 0) return [result(id, answers.done, codes.noSuchObject)];
  const hits = below.filter(meets);
  const limit = sizeLimit === 0 ? hits.length : sizeLimit;
  const entries = hits.slice(0, limit).map((row) =>
    message(id, answers.entry, (writer) => {
      writer.writeString(row.dn);
      writer.startSequence();
      for (const [name, values] of Object.entries(row.attributes)) {
        if (!asked.some((wanted) => same(wanted, name))) continue;
        writer.startSequence();
        writer.writeString(name);
        writer.startSequence(0x31);
        for (const value of values) writer.writeString(value);
        writer.endSequence();
        writer.endSequence();
      }
      writer.endSequence();
    }),
  );
  return [...entries, result(id, answers.done, hits.length > limit ? codes.sizeLimitExceeded : codes.success)];
}

/** Starts the server on a free port of this machine. `identity`: its certificate and key, for STARTTLS. */
export async function startServer(
  plainRows: readonly Row[],
  identity: SecureContextOptions,
  { injects = false }: Manners = {},
): Promise<Running> {
  const rows = withGroups(plainRows);
  const open = new Set<Socket>();

  const serve = (socket: Socket): void => {
    let unread: Buffer = Buffer.alloc(0);
    const take = (reader: BerReader): void => {
      const id = reader.readInt() ?? 0;
      const tag = reader.readSequence();
      if (tag === tags.bind) socket.write(result(id, answers.bind, bind(rows, reader)));
      else if (tag === tags.search) for (const bytes of search(id, rows, reader)) socket.write(bytes);
      else if (tag === tags.extended) {
        new ExtendedRequest({ messageId: id }).parseMessage(reader);
        const early = injects ? result(id + 1, answers.bind, codes.success) : Buffer.alloc(0);
        socket.off('data', read);
        socket.write(Buffer.concat([result(id, answers.extended, codes.success), early]));
        serve(new TLSSocket(socket, { isServer: true, ...identity }));
      } else socket.end();
    };
    const read = (chunk: Buffer): void => {
      unread = Buffer.concat([unread, chunk]);
      while (unread.length > 0) {
        const reader = new BerReader(unread);
        if (reader.readSequence() === null || reader.remain < reader.length) return;
        const end = reader.offset + reader.length;
        const whole = new BerReader(unread.subarray(0, end));
        unread = unread.subarray(end);
        whole.readSequence();
        take(whole);
      }
    };
    socket.on('data', read).on('error', () => socket.destroy());
  };
  return listen(
    createServer((socket) => {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
      serve(socket);
    }),
    open,
  );
}

/** Starts a server that says `reply` to whatever it hears; null: never a word. */
export async function startRude(reply: Buffer | null): Promise<Running> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket)).on('error', () => socket.destroy());
    socket.on('data', () => reply !== null && socket.write(reply));
  });
  return listen(server, open);
}

async function listen(server: Server, open: ReadonlySet<Socket>): Promise<Running> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    connections: () => open.size,
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
