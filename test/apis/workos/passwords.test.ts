// The password in an update through WorkOS' API: in clear, as every digest, and what is refused.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { vectors } from '../../digest-vectors.ts';
import { expectError, fresh, usePlace } from './harness.ts';

const place = usePlace();
const put = (id: string, body: unknown) => place.call('PUT', `/users/${id}`, body);

async function everything() {
  return await place.user({
    email_verified: true,
    external_id: fresh('ext'),
    metadata: { team: 'blue' },
    password: 'a long enough phrase',
  });
}

describe('the password', () => {
  const schemes: Readonly<Record<string, string>> = {
    bcrypt: 'bcrypt',
    scrypt: 'scrypt-phc',
    pbkdf2: 'pbkdf2-phc',
    argon2: 'argon2',
    ssha: 'ssha',
    ssha256: 'ssha256',
    'firebase-scrypt': 'scrypt-firebase-phc',
  };
  const known = Object.entries(schemes).map(([type, scheme]) => {
    const vector = vectors.find((one) => one.scheme === scheme);
    if (vector === undefined) throw new Error(`no digest of ${scheme}`);
    return [type, vector.digest, vector.password] as const;
  });

  async function opens(userId: string, password: string): Promise<boolean> {
    const { body } = await place.ask('GET', `/api/users/${userId}`);
    const answer = await place.ask('POST', `/v1/users/${body.ids.clerk}/verify_password`, { password });
    return answer.status === 200;
  }

  test('opens from then on, in the place of the one before', async () => {
    const user = await everything();
    await put(user.id, { password: 'another long phrase' });
    expect(await opens(user.id, 'another long phrase')).toBe(true);
    expect(await opens(user.id, 'a long enough phrase')).toBe(false);
  });

  test.each(known)('comes as %s', async (password_hash_type, password_hash, password) => {
    const user = await place.user();
    const updated_at = expect.any(String);
    expect((await put(user.id, { password_hash, password_hash_type })).body).toEqual({ ...user, updated_at });
    const made = await place.user({ password_hash, password_hash_type });
    for (const { id } of [user, made]) {
      expect(await opens(id, `${password}x`)).toBe(false);
      expect(await opens(id, password)).toBe(true);
    }
    const bad = { password_hash: `x${password_hash}`, password_hash_type };
    expectError(await place.unchanged(user.id, () => put(user.id, bad)), 400, 'invalid_password_hash');
    if (password_hash_type === 'ssha256') return;
    const first = { password_hash, password_hash_type, password_salt_position: 'prefix' };
    const refused = await place.unchanged(user.id, () => put(user.id, first));
    expectError(refused, 422, 'invalid_request_parameters', ['password_salt_position_invalid']);
  });

  test.each(['prefix', 'suffix'])('has its salt as %s', async (password_salt_position) => {
    const salt = Buffer.from('salt');
    const parts = password_salt_position === 'prefix' ? [salt, 'open sesame'] : ['open sesame', salt];
    const digest = createHash('sha256')
      .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
      .digest();
    const password_hash = `{SSHA256}${Buffer.concat([digest, salt]).toString('base64')}`;
    const user = await place.user();
    expect((await put(user.id, { password_hash, password_hash_type: 'ssha256', password_salt_position })).status).toBe(
      200,
    );
    expect(await opens(user.id, 'open sesame')).toBe(true);
  });

  const hash = known[0]?.[1];
  test.each([
    [{ password: 'Aq7-' }, 'password_strength_error', ['password_too_short']],
    [{ password: 'password' }, 'password_strength_error', ['password_too_weak']],
    [{ password: 'a long phrase', password_hash: hash }, 'password_and_password_hash_provided', undefined],
    [
      { password: 'a long phrase', password_hash: hash, password_hash_type: 'bcrypt' },
      'password_and_password_hash_provided',
      undefined,
    ],
    [
      { password: 'a long phrase', password_hash_type: 'bcrypt' },
      'password_and_password_hash_type_provided',
      undefined,
    ],
    [{ password_salt_position: 'suffix' }, 'password_salt_position_requires_password_hash', undefined],
    [{ password_hash: 'x', password_hash_type: 'bcrypt' }, 'invalid_password_hash', undefined],
  ])('refuses %j', async (body, code, errors) => {
    const user = await everything();
    expectError(await place.unchanged(user.id, () => put(user.id, { first_name: 'X', ...body })), 400, code, errors);
  });

  test('that is the address is refused', async () => {
    const user = await everything();
    const answer = await place.unchanged(user.id, () => put(user.id, { password: user.email }));
    expectError(answer, 400, 'password_strength_error', ['password_contains_identifier']);
  });
});
