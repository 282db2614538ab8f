// What the native API serves to whom: its paths and its keys.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Directory, items, openDirectory } from './directory.ts';

let directory: Directory;
beforeAll(async () => {
  directory = await openDirectory();
});
afterAll(() => directory.app.close());

const get = (path: string) => directory.call('GET', path);

describe('paths', () => {
  test.each([
    ['GET', '/api'],
    ['GET', '/api/'],
    ['GET', '/api/nothing'],
    ['GET', '/api/users/'],
    ['GET', '/api//users'],
    ['GET', '/API/users'],
    ['GET', '/api/Users'],
    ['PUT', '/api/users'],
    ['POST', '/api/realm'],
    ['GET', '/api/sign-in'],
    ['GET', '/api/users/x/totp'],
    ['GET', '/api/users/x/backup-codes'],
    ['POST', '/api/users/x'],
    ['DELETE', '/api/users'],
    ['GET', '/api/users/x/password'],
    ['GET', '/api/users/x/nothing'],
  ] as const)('%s %s is nowhere', async (method, path) => {
    const answer = await directory.call(method, path);
    expect(answer.status).toBe(404);
    if (path.startsWith('/api/')) expect(answer.headers['content-type']).toBe('application/problem+json');
  });

  test('the realm tells what there is', async () => {
    const { status, body } = await get('/api/realm');
    expect([status, body.name]).toEqual([200, 'default']);
    const native = items(body.apis).find(({ name }) => name === 'native');
    expect(native?.url).toBe(`${String(body.issuer)}/api`);
  });
});

describe('keys', () => {
  const routes = [
    ['GET', '/api/users'],
    ['POST', '/api/users'],
    ['GET', '/api/users/x'],
    ['PATCH', '/api/users/x'],
    ['DELETE', '/api/users/x'],
    ['GET', '/api/users/x/history'],
    ['GET', '/api/users/x/sessions'],
    ['DELETE', '/api/users/x/sessions'],
    ['DELETE', '/api/users/x/sessions/y'],
    ['PUT', '/api/users/x/password'],
    ['POST', '/api/users/x/password/verify'],
    ['POST', '/api/users/x/totp'],
    ['POST', '/api/users/x/totp/confirm'],
    ['DELETE', '/api/users/x/totp'],
    ['POST', '/api/users/x/backup-codes'],
    ['DELETE', '/api/users/x/backup-codes'],
    ['DELETE', '/api/users/x/second-factors'],
    ['POST', '/api/users/x/second-factor/verify'],
    ['POST', '/api/sign-in'],
    ['GET', '/api/realm/history'],
    ['GET', '/api/realm'],
  ] as const;

  test.each(routes)('%s %s wants one, before it reads anything', async (method, path) => {
    const { publicUrl } = directory.app.host;
    expect(publicUrl).not.toBe('');
    for (const authorization of [
      '',
      'Bearer',
      'Bearer  ',
      'Basic x',
      'Bearer wrong',
      'Bearer sk test',
      'Bearer \u00e9',
    ]) {
      const answer = await directory.call(method, path, { raw: '{', headers: { authorization } });
      expect([answer.status, answer.body.type], authorization).toEqual([401, '/problems/not-authenticated']);
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="muster"/);
      expect(answer.text).not.toContain('wrong');
    }
  });

  test.each(routes.filter(([, path]) => path !== '/api/sign-in'))(
    '%s %s is for nobody without one',
    async (...route) => {
      const answer = await directory.call(...route, { raw: '{', anybodyAt: '192.0.2.1' });
      expect([answer.status, answer.body.type]).toEqual([401, '/problems/not-authenticated']);
    },
  );

  test('a key of another kind is none', async () => {
    const { founded } = directory.app;
    const others = Object.values(founded ?? {}).filter((value) => typeof value === 'string');
    for (const other of others.filter((value) => value !== 'sk_test_native_api')) {
      const answer = await directory.call('GET', '/api/realm', { headers: { authorization: `Bearer ${other}` } });
      expect(answer.status).toBe(401);
    }
  });

  test('answers are not for caches to share', async () => {
    expect((await get('/api/users')).headers['cache-control']).toBe('private, no-cache');
  });
});
