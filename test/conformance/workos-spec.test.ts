// Every answer of a long conversation with the WorkOS API is what the vendor's specification promises.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../src/apis/workos/index.ts';
import { at, type Exchange, textAt } from './app.ts';
import { findSpecification, readSpecification } from './openapi.ts';
import { facts } from './workos-facts.ts';
import { beginTalk, type Talk } from './workos-talk.ts';
import { talkAboutMails } from './workos-talk-mails.ts';
import { talkAboutOrganizations } from './workos-talk-organizations.ts';
import { talkAboutSignIn } from './workos-talk-sign-in.ts';
import { talkAboutUsers } from './workos-talk-users.ts';
import { emptyAnswers, pages, statusReasons, unprovoked } from './workos-unlisted.ts';

const name = 'workos-openapi.yaml';
const path = findSpecification(name);
let talk: Talk;
let exchanges: Exchange[] = [];

/** What can come on every operation, listed or not: no key, nobody there, a list or body that cannot be read. */
const ungoverned = [401, 404, 422];

beforeAll(async () => {
  talk = await beginTalk();
  await talkAboutUsers(talk);
  await talkAboutMails(talk);
  await talkAboutOrganizations(talk);
  await talkAboutSignIn(talk);
  exchanges = talk.memory.exchanges.filter(({ url }) => !url.startsWith('/v1/'));
}, 60_000);
afterAll(() => talk.memory.app.close());

const shown = ({ method, url, status, text }: Exchange): string => `${method} ${url} → ${status} ${text.slice(0, 300)}`;
const pathOf = ({ url }: Exchange): string => url.replace(/\?.*$/, '');
const rowOf = (each: Exchange): string => {
  const found = routes.find(({ method, path: template }) => {
    const pattern = template.replace(/:\w+/g, '[^/]+').replace('*', '.+');
    return method === each.method && new RegExp(`^${pattern}$`).test(pathOf(each));
  });
  return found === undefined ? `${each.method} ${pathOf(each)}` : `${found.method} ${found.path}`;
};
const isPage = (each: Exchange): boolean => pages.has(`${each.method} ${pathOf(each)}`);
const isEmpty = (each: Exchange): boolean => each.status < 300 && emptyAnswers.has(rowOf(each));

test('every endpoint was asked, and gave good news', () => {
  const succeeded = new Set(exchanges.filter(({ status }) => status < 300).map(rowOf));
  expect(
    routes.map(({ method, path: template }) => `${method} ${template}`).filter((row) => !succeeded.has(row)),
  ).toEqual([]);
  expect(exchanges.filter(({ status }) => status < 300).length).toBeGreaterThan(200);
  expect(exchanges.filter(({ status }) => status >= 400).length).toBeGreaterThan(300);
});

test('no answer is a 5xx', () => {
  expect(exchanges.filter(({ status }) => status >= 500).map(shown)).toEqual([]);
});

test('every answer is JSON or, where nothing is to say, empty', () => {
  const wrong = exchanges.filter((each) => {
    const isJson = each.contentType?.startsWith('application/json') === true && each.body !== undefined;
    return isEmpty(each) ? each.text !== '' : !isJson && !isPage(each);
  });
  expect(wrong.map(shown)).toEqual([]);
});

test('every refusal has a text for people and, but for a missing key, a code', () => {
  const isEntry = (entry: unknown): boolean =>
    /^[\w-]+$/.test(textAt(entry, 'code')) && (textAt(entry, 'message') !== '' || textAt(entry, 'field') !== '');
  const wrong = exchanges.filter((each) => {
    const { status, body } = each;
    if (status < 400 || isPage(each)) return false;
    if (textAt(body, 'error') !== '') return textAt(body, 'error_description') === '';
    const errors = at(body, 'errors') ?? [];
    const hasCode = status === 401 || /^[a-z_]+$/.test(textAt(body, 'code'));
    const hasEntity = textAt(body, 'code') !== 'entity_not_found' || typeof at(body, 'entity_id') === 'string';
    return textAt(body, 'message') === '' || !hasCode || !hasEntity || !Array.isArray(errors) || !errors.every(isEntry);
  });
  expect(wrong.map(shown)).toEqual([]);
});

test('whoever is locked out for long is not made to wait by the SDK, which would wait for minutes', () => {
  const locked = exchanges.filter(({ url, status }) => url === '/user_management/authenticate' && status === 429);
  expect(locked.length).toBeGreaterThan(0);
  expect(locked.filter(({ headers }) => headers['retry-after'] !== undefined).map(shown)).toEqual([]);
  const sent = exchanges.filter(({ url, status }) => url === '/user_management/magic_auth' && status === 429);
  expect(sent.map(({ headers }) => Number(headers['retry-after']))).toEqual([expect.any(Number)]);
  for (const { headers } of sent) expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
});

