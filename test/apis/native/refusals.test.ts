// The refusals: each code has its problem, and those that can be reached are.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wordingOf, wordingOfAll } from '../../../src/apis/native/refusal-problems.ts';
import type { Refusal, RefusalCode, RefusalOf } from '../../../src/core/model/error.ts';
import type { JsonObject } from '../../../src/core/model/json.ts';
import { type Directory, faults, items, openDirectory } from './directory.ts';

const samples: { readonly [Code in RefusalCode]: { readonly refusal: RefusalOf<Code>; readonly status: number } } = {
  'not-found': { refusal: { code: 'not-found', what: 'user', id: 'secret-id' }, status: 404 },
  taken: { refusal: { code: 'taken', field: 'external-id' }, status: 409 },
  invalid: { refusal: { code: 'invalid', issues: [{ path: 'emails.0', reason: 'format', limit: null }] }, status: 422 },
  'password-rejected': {
    refusal: { code: 'password-rejected', violations: ['too-short'], lengthMin: 8, lengthMax: 72 },
    status: 422,
  },
  'digest-unsupported': { refusal: { code: 'digest-unsupported', reason: 'too-costly' }, status: 422 },
  'wrong-credentials': { refusal: { code: 'wrong-credentials' }, status: 422 },
  'no-credential': { refusal: { code: 'no-credential', what: 'password' }, status: 409 },
  'account-inactive': { refusal: { code: 'account-inactive', reason: 'banned', until: null }, status: 403 },
  'verification-required': { refusal: { code: 'verification-required', of: 'email' }, status: 403 },
  'code-rejected': { refusal: { code: 'code-rejected', reason: 'expired' }, status: 422 },
  'request-differs': { refusal: { code: 'request-differs' }, status: 422 },
  'sign-in-unfinished': {
    refusal: { code: 'sign-in-unfinished', step: { needs: 'second-factor', token: 'secret-id', userId: 'secret-id' } },
    status: 403,
  },
  'session-gone': { refusal: { code: 'session-gone' }, status: 410 },
  'last-way-in': { refusal: { code: 'last-way-in', field: 'emails' }, status: 409 },
  'not-eligible': { refusal: { code: 'not-eligible', field: 'bannedAt', why: 'system' }, status: 409 },
  conflict: { refusal: { code: 'conflict', rev: 3 }, status: 409 },
  'limit-reached': { refusal: { code: 'limit-reached', what: 'emails', max: 5 }, status: 409 },
  'too-many-attempts': { refusal: { code: 'too-many-attempts', retryAfterMs: 1500 }, status: 429 },
  'not-authenticated': { refusal: { code: 'not-authenticated' }, status: 401 },
  forbidden: { refusal: { code: 'forbidden', action: 'user.update' }, status: 403 },
};

