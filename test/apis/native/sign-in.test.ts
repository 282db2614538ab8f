// Signing in through the native API: who gets in, what everybody else is told, and how often anybody may ask.
import { createLocalJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/model/json.ts';
import { codeAt, totpOf } from '../../time-codes.ts';
import { type Answer, at, type Directory, faults, items, openDirectory } from './directory.ts';

const clock = { now: Date.UTC(2027, 0, 1) };
const password = 'four words or more';
const totp = totpOf(1);
let directory: Directory;
beforeAll(async () => {
  directory = await openDirectory(() => clock.now);
});
beforeEach(() => {
  // Beyond every limit and every lock that the test before has left.
  clock.now += 2 * 3_600_000;
});
afterAll(() => directory.app.close());

let count = 0;
const create = (user: JsonObject = {}) => directory.create({ username: `signer_${count++}`, password, ...user });
/** From somewhere else each time, unless told. */
const signIn = (body: JsonObject, anybodyAt = `198.51.100.${++count % 250}`): Promise<Answer> =>
  directory.call('POST', '/api/sign-in', { body, anybodyAt });
const withKey = (body: JsonObject): Promise<Answer> => directory.call('POST', '/api/sign-in', { body });
const problem = ({ status, body }: Answer) => [status, body.type];
/** All that tells one refusal from another. */
function told({ status, body: { requestId, ...body }, headers }: Answer) {
  const { date, 'x-request-id': id, 'content-length': length, ...shown } = headers;
  expect([typeof requestId, typeof date, typeof id, typeof length]).not.toContain('object');
  return { status, body, shown };
}
const sessionsOf = async (id: string) => items((await directory.call('GET', `/api/users/${id}/sessions`)).body.items);

describe('whoever knows the password', () => {
  test.each(['anybody', 'a backend with its key'])('gets a session and a token, asked by %s', async (who) => {
    const user = await create({ metadata: { private: { note: 'not for everybody' } } });
    const body = { identifier: String(user.username), password };
    const answer = who === 'anybody' ? await signIn(body) : await withKey(body);
    const expiresAt = new Date(clock.now + 7 * 86_400_000).toISOString();
    expect([answer.status, answer.body]).toEqual([
      ...[200, { userId: user.id, sessionId: expect.any(String), expiresAt, token: expect.any(String) }],
    ]);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(await sessionsOf(user.id)).toMatchObject([
      { id: answer.body.sessionId, status: 'active', method: 'password' },
    ]);
    const after = (await directory.call('GET', `/api/users/${user.id}`)).body;
    expect([after.rev, after.activity]).toEqual([
      ...[
        1,
        {
          lastSignInAt: new Date(clock.now).toISOString(),
          lastActiveAt: expect.any(String),
          signInCount: 1,
          failedAttempts: 0,
        },
      ],
    ]);
    const history = (await directory.call('GET', `/api/users/${user.id}/history`)).body;
    const kind = who === 'anybody' ? 'anybody' : 'secret-key';
    expect(items(history.items)[0]).toMatchObject({ type: 'session.created', api: 'native', actor: { kind } });
  });

  test('has a token that the published keys verify', async () => {
    const user = await create();
    const { body } = await signIn({ identifier: String(user.username), password });
    const jwks = await directory.app.server.inject({ method: 'GET', url: '/v1/jwks' });
    const options = { issuer: directory.app.host.publicUrl, currentDate: new Date(clock.now), algorithms: ['RS256'] };
    const { payload } = await jwtVerify(String(body.token), createLocalJWKSet(jwks.json()), options);
    const iat = clock.now / 1000;
    expect(payload).toEqual({
      ...{ iss: directory.app.host.publicUrl, sub: user.id, sid: body.sessionId, iat, nbf: iat, exp: iat + 60 },
    });
  });

  test.each<[string, JsonObject, string]>([
    ['a username in any case', { username: 'Any_Case' }, 'ANY_case'],
    ['a verified email address', { emails: [{ address: 'in@example.com', verified: true }] }, 'In@Example.com'],
    ['a verified telephone number', { phones: [{ number: '+14155552692', verified: true }] }, '+14155552692'],
  ])('is found by %s', async (_name, user, identifier) => {
    const { id } = await create(user);
    expect((await signIn({ identifier, password })).body.userId).toBe(id);
  });

  test('tells where and with what: by the socket without a key, in the body with one', async () => {
    const user = await create();
    const claim = { identifier: String(user.username), password };
    await directory.call('POST', '/api/sign-in', {
      body: claim,
      anybodyAt: '2001:db8::7',
      headers: { 'user-agent': `Browser/${'1'.repeat(600)}`, 'x-forwarded-for': '203.0.113.9' },
    });
    clock.now += 1000;
    await withKey({ ...claim, ipAddress: '203.0.113.9', userAgent: 'Browser/2' });
    clock.now += 1000;
    await withKey(claim);
    const facts = (await sessionsOf(user.id)).map(({ ipAddress, userAgent }) => [ipAddress, userAgent]);
    expect(facts).toEqual([
      [null, null],
      ['203.0.113.9', 'Browser/2'],
      ['2001:db8::7', `Browser/${'1'.repeat(504)}`],
    ]);
  });

  test('and is banned or not active gets nothing, and hears it only then', async () => {
    for (const [change, text] of [
      [{ banned: true }, 'banned'],
      [{ active: false }, 'disabled'],
    ] as const) {
      const { id, username } = await create(change);
      const answer = await signIn({ identifier: String(username), password });
      expect([...problem(answer), answer.body.detail]).toEqual([
        ...[403, '/problems/account-inactive', `The account is ${text}.`],
      ]);
      const wrong = await signIn({ identifier: String(username), password: 'wrong' });
      expect(problem(wrong)).toEqual([422, '/problems/wrong-credentials']);
      expect(await sessionsOf(id)).toEqual([]);
    }
  });
});

describe('a second factor', () => {
  const claimOf = (user: JsonObject, more: JsonObject = {}) => ({
    identifier: String(user.username),
    password,
    ...more,
  });

  test('is asked for once the password is right, and each code is good once', async () => {
    const user = await create({ totp: { secret: totp.secret }, backupCodes: ['abcd-1234'] });
    const missing = await signIn(claimOf(user));
    expect([...problem(missing), faults(missing)]).toEqual([403, '/problems/verification-required', ['/code missing']]);
    const code = codeAt(totp, clock.now);
    const rejected = await signIn(claimOf(user, { code: codeAt(totp, clock.now - 3_600_000) }));
    expect([...problem(rejected), faults(rejected)]).toEqual([422, '/problems/code-rejected', ['/code wrong']]);
    expect(problem(await signIn(claimOf(user, { password: 'wrong', code })))).toEqual([
      422,
      '/problems/wrong-credentials',
    ]);
    expect(await sessionsOf(user.id)).toEqual([]);
    expect((await signIn(claimOf(user, { code }))).status).toBe(200);
    expect(faults(await signIn(claimOf(user, { code })))).toEqual(['/code used']);
    clock.now += 1000;
    expect((await signIn(claimOf(user, { code: 'ABCD1234' }))).status).toBe(200);
    expect(problem(await signIn(claimOf(user, { code: 'ABCD1234' })))).toEqual([422, '/problems/code-rejected']);
    const methods = (await sessionsOf(user.id)).map(({ method }) => method);
    expect(methods).toEqual(['password+backup-code', 'password+totp']);
  });

  test('that waits for its first code is not asked for', async () => {
    const user = await create();
    await directory.call('POST', `/api/users/${user.id}/totp`);
    expect((await signIn(claimOf(user))).status).toBe(200);
  });
});

describe('nobody, somebody without a password, and a wrong password', () => {
  const three = async (limit: number, from?: string) => {
    const [right, bare] = [await create(), await create({ password: null })];
    const names = [String(right.username), String(bare.username), `nobody_${count++}`];
    return await Promise.all(
      names.map(async (identifier) => {
        const answers = [];
        for (let index = 0; index < limit; index++) {
          answers.push(told(await signIn({ identifier, password: 'wrong', code: '123456' }, from)));
        }
        return answers;
      }),
    );
  };

  test('are told the same, to the header, from the first time to the last', async () => {
    const [right, bare, nobody] = await three(12);
    expect(bare).toEqual(right);
    expect(nobody).toEqual(right);
    expect(right?.map(({ status }) => status)).toEqual([...Array(10).fill(422), 429, 429]);
    expect(right?.[0]?.body).toMatchObject({ type: '/problems/wrong-credentials', errors: [{ pointer: '/password' }] });
    expect(right?.[11]?.shown['retry-after']).toBe('3600');
  });

  test('a wrong password leaves no trace but the count', async () => {
    const user = await create();
    await signIn({ identifier: String(user.username), password: 'wrong' });
    const { activity, ...after } = (await directory.call('GET', `/api/users/${user.id}`)).body;
    const { activity: _before, ...before } = user;
    expect([after, at(activity, 'failedAttempts')]).toEqual([before, 1]);
  });
});

describe('limits', () => {
  const wrongGuess = (from: string) => signIn({ identifier: `guessed_${count++}`, password: 'wrong' }, from);
  const guesses = async (from: readonly string[]) => {
    const statuses: number[] = [];
    for (const address of from) statuses.push((await wrongGuess(address)).status);
    return statuses;
  };

  test.each([
    ['an IPv4 address', '203.0.113.1', '::ffff:203.0.113.1', '203.0.113.2'],
    ['an IPv6 network', '2001:db8:0:1::1', '2001:db8:0:1:ffff::2', '2001:db8:0:2::1'],
  ])(
    '%s may guess a hundred times in ten minutes, whomever it tries',
    { timeout: 60_000 },
    async (_name, one, same, other) => {
      const user = await create();
      const statuses = await guesses(Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? one : same)));
      expect(new Set(statuses)).toEqual(new Set([422]));
      const claim = { identifier: String(user.username), password };
      const refused = await signIn(claim, same);
      expect(problem(refused)).toEqual([429, '/problems/too-many-attempts']);
      expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(600);
      expect((await signIn(claim, other)).status).toBe(200);
      expect((await withKey({ ...claim, ipAddress: one })).status).toBe(200);
      clock.now += 600_000;
      expect((await signIn(claim, one)).status).toBe(200);
    },
  );

  test('who calls with a key is not counted by address', { timeout: 60_000 }, async () => {
    for (let index = 0; index < 101; index++) {
      const answer = await withKey({ identifier: `keyed_${count++}`, password: 'wrong', ipAddress: '203.0.113.50' });
      expect(answer.status).toBe(422);
    }
    const user = await create();
    expect((await signIn({ identifier: String(user.username), password }, '203.0.113.50')).status).toBe(200);
  });

  test('a user is locked for all, also where the right password comes next', async () => {
    const user = await create();
    const claim = { identifier: String(user.username), password };
    for (let index = 0; index < 10; index++) await signIn({ ...claim, password: 'wrong' });
    expect((await directory.call('GET', `/api/users/${user.id}`)).body.locked).toBe(true);
    for (const attempt of [signIn(claim), withKey(claim)]) {
      expect(problem(await attempt)).toEqual([429, '/problems/too-many-attempts']);
    }
    clock.now += 3_600_000;
    expect((await signIn(claim)).status).toBe(200);
  });

  test('who is unlocked gets in at once', async () => {
    const user = await create();
    const claim = { identifier: String(user.username), password };
    for (let index = 0; index < 10; index++) await signIn({ ...claim, password: 'wrong' });
    expect((await directory.call('PATCH', `/api/users/${user.id}`, { body: { locked: false } })).body.locked).toBe(
      false,
    );
    expect((await signIn(claim)).status).toBe(200);
  });
});

