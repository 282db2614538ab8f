// Imported password digests: every documented hasher on create and on update, and what is refused.
import { describe, expect, test } from 'vitest';
import { listHashers, schemeOfHasher } from '../../../src/apis/clerk/wire/hashers.ts';
import { importableSchemes } from '../../../src/credentials/registry.ts';
import { vectors } from '../../digest-vectors.ts';
import { expectErrors, usePlace } from './harness.ts';

const place = usePlace();
const cognito = { scheme: 'cognito-reference', digest: 'awscognito#eu-west-1_Ab12#abc123#ada', password: null };

/** A published digest for each hasher; `password` null: no password matches. */
const cases = listHashers().map((hasher) => {
  const known = [...vectors, cognito].find(({ scheme }) => scheme === schemeOfHasher(hasher));
  if (known === undefined) throw new Error(`no digest for ${hasher}`);
  return { hasher, digest: known.digest, password: known.password };
});

const verify = (id: string, password: string) => place.call('POST', `/users/${id}/verify_password`, { password });

test('there are 22, each with a scheme of its own that can be imported', () => {
  const schemes = listHashers().map(schemeOfHasher);
  expect(new Set(schemes).size).toBe(22);
  expect(schemes.filter((scheme) => !importableSchemes().includes(scheme ?? ''))).toEqual([]);
});

describe.each(cases)('$hasher', ({ hasher, digest, password }) => {
  const body = { password_digest: digest, password_hasher: hasher };

  test.each(['create', 'update'])('%s takes it, and the old password still gets in', async (how) => {
    const user = await place.user(how === 'create' ? body : {});
    if (how === 'update') expect((await place.call('PATCH', `/users/${user.id}`, body)).status).toBe(200);
    expect(await place.get(user.id)).toMatchObject({ password_enabled: true });
    expectErrors(await verify(user.id, 'not this one'), 422, ['incorrect_password']);
    if (password === null) return;
    // The second time against the digest that took its place, or the same one.
    expect((await verify(user.id, password)).body).toEqual({ verified: true });
    expect((await verify(user.id, password)).body).toEqual({ verified: true });
    expectErrors(await verify(user.id, 'not this one'), 422, ['incorrect_password']);
  });

  test('a malformed digest is refused whole', async () => {
    const user = await place.user();
    const broken = { ...body, password_digest: `${digest.slice(0, 9)}\n` };
    const answer = await place.unchanged(user.id, () => place.call('PATCH', `/users/${user.id}`, broken));
    expectErrors(answer, 422, ['form_password_digest_invalid_code', 'password_digest']);
    expectErrors(await place.call('POST', '/users', { ...broken, email_address: ['broken@example.com'] }), 422, [
      'form_password_digest_invalid_code',
      'password_digest',
    ]);
  });
});

test.each(['rot13', 'BCRYPT', 'bcrypt-peppered', 'argon2id-nfkc', 'sha512-crypt', ''])(
  'the hasher %j is unknown',
  async (password_hasher) => {
    const user = await place.user();
    const body = { password_digest: '5f4dcc3b5aa765d61d8327deb882cf99', password_hasher };
    const answer = await place.unchanged(user.id, () => place.call('PATCH', `/users/${user.id}`, body));
    expectErrors(answer, 422, ['form_param_value_invalid', 'password_hasher']);
  },
);

test('a digest that would take hours is refused at once', async () => {
  const user = await place.user();
  const digest = `pbkdf2_sha512$4294967295$salt$${'ab'.repeat(64)}`;
  const body = { password_digest: digest, password_hasher: 'pbkdf2_sha512' };
  const answer = await place.unchanged(user.id, () => place.call('PATCH', `/users/${user.id}`, body));
  expectErrors(answer, 422, ['form_password_digest_invalid_code', 'password_digest']);
});
