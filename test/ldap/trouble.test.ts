// Directory servers that are down, silent or rude: nothing waits, nothing leaks, nobody gets in.
import { createServer } from 'node:tls';
import { afterEach, expect, test, vi } from 'vitest';
import type { GroupLookup } from '../../src/core/model/directory-server.ts';
import { openDirectories } from '../../src/ldap/directories.ts';
import { makeIdentity, trusting } from './identity.ts';
import { passwords, rows, settings, suffix } from './people.ts';
import { message, type Running, result, startRude, startServer } from './server.ts';

const identity = await makeIdentity();
const running: Running[] = [];
const hasty = openDirectories({ connectMs: 1000, requestMs: 200 });
const patient = openDirectories();
const anonymous = { bindDn: '', bindPassword: '' };

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

async function rude(reply: Buffer | null): Promise<number> {
  const server = await startRude(reply);
  running.push(server);
  return server.port;
}

const silent = (): Promise<number> => rude(null);

test('a server that is down is unreachable', async () => {
  const server = await startRude(null);
  await server.stop();
  const trouble = { outcome: 'unreachable', reason: 'connect', detail: 'ECONNREFUSED' };
  expect(await patient.authenticate(settings(server.port), 'ada', passwords.ada)).toEqual(trouble);
  await expect(patient.find(settings(server.port), 'ada')).rejects.toMatchObject({ step: 'connect' });
});

test('no user is asked for with an empty password', async () => {
  const port = await silent();
  expect(await patient.authenticate(settings(port), 'ada', '')).toEqual({ outcome: 'wrong-credentials' });
});

test.each([
  ['bind', {}],
  ['search', anonymous],
  ['tls', { startTls: true }],
  ['tls', { host: 'ldaps://127.0.0.1' }],
])('a server that never answers costs no more than the time it is given: %s', async (reason, over) => {
  const port = await silent();
  const host = 'host' in over ? { host: `${over.host}:${port}` } : {};
  const trouble = { outcome: 'unreachable', reason, detail: 'timeout' };
  expect(await hasty.authenticate(settings(port, { ...over, ...host }), 'ada', passwords.ada)).toEqual(trouble);
  await vi.waitFor(() => expect(running[0]?.connections()).toBe(0));
});

test('a server that agrees to encrypt and then does not is told nothing more', async () => {
  const port = await rude(result(1, 0x78, 0));
  const trouble = { outcome: 'unreachable', reason: 'tls', detail: expect.any(String) };
  expect(await hasty.authenticate(settings(port, { startTls: true }), 'ada', passwords.ada)).toEqual(trouble);
});

test('a server that does not encrypt is told nothing more', async () => {
  const port = await rude(result(1, 0x78, 2));
  const trouble = { outcome: 'unreachable', reason: 'tls', detail: 'ldap-2' };
  expect(await patient.authenticate(settings(port, { startTls: true }), 'ada', passwords.ada)).toEqual(trouble);
});

test('what was said before the encryption does not count as said under it', async () => {
  const server = await startServer(rows, identity, { injects: true });
  running.push(server);
  const trouble = { outcome: 'unreachable', reason: 'tls', detail: expect.stringMatching(/protocol|closed/) };
  await trusting([identity.cert], async () => {
    const there = settings(server.port, { host: 'localhost', startTls: true });
    expect(await patient.authenticate(there, 'ada', passwords.ada)).toEqual(trouble);
  });
});

test('connections end with the question', async () => {
  const server = await startServer(rows, identity);
  running.push(server);
  await patient.authenticate(settings(server.port), 'ada', passwords.ada);
  await patient.authenticate(settings(server.port), 'ada', 'wrong');
  await patient.find(settings(server.port, { bindPassword: 'wrong' }), 'ada').catch(() => {});
  await vi.waitFor(() => expect(server.connections()).toBe(0));
});

