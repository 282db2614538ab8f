// The Clerk API under bad input: never a 5xx, always the envelope, and what is refused changes nothing.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Arena, checkAnswer, openArena } from './arena.ts';
import { nasty, rawBodies, samples } from './nasty.ts';
import { allFields, operations, strayFields } from './operations.ts';

/** Fixed, so that a failure comes again; fast-check prints it with the counterexample. */
const seed = 20_261_121;
const withBody = operations.filter(({ method, path }) => method !== 'DELETE' && !path.endsWith('profile_image'));
/** The others look at no body: whatever it says must change nothing more than they always do. */
const withFields = withBody.filter(({ fields }) => Object.keys(fields).length > 0);
let arena: Arena;

beforeAll(async () => {
  arena = await openArena();
});
afterAll(() => arena.close());

/** Fields that make the server work hard when they are good; the tests of passwords have their own place. */
const plain = allFields.filter((field) => !field.startsWith('password'));

describe('bodies', () => {
  test('every field of every operation takes every kind of wrong value', { timeout: 60_000 }, async () => {
    for (const operation of withBody) {
      for (const field of Object.keys(operation.fields)) {
        for (const [, value] of samples) await arena.probe(operation, { body: { [field]: value } }, [field]);
      }
    }
  });

  test('every whole body that is no object of known fields is refused', { timeout: 60_000 }, async () => {
    for (const operation of withFields) {
      for (const [name, body] of rawBodies) {
        const { status } = await arena.probe(operation, { body }, []);
        expect(status, `${operation.method} ${operation.path} with ${name}`).toBeGreaterThanOrEqual(400);
      }
    }
  });

  test('fields of every kind on every route change only what the route allows', { timeout: 60_000 }, async () => {
    const field = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...plain) },
      { weight: 1, arbitrary: fc.constantFrom(...strayFields) },
    );
    const good = fc.constantFrom<unknown[]>(true, false, 1, 'admin', 'verified', ['admin'], { a: 1 }, 'x@example.net');
    const body = fc.dictionary(field, fc.oneof(nasty, good), { maxKeys: 5 });
    const probe = async (operation: (typeof withBody)[number], content: Record<string, unknown>) => {
      const { status } = await arena.probe(operation, { body: { ...content } }, Object.keys(content));
      const strange =
        withFields.includes(operation) && Object.keys(content).some((name) => !(name in operation.fields));
      if (strange) expect(status, `${operation.method} ${operation.path}`).toBeGreaterThanOrEqual(400);
    };
    const property = fc.asyncProperty(fc.constantFrom(...withBody), body, probe);
    await fc.assert(property, { seed, numRuns: 2500, endOnFailure: true });
  });

  test('every stray field is refused on every route, alone and beside good ones', async () => {
    const [update] = withBody.filter(({ method, path }) => method === 'PATCH' && path === '/v1/users/{user}');
    for (const operation of withBody) {
      for (const name of strayFields.filter((each) => !(each in operation.fields))) {
        const beside = operation === update ? { first_name: 'Never', public_metadata: { never: true } } : {};
        const { status } = await arena.probe(operation, { body: { ...beside, [name]: 'admin' } }, []);
        const least = withFields.includes(operation) ? 400 : 200;
        expect(status, `${operation.method} ${operation.path} with ${name}`).toBeGreaterThanOrEqual(least);
      }
    }
  });

  test('metadata of any shape is stored as it came, or refused', { timeout: 60_000 }, async () => {
    const routes = withBody.filter(({ path }) => path.endsWith('/metadata'));
    const property = fc.asyncProperty(fc.constantFrom(...routes), nasty, async (operation, value) => {
      const { status } = await arena.probe(operation, { body: { public_metadata: value } }, ['public_metadata']);
      if (status !== 200 || operation.method !== 'PUT') return;
      const { body } = await arena.disturb('GET', `/v1/users/${arena.cast.user}`);
      expect(JSON.parse(JSON.stringify(body)).public_metadata).toEqual(JSON.parse(JSON.stringify(value ?? {})));
    });
    await fc.assert(property, { seed, numRuns: 800, endOnFailure: true });
  });

  test('one bad identifier among good ones creates nobody', async () => {
    const create = { method: 'POST', path: '/v1/users', fields: {}, always: [] } as const;
    const fresh = { username: 'somebody', email_address: ['fresh@example.com'], phone_number: ['+14155552699'] };
    const before = await arena.disturb('GET', '/v1/users/count');
    for (const bad of [
      { username: 'BYSTANDER' },
      { email_address: ['fresh@example.com', 'Bystander@Example.COM'] },
      { email_address: ['fresh@example.com', 'fresh@example.com', 'FRESH@example.com', 'x'] },
      { phone_number: ['+1 415 555 2672'] },
      { phone_number: ['+14155552699', 'x'] },
      { email_address: ['fresh@example.com'], phone_number: ['+14155552672'] },
      { external_id: 'x'.repeat(300) },
      { public_metadata: { big: 'x'.repeat(9000) } },
    ]) {
      const { status } = await arena.probe(create, { body: { ...fresh, ...bad } }, []);
      expect(status, JSON.stringify(bad).slice(0, 200)).toBeOneOf([400, 422]);
    }
    expect((await arena.disturb('GET', '/v1/users/count')).body).toEqual(before.body);
    const { status } = await arena.probe(create, { body: fresh }, []);
    expect(status).toBe(200);
  });
});