describe('the table', () => {
  test.each(Object.entries(samples))('%s', (code, { refusal, status }) => {
    const wording = wordingOf(refusal, { conditional: false });
    expect([wording.name, wording.status]).toEqual([code, status]);
    for (const text of [wording.title, wording.detail]) expect(text).toMatch(/^[A-Z`]/);
    expect(JSON.stringify(wording)).not.toMatch(/undefined|secret-id/);
    for (const { pointer } of wording.errors) expect(pointer).toMatch(/^(?:\/[^.]+)?$/);
  });

  test('a conflict is a failed precondition when there was one', () => {
    const { status, headers } = wordingOf({ code: 'conflict', rev: 3 }, { conditional: true });
    expect([status, headers]).toEqual([412, { etag: '"3"' }]);
  });

  test('waiting is told in whole seconds', () => {
    const { headers } = wordingOf({ code: 'too-many-attempts', retryAfterMs: 1500 }, { conditional: false });
    expect(headers).toEqual({ 'retry-after': '2' });
  });

  test('the first refusal gives the name, all give their errors', () => {
    const [first, second]: [Refusal, Refusal] = [samples.invalid.refusal, samples.taken.refusal];
    const wording = wordingOfAll([first, second], { conditional: false });
    expect([wording.name, wording.errors.map(({ pointer }) => pointer)]).toEqual([
      'invalid',
      ['/emails/0', '/externalId'],
    ]);
  });
});

describe('reached through the routes', () => {
  let count = 0;
  let directory: Directory;
  beforeAll(async () => {
    directory = await openDirectory();
    await directory.create({
      username: 'first_holder',
      externalId: 'held',
      aliases: { elsewhere: 'held' },
      emails: [{ address: 'held@example.com', verified: true }],
      phones: [{ number: '+14155552671', reserved: true }],
      wallets: [{ address: `0x${'a'.repeat(40)}`, verified: true }],
    });
  });
  afterAll(() => directory.app.close());

  test.each<[JsonObject, number, string, string[]]>([
    [{ username: 'First_Holder' }, 409, 'taken', ['/username taken']],
    [{ externalId: 'held' }, 409, 'taken', ['/externalId taken']],
    [{ aliases: { elsewhere: 'held' } }, 409, 'taken', ['/aliases taken']],
    [{ emails: [{ address: 'HELD@example.com', verified: true }] }, 409, 'taken', ['/emails taken']],
    [{ phones: [{ number: '+1 415 555 2671', reserved: true }] }, 409, 'taken', ['/phones taken']],
    [{ wallets: [{ address: `0x${'A'.repeat(40)}`, reserved: true }] }, 409, 'taken', ['/wallets taken']],
    [{ username: 'ab' }, 422, 'invalid', ['/username length-min']],
    [{ username: '12345' }, 422, 'invalid', ['/username digits-only']],
    [{ locale: 'not a locale', timezone: 'x' }, 422, 'invalid', ['/locale format', '/timezone format']],
    [{ legalAcceptedAt: '2999-01-01T00:00:00Z' }, 422, 'invalid', ['/legalAcceptedAt future']],
    [{ createdAt: '1969-01-01T00:00:00Z' }, 422, 'invalid', ['/createdAt time']],
    [{ createOrganizationsLimit: -1 }, 422, 'invalid', ['/createOrganizationsLimit value']],
    [{ metadata: { public: { x: 'x'.repeat(9000) } } }, 422, 'invalid', ['/metadata/public bytes-max']],
    [{ metadata: { labels: { x: 1 } } }, 422, 'invalid', ['/metadata/labels type']],
    [{ profileImageId: 'nothing' }, 422, 'not-found', ['/profileImageId not-found']],
    [{ passwordCompromised: true }, 409, 'no-credential', ['/password missing']],
    [{ username: null }, 409, 'last-way-in', ['/username last-way-in']],
    [{ active: null }, 422, 'invalid', ['/active missing']],
    [{ createdAt: null }, 422, 'invalid', ['/createdAt missing']],
    [{ confirmation: 'maybe' }, 422, 'invalid', ['/confirmation value']],
    [{ username: 'ab', password: 'x' }, 422, 'invalid', ['/username length-min', '/password too-short']],
    [{ totp: { secret: 'not base32!' } }, 422, 'invalid', ['/totp format']],
    [{ totp: { secret: 'JBSWY3DPEHPK3PXP', digits: 7 } }, 422, 'invalid', ['/totp format']],
    [{ totp: { secret: 'JBSWY3DPEHPK3PXP', periodSeconds: 600 } }, 422, 'invalid', ['/totp format']],
    [{ totp: { secret: 'JBSWY3DPEHPK3PXP', algorithm: 'MD5' } }, 422, 'invalid', ['/totp/algorithm value']],
    [{ backupCodes: Array(21).fill('abcd1234') }, 422, 'invalid', ['/backupCodes count-max']],
    [{ backupCodes: ['good', ' - '] }, 422, 'invalid', ['/backupCodes format']],
    [{ backupCodes: ['$2b$10$abc'] }, 422, 'invalid', ['/backupCodes format']],
    [{ backupCodes: ['x'.repeat(129)] }, 422, 'invalid', ['/backupCodes length-max']],
  ])('%j: %i %s', async (body, status, name, expected) => {
    const { id } = await directory.create({ username: `refused_${count++}` });
    const answer = await directory.call('PATCH', `/api/users/${id}`, { body });
    expect([answer.status, answer.body.type, answer.headers['content-type']]).toEqual([
      ...[status, `/problems/${name}`, 'application/problem+json'],
    ]);
    expect(faults(answer)).toEqual(expected);
    expect(answer.body.requestId).toBe(answer.headers['x-request-id']);
    expect((await directory.call('GET', `/api/users/${id}`)).body.rev).toBe(1);
  });

  test.each<[JsonObject, string]>([
    [{ banned: true }, '/banned system'],
    [{ active: false }, '/active system'],
    [{ locked: true }, '/locked system'],
    [{ role: null }, '/role last'],
  ])('a built-in account stays what it is: %j', async (body, fault) => {
    const { body: page } = await directory.call('GET', '/api/users?system=true&username=admin');
    const [admin] = items(page.items);
    const answer = await directory.call('PATCH', `/api/users/${String(admin?.id)}`, { body });
    expect([answer.status, faults(answer)]).toEqual([409, [fault]]);
  });

  // As many as the queue of the hasher holds, and a few more: slow on a slow machine.
  test('too many at once are told to wait', { timeout: 120_000 }, async () => {
    const attempts = Array.from({ length: 280 }, (_, index) =>
      directory.call('POST', '/api/sign-in', { body: { identifier: `nobody${index}`, password: 'x' } }),
    );
    const answers = await Promise.all(attempts);
    const waiting = answers.filter(({ status }) => status === 429);
    expect(waiting.length).toBeGreaterThan(0);
    expect(waiting[0]?.headers['retry-after']).toMatch(/^[1-9]\d*$/);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([422, 429]));
  });
});
