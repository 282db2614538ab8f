// The native API under bad input: never a 5xx, always a problem document, and what is refused changes nothing.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, type Exchange, type Method, textAt } from '../conformance/app.ts';
import { type Arena, openArena } from './arena.ts';
import { nasty, rawBodies, samples } from './nasty.ts';
import { strayFields } from './operations.ts';

/** Fixed, so that a failure comes again; fast-check prints it with the counterexample. */
const seed = 20_261_121;
const merge = { 'content-type': 'application/merge-patch+json' };
const patch = { 'content-type': 'application/json-patch+json' };
const fields = [
  ...[
    'username',
    'firstName',
    'lastName',
    'name',
    'locale',
    'timezone',
    'externalId',
    'profileImageId',
    'role',
    'groups',
  ],
  ...['emails', 'primaryEmail', 'phones', 'primaryPhone', 'wallets', 'primaryWallet', 'identities', 'active', 'banned'],
  ...['locked', 'deleteSelfEnabled', 'createOrganizationEnabled', 'createOrganizationsLimit', 'passwordCompromised'],
  ...['confirmation', 'legalAcceptedAt', 'createdAt', 'aliases', 'metadata', 'id', 'serial', 'ids', 'rev', 'updatedAt'],
  ...['system', 'bannedAt', 'lockedAt', 'lockedUntil', 'extras', 'credentials', 'activity'],
];
/** Those that no request may change. */
const readOnly = [
  'id',
  'serial',
  'ids',
  'rev',
  'updatedAt',
  'system',
  'bannedAt',
  'lockedAt',
  'lockedUntil',
  'extras',
  'credentials',
  'activity',
];
const writeOnly = ['password', 'totp', 'backupCodes'];
let arena: Arena;
let user = '';

beforeAll(async () => {
  arena = await openArena();
  user = `/api/users/${arena.cast.user}`;
});
afterAll(() => arena.close());

/** Never a 5xx; JSON of exactly the right type; a refusal says what, why and for which request. */
function check({ method, url, status, contentType, body, text }: Exchange): void {
  const shown = `${method} ${url} → ${status} ${text.slice(0, 300)}`;
  expect(status, shown).toBeLessThan(500);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
  if (status === 204 || status === 304) return;
  expect(contentType, shown).toBe(status >= 400 ? 'application/problem+json' : 'application/json');
  if (status < 400) return;
  expect(at(body, 'status'), shown).toBe(status);
  for (const key of ['type', 'title', 'detail', 'requestId'])
    expect(textAt(body, key).length, shown).toBeGreaterThan(0);
  expect(Array.isArray(at(body, 'errors')), shown).toBe(true);
}

async function send(
  method: Method,
  url: string,
  body?: unknown,
  headers: Record<string, string> = merge,
): Promise<Exchange> {
  const exchange = await arena.disturb(method, url, { body, headers });
  check(exchange);
  return exchange;
}

test('every member takes every kind of wrong value, in a merge patch and in a JSON patch', {
  timeout: 60_000,
}, async () => {
  for (const field of [...fields, ...writeOnly]) {
    for (const [, value] of samples) {
      await send('PATCH', user, { [field]: value });
      await send('PATCH', user, [{ op: 'replace', path: `/${field}`, value }], patch);
    }
  }
});

test('what is read-only stays, whatever is sent', { timeout: 60_000 }, async () => {
  const shown = async () => Object(JSON.parse((await arena.disturb('GET', user)).text));
  for (const field of readOnly) {
    const before = (await shown())[field];
    for (const [, value] of samples) {
      const answer = await send('PATCH', user, { [field]: value });
      if (answer.status === 200) expect((await shown())[field], field).toEqual(before);
    }
  }
});

test('strange members are refused, alone and beside good ones', async () => {
  const stray = strayFields.filter((name) => !fields.includes(name) && !writeOnly.includes(name));
  for (const name of stray) {
    for (const body of [{ [name]: 'admin' }, { firstName: 'Never', [name]: true }]) {
      const { status } = await send('PATCH', user, body);
      expect(status, name).toBeGreaterThanOrEqual(400);
    }
    expect((await send('POST', '/api/users', { username: 'never_made', [name]: 1 }, {})).status).toBeGreaterThanOrEqual(
      400,
    );
  }
});

test('raw bodies that are no document are refused', { timeout: 60_000 }, async () => {
  const routes: [Method, string, Record<string, string>][] = [
    ['POST', '/api/users', {}],
    ['PATCH', user, merge],
    ['PATCH', user, patch],
    ['PUT', `${user}/password`, {}],
    ['POST', `${user}/password/verify`, {}],
    ['POST', `${user}/totp/confirm`, {}],
    ['POST', `${user}/second-factor/verify`, {}],
    ['POST', '/api/sign-in', {}],
  ];
  for (const [method, url, headers] of routes) {
    for (const [name, body] of rawBodies) {
      const { status } = await send(method, url, body, headers);
      const isNothing = headers === patch && name === 'an array';
      expect(isNothing ? 400 : status, `${method} ${url} with ${name}`).toBeGreaterThanOrEqual(400);
    }
  }
});