describe('the request', () => {
  const claim = { identifier: 'x', password: 'x' };

  test.each<[JsonObject, string[]]>([
    [{}, ['/identifier missing', '/password missing']],
    [{ ...claim, identifier: 5 }, ['/identifier type']],
    [{ ...claim, identifier: 'x'.repeat(513) }, ['/identifier length-max']],
    [{ ...claim, code: null }, ['/code type']],
    [{ ...claim, userId: 'x' }, ['/userId unknown']],
    [{ ...claim, ipAddress: '192.0.2.1' }, ['/ipAddress needs-key']],
    [{ ...claim, ipAddress: '192.0.2.1', userAgent: 'x' }, ['/ipAddress needs-key', '/userAgent needs-key']],
  ])('%j is refused', async (body, expected) => {
    const answer = await signIn(body);
    expect([...problem(answer), faults(answer)]).toEqual([422, '/problems/invalid', expected]);
  });

  test.each(['', 'localhost', '192.0.2.256', '192.0.2.1, 192.0.2.2', `fe80::1%${'x'.repeat(80)}`])(
    'the address %j is none',
    async (ipAddress) => {
      const answer = await withKey({ ...claim, ipAddress });
      expect(answer.status).toBe(422);
      expect(faults(answer)[0]).toMatch(/^\/ipAddress/);
    },
  );

  test('a wrong key is worse than none', async () => {
    const user = await create();
    const body = { identifier: String(user.username), password };
    for (const authorization of ['', 'Bearer wrong', 'Basic x']) {
      const answer = await directory.call('POST', '/api/sign-in', { body, headers: { authorization } });
      expect(problem(answer)).toEqual([401, '/problems/not-authenticated']);
    }
    expect(await sessionsOf(user.id)).toEqual([]);
  });

  test.each(['', 'x', '\u0000', "' OR 1=1 --", '__proto__', '@', 'a@b', `${'x'.repeat(512)}`, '\u202e', 'guest'])(
    '%j signs nobody in',
    async (identifier) => {
      for (const body of [
        { identifier, password: '' },
        { identifier, password: 'x'.repeat(5000) },
      ]) {
        expect([400, 422]).toContain((await signIn(body)).status);
      }
    },
  );
});
