// Every answer of a conversation with the WorkOS API about users is what the vendor's specification promises.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workosDigests } from '../clients/workos-digests.ts';
import { at, type Exchange, type Memory, openMemory, textAt } from './app.ts';
import { findSpecification, readSpecification } from './openapi.ts';

const name = 'workos-openapi.yaml';
const path = findSpecification(name);
const prefix = '/user_management';
const nobody = 'user_01E4ZCR3C56J083X43JQXF3JK5';
const password = 'correct horse battery 7!';
let memory: Memory;
let exchanges: Exchange[] = [];

/** What can come on every operation, listed or not: no key, nobody there, a list or body that cannot be read. */
const ungoverned = [401, 404, 422];

/** A departure: the keys come without certificates of themselves, which nobody needs to verify a token. */
const certificates = { x5c: ['none'], 'x5t#S256': 'none' };

function withCertificates({ url, body }: Exchange): unknown {
  const keys = at(body, 'keys');
  if (!url.startsWith('/sso/jwks/') || !Array.isArray(keys)) return body;
  return { ...Object(body), keys: keys.map((key) => ({ ...key, ...certificates })) };
}

async function createUsers({ ask }: Memory): Promise<string> {
  const full = {
    ...{ email: 'ada@example.com', email_verified: true, password, external_id: 'ext/1', metadata: { team: 'red' } },
    ...{ first_name: 'Ada', last_name: 'Lovelace', name: 'Ada L.' },
    ...{ ip_address: '203.0.113.42', user_agent: 'Mozilla/5.0', signals_id: 'x' },
  };
  const made = await ask('POST', `${prefix}/users`, { body: full });
  const bodies: unknown[] = [
    { email: 'grace@example.com', first_name: null, last_name: null, name: null, external_id: null, metadata: null },
    full,
    { email: 'another@example.com', external_id: 'ext/1' },
    {},
    { email: '' },
    { email: 'no address' },
    { email: 'someone@example.com', password: 'short' },
    { email: 'someone@example.com', password, password_hash: 'x', password_hash_type: 'bcrypt' },
    { email: 'someone@example.com', password_hash: 'x', password_hash_type: 'bcrypt' },
    { email: 'someone@example.com', metadata: { key: 'x'.repeat(601) } },
    { email: 'someone@example.com', shoe_size: 43 },
    [],
  ];
  for (const body of bodies) await ask('POST', `${prefix}/users`, { body });
  return textAt(made.body, 'id');
}

async function updateUser({ ask }: Memory, id: string): Promise<void> {
  const bodies: unknown[] = [
    {},
    { first_name: 'John', last_name: 'Wick', name: 'Baba Yaga', locale: 'en-US', external_id: 'ext/2' },
    { metadata: { plan: 'pro', team: null } },
    { metadata: {} },
    { metadata: null, external_id: null, locale: null },
    { email: 'ada@example.org' },
    { email: 'ada@example.net', email_verified: true },
    { password: 'another Long pass 9' },
    ...workosDigests.map(({ type, digest, position }) => {
      return {
        ...{ password_hash: digest, password_hash_type: type },
        ...(position === null ? {} : { password_salt_position: position }),
      };
    }),
    { email: 'grace@example.com' },
    { email: 'no address' },
    { email: '' },
    { email_verified: false },
    { password: 'short' },
    { password: 5 },
    { password, password_hash: 'x', password_hash_type: 'bcrypt' },
    { password, password_hash_type: 'bcrypt' },
    { password_salt_position: 'prefix' },
    { password_hash: 'x', password_hash_type: 'bcrypt' },
    { password_hash: 'x' },
    { password_hash: 'x', password_hash_type: 'rot13' },
    { external_id: 'x'.repeat(129) },
    { metadata: { ['k'.repeat(41)]: 'x' } },
    { metadata: { a: 5 } },
    { metadata: 'x' },
    { locale: '!' },
    { first_name: null },
    { first_name: 'x'.repeat(10_000) },
    { shoe_size: 43 },
    [],
    null,
    '{"first_name":',
    '{"first_name":"\\u0000"}',
    '{"__proto__":{"polluted":true}}',
  ];
  for (const body of bodies) await ask('PUT', `${prefix}/users/${id}`, { body });
  const other = await ask('POST', `${prefix}/users`, { body: { email: 'last@example.com', external_id: 'taken' } });
  await ask('PUT', `${prefix}/users/${id}`, { body: { external_id: 'taken' } });
  await ask('PUT', `${prefix}/users/${nobody}`, { body: {} });
  await ask('PUT', `${prefix}/users/${id}`, { body: {}, headers: { authorization: 'Bearer sk_test_wrong' } });
  await ask('DELETE', `${prefix}/users/${textAt(other.body, 'id')}`);
}