describe('queries', () => {
  const exact = [
    'email_address',
    'phone_number',
    'external_id',
    'username',
    'web3_wallet',
    'user_id',
    'organization_id',
  ];
  const partial = ['query', 'email_address_query', 'phone_number_query', 'username_query', 'name_query'];
  const times = [
    'last_active_at_before',
    'last_active_at_after',
    'last_active_at_since',
    'created_at_before',
    'created_at_after',
  ];
  const rest = [
    'last_sign_in_at_before',
    'last_sign_in_at_after',
    'banned',
    'provider',
    'provider_user_id',
    'limit',
    'offset',
  ];
  const names = [
    ...exact,
    ...partial,
    ...times,
    ...rest,
    'starting_after',
    'order_by',
    'paginated',
    '__proto__',
    'a[b]',
    'x',
  ];

  test('every filter takes every kind of wrong value', { timeout: 60_000 }, async () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }).map((text) => encodeURIComponent(text.toWellFormed())),
      fc.constantFrom(
        '',
        '-',
        '%2B',
        '-1',
        '0',
        '1e9',
        '501',
        '99999999999999999999',
        'true',
        'null',
        'NaN',
        '%00',
        '%25',
        '%5C',
      ),
      fc.constantFrom(
        '%',
        '%zz',
        '%c3%28',
        '%ed%a0%80',
        '%22%20OR%20%22',
        '*',
        '%27--',
        '&&&',
        '=',
        '[]',
        'a%20AND%20b',
        '+',
        ';',
      ),
      fc.constantFrom(
        'created_at',
        '-created_at',
        '%2Bemail_address',
        'shoe_size',
        'a,b',
        'created_at desc',
        'x'.repeat(5000),
      ),
    );
    const query = fc.array(fc.tuple(fc.constantFrom(...names), word), { maxLength: 5 });
    const path = fc.constantFrom(
      '/v1/users',
      '/v1/users/count',
      '/v1/sessions',
      '/v1/users/{user}/organization_invitations',
    );
    const property = fc.asyncProperty(path, query, async (template, pairs) => {
      const text = pairs.map(([name, value]) => `${name}=${value}`).join('&');
      checkAnswer(await arena.disturb('GET', `${template.replace('{user}', arena.cast.user)}?${text}`));
    });
    await fc.assert(property, { seed, numRuns: 1200, endOnFailure: true });
  });

  test('a hundred and one values of one filter are too many, and a long query is only long', async () => {
    for (const name of exact) {
      const many = Array.from({ length: 101 }, (_, index) => `${name}=v${index}`).join('&');
      const exchange = await arena.disturb('GET', `/v1/users?${many}`);
      checkAnswer(exchange);
      expect(exchange.status, name).toBeGreaterThanOrEqual(400);
    }
    checkAnswer(await arena.disturb('GET', `/v1/users?query=${'a'.repeat(10_000)}`));
  });
});

test('there was enough of both, what is carried out and what is refused', () => {
  expect(arena.tally.accepted).toBeGreaterThan(1000);
  expect(arena.tally.refused).toBeGreaterThan(4000);
});
