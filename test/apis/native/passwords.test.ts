// Passwords through the native API: set, verified, taken over, removed, refused.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setPassword } from '../../../src/core/commands/set-password.ts';
import type { JsonObject } from '../../../src/core/model/json.ts';
import { at, type Directory, faults, items, openDirectory } from './directory.ts';

let directory: Directory;
beforeAll(async () => {
  directory = await openDirectory();
});
afterAll(() => directory.app.close());

const get = (path: string) => directory.call('GET', path);

describe('passwords', () => {
  test('are set, verified, taken over and removed', async () => {
    const { id } = await directory.create({ username: 'password_user' });
    const verify = (password: string) =>
      directory.call('POST', `/api/users/${id}/password/verify`, { body: { password } });
    expect((await verify('anything')).body.type).toBe('/problems/no-credential');
    const put = (body: JsonObject) => directory.call('PUT', `/api/users/${id}/password`, { body });
    const first = await put({ password: 'first four words here' });
    expect([first.status, first.headers.etag, at(first.body, 'credentials', 'password')]).toEqual([
      ...[200, '"2"'],
      { compromised: false },
    ]);
    expect((await verify('first four words here')).body).toEqual({ verified: true });
    expect((await verify('First four words here')).body.type).toBe('/problems/wrong-credentials');
    const digest = '$2b$10$vI8aWBnW3fID.ZQ4/zo1G.q1lRps.9cGLcZEiGDMVr5yUP1KUOYTa';
    expect((await put({ password: { scheme: 'bcrypt', digest } })).status).toBe(200);
    expect((await verify('first four words here')).status).toBe(422);
    expect((await put({ password: { plain: 'weak', checks: 'skip' } })).status).toBe(200);
    expect((await verify('weak')).status).toBe(200);
    const removed = await put({ password: null });
    expect([removed.status, at(removed.body, 'credentials', 'password')]).toEqual([200, null]);
    expect((await put({ password: null })).body.rev).toBe(removed.body.rev);
    expect((await verify('weak')).status).toBe(409);
  });

  test.each(['application/merge-patch+json', 'application/json'])('goes by a null in a patch (%s)', async (type) => {
    const { id } = await directory.create({ username: `unset_${type.length}`, password: 'three old words' });
    const path = `/api/users/${id}`;
    const gone = await directory.call('PATCH', path, { body: { password: null }, type });
    expect([gone.status, gone.headers.etag, at(gone.body, 'credentials', 'password')]).toEqual([200, '"2"', null]);
    expect((await directory.call('PATCH', path, { body: { password: null }, type })).body.rev).toBe(2);
  });

  test.each<[JsonObject, string[]]>([
    [{}, ['/password missing']],
    [{ password: 5 }, ['/password type']],
    [{ password: { plain: 'x' }, other: 1 }, ['/other unknown']],
    [{ password: { digest: 'x' } }, ['/password/scheme missing']],
    [{ password: { plain: 'x', checks: 'never' } }, ['/password/checks value']],
    [{ password: 'short' }, ['/password too-short', '/password common']],
    [{ password: 'password' }, ['/password common']],
    [{ password: 'weak_password_user' }, ['/password matches-identifier']],
    [{ password: { scheme: 'rot13', digest: 'x' } }, ['/password unknown-scheme']],
    [{ password: { scheme: 'bcrypt', digest: 'x' } }, ['/password malformed']],
    [{ password: { plain: '', checks: 'skip' } }, ['/password too-short']],
  ])('%j is refused', async (body, expected) => {
    const { body: page } = await get('/api/users?username=weak_password_user');
    const [known] = items(page.items);
    const { id } = known === undefined ? await directory.create({ username: 'weak_password_user' }) : { id: known.id };
    const answer = await directory.call('PUT', `/api/users/${String(id)}/password`, { body });
    expect([answer.status, faults(answer)]).toEqual([422, expected]);
    expect((await get(`/api/users/${String(id)}`)).body.rev).toBe(1);
  });

  test('one set through another API is the same', async () => {
    const { id } = await directory.create({ username: 'password_elsewhere' });
    const plain = 'another four words here';
    const password = { op: 'set', plain, checks: 'enforce', preHash: 'none' } as const;
    await setPassword(await directory.context(), { by: 'id', id }, password, 'keep');
    const answer = await directory.call('POST', `/api/users/${id}/password/verify`, { body: { password: plain } });
    expect(answer.status).toBe(200);
  });
});