test.each<[string, GroupLookup]>([
  ['memberOf', { by: 'membership', attribute: 'memberOf', nameAttribute: 'cn' }],
  [
    'a search',
    {
      by: 'search',
      baseDn: `ou=groups,${suffix}`,
      filter: '(objectClass=groupOfNames)',
      memberAttribute: 'member',
      referenceAttribute: null,
      nameAttribute: 'cn',
    },
  ],
])('no more than 1,000 groups are read: %s', async (_, groups) => {
  const many = Array.from({ length: 1001 }, (__, index) => ({
    dn: `cn=g${index},ou=groups,${suffix}`,
    attributes: { objectClass: ['groupOfNames'], cn: [`g${index}`], member: [`uid=ada,ou=people,${suffix}`] },
  }));
  const server = await startServer([...rows, ...many], identity);
  running.push(server);
  const found = await patient.find(settings(server.port, { groups }), 'ada');
  expect(found?.groups).toHaveLength(1000);
});

test('ldaps is encrypted from the first byte', async () => {
  const words: Buffer[] = [];
  const server = createServer(identity, (socket) => {
    socket.on('data', (chunk) => {
      words.push(chunk);
      socket.write(result(1, 0x61, 49));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : null;
  await trusting([identity.cert], async () => {
    const there = settings(1, { host: `ldaps://localhost:${port}` });
    await expect(patient.find(there, 'ada')).rejects.toMatchObject({ step: 'bind', detail: 'ldap-49' });
  });
  await expect(patient.find(settings(1, { host: `ldaps://localhost:${port}` }), 'ada')).rejects.toMatchObject({
    step: 'tls',
  });
  expect(Buffer.concat(words).toString('latin1')).toContain('cn=searcher');
  await new Promise((resolve) => server.close(resolve));
});

const entry = (body: number[]): Buffer =>
  message(1, 0x64, (writer) => {
    for (const byte of body) writer.writeByte(byte);
  });
const done = result(1, 0x65, 0);

test.each<[string, Buffer]>([
  ['words of another protocol', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ['a message without a length', Buffer.from([0x30, 0x80, 0x02, 0x01, 0x01])],
  ['a length of more than four bytes', Buffer.from([0x30, 0x85, 1, 1, 1, 1, 1])],
  ['an empty message', Buffer.from([0x30, 0x00])],
  ['an answer to another request', result(7, 0x65, 0)],
  ['another sort of answer', result(1, 0x61, 0)],
  ['a result without a code', message(1, 0x65, () => {})],
  ['a notice that it hangs up', result(0, 0x78, 52)],
  ['an entry whose attributes are longer than the message', Buffer.concat([entry([0x04, 1, 0x61, 0x30, 0x64]), done])],
  ['an entry with a torn attribute', Buffer.concat([entry([0x04, 1, 0x61, 0x30, 3, 0x30, 1, 0x04]), done])],
  ['an entry without attributes', Buffer.concat([entry([0x04, 1, 0x61]), done])],
  [
    'more entries than anybody asked for',
    Buffer.concat(Array.from({ length: 1002 }, () => entry([4, 1, 0x61, 0x30, 0]))),
  ],
  [
    'more bytes than anybody reads',
    Buffer.alloc(4 * 1024 * 1024 + 1, Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff])),
  ],
])('a server that answers with %s lets nobody in', async (_, reply) => {
  const port = await rude(reply);
  const server = settings(port, anonymous);
  const trouble = { outcome: 'unreachable', reason: 'search', detail: 'protocol' };
  expect(await patient.authenticate(server, 'ada', passwords.ada)).toEqual(trouble);
});

test('a limit of the server hides no second user', async () => {
  const one = entry([0x04, 1, 0x61, 0x30, 0]);
  const port = await rude(Buffer.concat([one, result(1, 0x65, 4)]));
  expect(await patient.find(settings(port, anonymous), 'ada')).toBeNull();
});

test.each(['', 'ldap://', 'ldaps://a b', 'ldap://h:99999'])('%j is no address', async (host) => {
  const trouble = { outcome: 'unreachable', reason: 'connect', detail: 'address' };
  expect(await patient.authenticate(settings(1, { host }), 'ada', passwords.ada)).toEqual(trouble);
  expect(await patient.authenticate(settings(0), 'ada', passwords.ada)).toEqual(trouble);
});
