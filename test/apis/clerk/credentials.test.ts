// Passwords and second factors: verified, removed, marked as compromised.
import { describe, expect, test } from 'vitest';
import { expectErrors, usePlace } from './harness.ts';

const place = usePlace();
const password = 'a rather long one';

describe('verifying a password', () => {
  test('the right one, the wrong one, none, nobody', async () => {
    const user = await place.user({ password });
    const bare = await place.user();
    const verify = (id: string, body: unknown) => place.call('POST', `/users/${id}/verify_password`, body);
    const right = await place.unchanged(user.id, () => verify(user.id, { password }));
    expect([right.status, right.body]).toEqual([200, { verified: true }]);
    const wrong = await verify(user.id, { password: 'another' });
    expectErrors(wrong, 422, ['incorrect_password']);
    expectErrors(await verify(bare.id, { password }), 400, ['no_password_set']);
    expectErrors(await verify('user_x', { password }), 404, ['resource_not_found']);
    expectErrors(await verify(user.id, {}), 422, ['form_param_missing', 'password']);
    expectErrors(await verify(user.id, { password: null }), 422, ['form_param_missing', 'password']);
    expectErrors(await verify(user.id, { password: 1 }), 422, ['form_param_type_invalid', 'password']);
    expectErrors(await verify(user.id, { password, user_id: 'x' }), 422, ['form_param_unknown', 'user_id']);
  });
});

describe('removing a password', () => {
  test('keeps sessions, or ends them when asked; without one nothing happens', async () => {
    const user = await place.user({ password });
    const { body: session } = await place.call('POST', '/sessions', { user_id: user.id });
    const status = async () => (await place.call('GET', `/sessions/${session.id}`)).body.status;
    const remove = (body?: unknown) => place.call('POST', `/users/${user.id}/remove_password`, body);
    expect((await remove()).body).toMatchObject({ id: user.id, password_enabled: false });
    expect(await status()).toBe('active');
    await place.unchanged(user.id, () => remove({ sign_out_of_other_sessions: true }));
    await place.call('PATCH', `/users/${user.id}`, { password });
    await remove({ sign_out_of_other_sessions: true });
    expect(await status()).toBe('revoked');
    expectErrors(await remove({ sign_out: true }), 422, ['form_param_unknown', 'sign_out']);
  });
});

describe('a compromised password', () => {
  test('is marked, and unmarked; the sessions end when asked', async () => {
    const user = await place.user({ password });
    const { body: session } = await place.call('POST', '/sessions', { user_id: user.id });
    const mark = (what: string, body?: unknown) => place.call('POST', `/users/${user.id}/password/${what}`, body);
    expect((await mark('set_compromised', { revoke_all_sessions: false })).body).toMatchObject({ id: user.id });
    expect((await place.call('GET', `/sessions/${session.id}`)).body.status).toBe('active');
    await place.unchanged(user.id, () => mark('set_compromised'));
    expect((await mark('set_compromised', { revoke_all_sessions: true })).status).toBe(200);
    expect((await place.call('GET', `/sessions/${session.id}`)).body.status).toBe('revoked');
    expect((await mark('unset_compromised')).status).toBe(200);
    await place.unchanged(user.id, () => mark('unset_compromised', ''));
    expectErrors(await mark('set_compromised', { revoke_all_sessions: 1 }), 422, [
      'form_param_type_invalid',
      'revoke_all_sessions',
    ]);
  });

  test('needs a password', async () => {
    const user = await place.user();
    const answer = await place.unchanged(user.id, () =>
      place.call('POST', `/users/${user.id}/password/set_compromised`),
    );
    expectErrors(answer, 400, ['no_password_set']);
  });
});

describe('TOTP and backup codes', () => {
  test('of a user who has none', async () => {
    const user = await place.user();
    const verify = (id: string, body: unknown) => place.call('POST', `/users/${id}/verify_totp`, body);
    expectErrors(await verify(user.id, { code: '123456' }), 400, ['totp_disabled']);
    expectErrors(await verify('user_x', { code: '123456' }), 404, ['resource_not_found']);
    expectErrors(await verify(user.id, {}), 422, ['form_param_missing', 'code']);
    for (const what of ['mfa', 'totp', 'backup_code']) {
      const answer = await place.unchanged(user.id, () => place.call('DELETE', `/users/${user.id}/${what}`));
      expect([answer.status, answer.body]).toEqual([200, { user_id: user.id }]);
      expectErrors(await place.call('DELETE', `/users/user_x/${what}`), 404, ['resource_not_found']);
    }
  });
});