test('patches of any shape are carried out or refused whole', { timeout: 60_000 }, async () => {
  const members = [...fields, 'totp', 'backupCodes', ...strayFields];
  const document = fc.dictionary(fc.constantFrom(...members), nasty, { maxKeys: 4 });
  const pointer = fc.oneof(
    fc.constantFrom(...fields).map((field) => `/${field}`),
    fc.constantFrom(
      '',
      '/',
      '/metadata/public/a',
      '/metadata/public/__proto__/polluted',
      '/emails/-',
      '/emails/0',
      '/emails/99',
    ),
    fc.constantFrom(
      '/emails/0/verified',
      '/constructor/prototype/polluted',
      '/~',
      '/~2',
      'no',
      '/metadata/public/a/0/~01',
      '/-',
    ),
  );
  const operation = fc.record(
    {
      op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test', 'drop'),
      path: pointer,
      from: pointer,
      value: nasty,
    },
    { requiredKeys: ['op'] },
  );
  const body = fc.oneof(
    document.map((value) => ({ body: { ...value }, headers: merge })),
    fc.array(operation, { maxLength: 4 }).map((value) => ({ body: value, headers: patch })),
  );
  const url = fc.constantFrom('', '?dry_run=true', '?dry_run=x', '?x=y');
  const property = fc.asyncProperty(url, body, async (query, { body: content, headers }) => {
    await send('PATCH', `${user}${query}`, content, headers);
  });
  await fc.assert(property, { seed, numRuns: 1500, endOnFailure: true });
});

test('queries, ids and preconditions that make no sense are refused in words', { timeout: 60_000 }, async () => {
  const word = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 15 }).map((text) => encodeURIComponent(text.toWellFormed())),
    fc.constantFrom('', '0', '-1', '1e9', '%00', '%2e%2e', 'null', '%5B%5D', '%27--', 'true', 'a'.repeat(3000)),
  );
  const names = [
    'limit',
    'cursor',
    'count',
    'sort',
    'query',
    'email',
    'username',
    'externalId',
    'id',
    'banned',
    'status',
    '__proto__',
    'x',
  ];
  const query = fc.array(fc.tuple(fc.constantFrom(...names), word), { maxLength: 4 });
  const path = fc.constantFrom(
    '/api/users',
    `${user}/history`,
    `${user}/sessions`,
    '/api/realm',
    '/api/realm/history',
    user,
    '/api/nothing',
  );
  const tag = fc.constantFrom(
    '*',
    '"1"',
    'W/"1"',
    '1',
    '"',
    '""',
    ',',
    '"999999999999999999999"',
    `"${'x'.repeat(500)}"`,
  );
  const property = fc.asyncProperty(path, query, tag, async (url, pairs, etag) => {
    const text = pairs.map(([name, value]) => `${name}=${value}`).join('&');
    await send('GET', `${url}?${text}`, undefined, { 'if-match': etag });
  });
  await fc.assert(property, { seed, numRuns: 600, endOnFailure: true });
  const ids = [
    'x',
    'serial:0',
    'serial:x',
    'serial:99999999999999999999',
    'alias:',
    'alias:a:b',
    'external:',
    '__proto__',
    '%00',
    '%F0%9F%92%A9',
  ];
  for (const id of [...ids, 'constructor:x', `external:${'x'.repeat(3000)}`, arena.cast.session]) {
    for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
      expect((await send(method, `/api/users/${id}`, method === 'PATCH' ? {} : undefined)).status).toBe(404);
    }
  }
});

test('no key, or a wrong one, opens nothing', async () => {
  const targets: [Method, string][] = [
    ['GET', '/api/users'],
    ['POST', '/api/users'],
    ['GET', user],
    ['PATCH', user],
    ['DELETE', user],
    ['GET', `${user}/history`],
    ['GET', '/api/realm'],
    ['DELETE', `${user}/sessions`],
    ['PUT', `${user}/password`],
    ['POST', `${user}/totp`],
    ['POST', `${user}/totp/confirm`],
    ['DELETE', `${user}/totp`],
    ['POST', `${user}/backup-codes`],
    ['DELETE', `${user}/backup-codes`],
    ['DELETE', `${user}/second-factors`],
    ['POST', `${user}/second-factor/verify`],
    ['POST', '/api/sign-in'],
    ['GET', '/api/realm/history'],
  ];
  for (const authorization of ['', 'Bearer', 'Bearer x', 'Basic eDp4', `Bearer ${'x'.repeat(5000)}`]) {
    for (const [method, url] of targets) {
      const body = method === 'GET' || method === 'DELETE' ? undefined : {};
      expect((await send(method, url, body, { authorization })).status, `${method} ${url}`).toBe(401);
    }
  }
});

test('codes and claims of any shape sign nobody in', { timeout: 60_000 }, async () => {
  await send('PATCH', user, { totp: { secret: 'JBSWY3DPEHPK3PXP' }, backupCodes: ['the only one'] });
  const names = fc.constantFrom('identifier', 'password', 'code', 'ipAddress', 'userAgent', '__proto__', 'userId', 'x');
  const good = fc.constantFrom('victim', 'victim@example.com', '+14155552671', '203.0.113.1', 'Admin', 'guest');
  const body = fc.dictionary(names, fc.oneof(nasty, good), { maxKeys: 5 });
  const paths = [`${user}/totp/confirm`, `${user}/second-factor/verify`, '/api/sign-in'];
  const property = fc.asyncProperty(fc.constantFrom(...paths), body, async (url, content) => {
    const claim = { identifier: 'victim', password: '', ...content };
    const { status } = await send('POST', url, url === '/api/sign-in' ? claim : { code: content.code ?? '' }, {});
    expect(status).toBeGreaterThanOrEqual(400);
  });
  await fc.assert(property, { seed, numRuns: 200, endOnFailure: true });
  await send('DELETE', `${user}/second-factors`);
});

test('there was enough of both, what is carried out and what is refused', () => {
  expect(arena.tally.accepted).toBeGreaterThan(300);
  expect(arena.tally.refused).toBeGreaterThan(3000);
});