async function readUsers({ ask }: Memory, id: string): Promise<void> {
  await ask('PUT', `${prefix}/users/${id}`, { body: { external_id: 'a/b' } });
  for (const each of ['a%2Fb', 'nothing']) await ask('GET', `${prefix}/users/external_id/${each}`);
  const queries = [
    '',
    'limit=1',
    'order=asc',
    'order=normal',
    'email=GRACE@example.com',
    `after=${id}`,
    `before=${id}`,
  ];
  const wrong = ['limit=0', 'limit=101', 'limit=x', 'order=sideways', 'after=nothing', `before=${nobody}`];
  for (const query of [...queries, ...wrong]) await ask('GET', `${prefix}/users?${query}`);
  const listed = await ask('GET', `/v1/users?email_address=ada@example.net`);
  const begin = () => ask('POST', '/v1/sessions', { body: { user_id: textAt(listed.body, 0, 'id') } });
  for (const one of [await begin(), await begin()]) expect(one.status, one.text).toBe(200);
  for (const each of [id, nobody, 'nobody']) {
    await ask('GET', `${prefix}/users/${each}`);
    await ask('GET', `${prefix}/users/${each}/identities`);
    for (const query of ['', 'limit=1', 'order=asc', 'limit=0']) {
      await ask('GET', `${prefix}/users/${each}/sessions?${query}`);
    }
  }
  const sessions = await ask('GET', `${prefix}/users/${id}/sessions`);
  for (const session of [textAt(sessions.body, 'data', 0, 'id'), 'session_01E4ZCR3C56J083X43JQXF3JK5']) {
    await ask('POST', `${prefix}/sessions/revoke`, { body: { session_id: session } });
  }
  await ask('POST', `${prefix}/sessions/revoke`, { body: {} });
  await ask('GET', '/sso/jwks/client_01HXYZ123456789ABCDEFGHIJ');
  for (const each of [id, id, nobody]) await ask('DELETE', `${prefix}/users/${each}`);
}

beforeAll(async () => {
  memory = await openMemory();
  const id = await createUsers(memory);
  await updateUser(memory, id);
  await readUsers(memory, id);
  exchanges = memory.exchanges.filter(({ url }) => !url.startsWith('/v1/'));
});
afterAll(() => memory.app.close());

const shown = ({ method, url, status, text }: Exchange): string => `${method} ${url} → ${status} ${text.slice(0, 300)}`;
const pathOf = ({ url }: Exchange): string => url.replace(/\?.*$/, '');
const isEmpty = ({ method, url, status }: Exchange): boolean =>
  status === 200 && (method === 'DELETE' || url === `${prefix}/sessions/revoke`);

test('the conversation has both good and bad news', () => {
  expect(exchanges.filter(({ status }) => status < 300).length).toBeGreaterThan(35);
  expect(exchanges.filter(({ status }) => status >= 400).length).toBeGreaterThan(45);
});

test('no answer is a 5xx', () => {
  expect(exchanges.filter(({ status }) => status >= 500).map(shown)).toEqual([]);
});

test('every answer is JSON or, where nothing is to say, empty', () => {
  const wrong = exchanges.filter((each) => {
    const isJson = each.contentType?.startsWith('application/json') === true && each.body !== undefined;
    return isEmpty(each) ? each.text !== '' : !isJson;
  });
  expect(wrong.map(shown)).toEqual([]);
});

test('every refusal has a text for people and, but for a missing key, a code', () => {
  const isEntry = (entry: unknown): boolean =>
    /^[a-z0-9_]+$/.test(textAt(entry, 'code')) && textAt(entry, 'message') !== '';
  const wrong = exchanges.filter(({ status, body }) => {
    if (status < 400) return false;
    const errors = at(body, 'errors') ?? [];
    const hasCode = status === 401 || /^[a-z_]+$/.test(textAt(body, 'code'));
    const hasEntity = textAt(body, 'code') !== 'entity_not_found' || typeof at(body, 'entity_id') === 'string';
    return textAt(body, 'message') === '' || !hasCode || !hasEntity || !Array.isArray(errors) || !errors.every(isEntry);
  });
  expect(wrong.map(shown)).toEqual([]);
});