/** The objects in an answer, at any depth. */
function objectsOf(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap(objectsOf);
  return typeof at(value, 'object') === 'string' ? [value, ...below] : below;
}

test('objects have the names they must have and no others', () => {
  const good = exchanges.filter((each) => each.status < 300 && pathOf(each) !== '/events');
  const objects = good.flatMap(({ body }) => objectsOf(body));
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

/** The members of an answer, at any depth. */
function membersOf(value: unknown): (readonly [name: string, value: unknown])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([member, each]) => [[member, each] as const, ...membersOf(each)]);
}

test('times are in UTC with milliseconds, and ids have their forms', () => {
  const members = exchanges.filter(({ status }) => status < 300).flatMap(({ body }) => membersOf(body));
  const times = members.filter(([member, value]) => /_at$/.test(member) && value !== null);
  expect(times.length).toBeGreaterThan(500);
  const isTime = (value: unknown) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(String(value));
  expect(times.filter(([, value]) => !isTime(value))).toEqual([]);
  const ids = members.filter(([member, value]) => /^id$|^(?!external|idp|client).*_id$/.test(member) && value !== null);
  expect(ids.length).toBeGreaterThan(500);
  expect(ids.filter(([, value]) => !/^[a-z_]+_[0-7][0-9A-HJKMNP-TV-Z]{25}/.test(String(value)))).toEqual([]);
});

if (path === null) {
  test(`${name} is not here (set MUSTER_SPECS): only the facts kept in this test were checked`, () => {
    expect(Object.keys(facts)).toContain('user');
  });
} else {
  describe(name, () => {
    const specification = readSpecification(path);
    const operationOf = (each: Exchange): string => specification.operationOf(each.method, pathOf(each)) ?? '';
    const isUnreadable = ({ status, body }: Exchange): boolean =>
      status === 400 && textAt(body, 'code') === 'invalid_request_body';
    const isListed = (each: Exchange): boolean =>
      specification.statusesOf(operationOf(each)).includes(each.status) && !isUnreadable(each);

    test('every question is one of its operations, and all that are served were asked', () => {
      expect(exchanges.filter((each) => operationOf(each) === '').map(shown)).toEqual([]);
      const blank = (text: string): string => text.replace(/:\w+|\*|\{\w+\}/g, '{}');
      const rows = routes.map(({ method, path: template }) => blank(`${method} ${template}`));
      const served = specification.operations.filter((each) => rows.includes(blank(each)) || pages.has(each));
      expect(served).toHaveLength(rows.length + pages.size);
      const asked = new Set(exchanges.map(operationOf));
      expect(served.filter((each) => !asked.has(each))).toEqual([]);
    });

    test('every status is listed for its operation, one that can always come, or one with a reason', () => {
      const wrong = exchanges.filter((each) => {
        const reason = statusReasons[`${operationOf(each)} ${each.status}`];
        return !isListed(each) && !ungoverned.includes(each.status) && !isUnreadable(each) && reason === undefined;
      });
      expect(wrong.map(shown)).toEqual([]);
    });

    test('every body validates where the document says what it is', () => {
      const governed = exchanges.filter((each) => isListed(each) && !isEmpty(each) && !isPage(each));
      const faults = governed.flatMap((each) => {
        const fault = specification.faultOf(operationOf(each), each.status, each.body);
        return fault === null ? [] : [`${shown(each)}: ${fault}`];
      });
      expect(faults).toEqual([]);
      expect(governed.length).toBeGreaterThan(400);
    });

    test('every refusal that it lists came up, or cannot', () => {
      const heard = new Set(
        exchanges.flatMap((each) => {
          const code = textAt(each.body, 'code') || textAt(each.body, 'error');
          return [`${operationOf(each)} ${each.status}`, `${operationOf(each)} ${each.status} ${code}`];
        }),
      );
      const promised = [...new Set(exchanges.map(operationOf))].flatMap((operation) =>
        specification.statusesOf(operation).flatMap((status) => {
          const codes = status < 400 ? [] : specification.codesOf(operation, status);
          return codes.length === 0
            ? [`${operation} ${status}`]
            : codes.map((code) => `${operation} ${status} ${code}`);
        }),
      );
      const silent = promised.filter((each) => !heard.has(each));
      const isExplained = (each: string): boolean =>
        Object.keys(unprovoked).some((known) => each === known || each.endsWith(` ${known}`));
      expect(silent.filter((each) => !isExplained(each))).toEqual([]);
      const isNeeded = (known: string): boolean => silent.some((each) => each === known || each.endsWith(` ${known}`));
      expect(Object.keys(unprovoked).filter((known) => !isNeeded(known))).toEqual([]);
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