const facts: Readonly<Record<string, { required: readonly string[]; optional: readonly string[] }>> = {
  user: {
    required: [
      ...['object', 'id', 'email', 'email_verified', 'first_name', 'last_name', 'profile_picture_url'],
      ...['external_id', 'last_sign_in_at', 'created_at', 'updated_at'],
    ],
    optional: ['name', 'locale', 'metadata'],
  },
  session: {
    required: [
      ...['object', 'id', 'user_id', 'ip_address', 'user_agent', 'auth_method', 'status', 'expires_at', 'ended_at'],
      ...['created_at', 'updated_at'],
    ],
    optional: ['organization_id', 'impersonator'],
  },
  list: { required: ['object', 'data', 'list_metadata'], optional: [] },
};

/** The objects in an answer: itself, or those of its list. */
function objectsOf(body: unknown): unknown[] {
  const data = at(body, 'data');
  return [body, ...(Array.isArray(data) ? data : [])].filter((each) => typeof at(each, 'object') === 'string');
}

test('users, sessions and lists have the names they must have and no others', () => {
  const objects = exchanges.filter(({ status }) => status < 300).flatMap(({ body }) => objectsOf(body));
  for (const [kind, { required, optional }] of Object.entries(facts)) {
    const found = objects.filter((each) => at(each, 'object') === kind);
    expect(found.length, kind).toBeGreaterThan(0);
    for (const each of found) {
      const names = Object.keys(Object(each));
      expect(names).toEqual(expect.arrayContaining([...required]));
      expect([...required, ...optional]).toEqual(expect.arrayContaining(names));
    }
  }
});

if (path === null) {
  test(`${name} is not here (set MUSTER_SPECS): only the facts kept in this test were checked`, () => {
    expect(Object.keys(facts)).toEqual(['user', 'session', 'list']);
  });
} else {
  describe(name, () => {
    const specification = readSpecification(path);
    const operationOf = (each: Exchange): string => specification.operationOf(each.method, pathOf(each)) ?? '';

    test('every question is one of its operations, and each of them succeeded', () => {
      expect(exchanges.filter((each) => operationOf(each) === '').map(shown)).toEqual([]);
      const succeeded = new Set(exchanges.filter(({ status }) => status < 300).map(operationOf));
      expect([...succeeded].sort()).toEqual([
        'DELETE /user_management/users/{id}',
        'GET /sso/jwks/{clientId}',
        'GET /user_management/users',
        'GET /user_management/users/external_id/{external_id}',
        'GET /user_management/users/{id}',
        'GET /user_management/users/{id}/identities',
        'GET /user_management/users/{id}/sessions',
        'POST /user_management/sessions/revoke',
        'POST /user_management/users',
        'PUT /user_management/users/{id}',
      ]);
    });

    test('every status is listed for its operation, or one that can always come', () => {
      const wrong = exchanges.filter((each) => {
        const isUnreadable = each.status === 400 && textAt(each.body, 'code') === 'invalid_request_body';
        return ![...specification.statusesOf(operationOf(each)), ...ungoverned].includes(each.status) && !isUnreadable;
      });
      expect(wrong.map(shown)).toEqual([]);
    });

    test('every body validates where the document says what it is', () => {
      const governed = exchanges.filter((each) => {
        const isListed = specification.statusesOf(operationOf(each)).includes(each.status);
        return isListed && !isEmpty(each) && textAt(each.body, 'code') !== 'invalid_request_body';
      });
      const faults = governed.flatMap((each) => {
        const fault = specification.faultOf(operationOf(each), each.status, withCertificates(each));
        return fault === null ? [] : [`${shown(each)}: ${fault}`];
      });
      expect(faults).toEqual([]);
      expect(governed.length).toBeGreaterThan(80);
    });

    test('the facts kept in this test are those of the document', () => {
      const schema = specification.component('UserlandUser');
      const names = Object.keys(Object(at(schema, 'properties')));
      const { required = [], optional = [] } = facts.user ?? {};
      expect([...required, ...optional].sort()).toEqual(names.sort());
      expect([...required].sort()).toEqual([...Object.values(Object(at(schema, 'required')))].sort());
    });

    test('a body that is not what was promised does not pass', () => {
      const good = exchanges.find(({ method, status }) => method === 'POST' && status === 201);
      expect(specification.faultOf('POST /user_management/users', 201, good?.body)).toBe(null);
      for (const change of [{ id: 5 }, { email: null }, { email_verified: 'no' }, { created_at: undefined }]) {
        const body = JSON.parse(JSON.stringify({ ...Object(good?.body), ...change }));
        expect(specification.faultOf('POST /user_management/users', 201, body)).not.toBe(null);
      }
    });
  });
}
