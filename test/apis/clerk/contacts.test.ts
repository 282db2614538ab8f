// Email addresses and phone numbers: added, read, changed, replaced and taken away, with what follows for their user.
import { describe, expect, test } from 'vitest';
import { expectErrors, fresh, usePlace } from './harness.ts';

const place = usePlace();
const verified = {
  object: 'verification_admin',
  status: 'verified',
  strategy: 'admin',
  attempts: null,
  expire_at: null,
};
const address = () => `${fresh()}@example.com`;
let lastNumber = 4_155_550_000;
const number = () => {
  lastNumber += 1;
  return `+1${lastNumber}`;
};

/** Two sorts of contact, told apart only by their words. */
const sorts = [
  {
    object: 'email_address',
    path: '/email_addresses',
    list: 'email_addresses',
    primary: 'primary_email_address_id',
    value: address,
    bad: 'nope',
  },
  {
    object: 'phone_number',
    path: '/phone_numbers',
    list: 'phone_numbers',
    primary: 'primary_phone_number_id',
    value: number,
    bad: '123',
  },
] as const;

describe.each(sorts)('$object', ({ object, path, list, primary, value, bad }) => {
  const empty = () => place.user({ email_address: [], username: fresh('name') });
  const add = (body: object) => place.call('POST', path, body);

  test('the first becomes primary, though unproven; the next ones only when asked', async () => {
    const user = await empty();
    const text = value();
    const { status, body: one } = await add({ user_id: user.id, [object]: text });
    expect(status).toBe(200);
    expect(one).toMatchObject({ object, [object]: text, verification: null, reserved: false, linked_to: [] });
    expect((await place.get(user.id))[primary]).toBe(one.id);
    const { body: two } = await add({ user_id: user.id, [object]: value(), verified: true });
    expect(two.verification).toEqual(verified);
    const { body: three } = await add({ user_id: user.id, [object]: value(), verified: true, primary: true });
    const after = await place.get(user.id);
    expect([after[primary], after[list].length]).toEqual([three.id, 3]);
    expect((await place.call('GET', `${path}/${two.id}`)).body).toEqual(two);
  });

  test('the first is not primary when that is not wanted', async () => {
    const user = await empty();
    await add({ user_id: user.id, [object]: value(), primary: false });
    expect((await place.get(user.id))[primary]).toBe(null);
  });

  test('is proven and made primary, and unproven again', async () => {
    const user = await empty();
    const { body: one } = await add({ user_id: user.id, [object]: value(), verified: true });
    const { body: two } = await add({ user_id: user.id, [object]: value() });
    const change = (body: unknown) => place.call('PATCH', `${path}/${two.id}`, body);
    const refused = await place.unchanged(user.id, () => change({ primary: true }));
    expectErrors(refused, 422, ['form_verification_needed', 'primary']);
    expect((await change({ verified: true, primary: true })).body.verification).toEqual(verified);
    expect((await place.get(user.id))[primary]).toBe(two.id);
    await place.unchanged(user.id, () => change({ verified: true, primary: false }));
    await place.unchanged(user.id, () => change({ verified: null, primary: null }));
    await place.unchanged(user.id, () => change(undefined));
    const { body } = await place.call('PATCH', `${path}/${one.id}`, { verified: false });
    expect(body.verification).toBe(null);
  });

  test('a primary that loses its proof hands over to a proven one; the only choice stays', async () => {
    const user = await empty();
    const { body: one } = await add({ user_id: user.id, [object]: value(), verified: true });
    await add({ user_id: user.id, [object]: value() });
    const unprove = (id: string) => place.call('PATCH', `${path}/${id}`, { verified: false });
    expect((await unprove(one.id)).body).toMatchObject({ id: one.id, verification: null });
    expect((await place.get(user.id))[primary]).toBe(one.id);
    await place.call('PATCH', `${path}/${one.id}`, { verified: true });
    const { body: three } = await add({ user_id: user.id, [object]: value(), verified: true });
    expect((await unprove(one.id)).body).toMatchObject({ id: one.id, verification: null });
    expect((await place.get(user.id))[primary]).toBe(three.id);
  });

  test('an unproven one is not added in the place of a proven primary', async () => {
    const user = await empty();
    const asked = (rest: object) => add({ user_id: user.id, [object]: value(), primary: true, ...rest });
    const { body: first } = await asked({});
    expect((await place.get(user.id))[primary]).toBe(first.id);
    const { body: next } = await asked({ verified: true });
    const refused = await place.unchanged(user.id, () => asked({}));
    expectErrors(refused, 422, ['form_verification_needed', 'primary']);
    expect((await place.get(user.id))[primary]).toBe(next.id);
  });

  test('is taken away, and the primary hands over', async () => {
    const user = await empty();
    const { body: one } = await add({ user_id: user.id, [object]: value(), verified: true });
    const { body: two } = await add({ user_id: user.id, [object]: value(), verified: true });
    const { status, body } = await place.call('DELETE', `${path}/${one.id}`);
    expect([status, body]).toEqual([200, { object, id: one.id, deleted: true }]);
    expect((await place.get(user.id))[primary]).toBe(two.id);
    for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
      expectErrors(await place.call(method, `${path}/${one.id}`), 404, ['resource_not_found']);
    }
  });

  test('the last one of somebody without a username stays', async () => {
    const user = await place.user({ email_address: [], [object]: [value()] });
    const answer = await place.unchanged(user.id, () => place.call('DELETE', `${path}/${user[primary]}`));
    expectErrors(answer, 400, ['identification_deletion_failed']);
  });

  test('all are replaced by one', async () => {
    const user = await place.user({ email_address: [], username: fresh('name'), [object]: [value(), value()] });
    const replace = (body: object) => place.call('PUT', `/users/${user.id}/${object}`, body);
    const text = value();
    const { status, body } = await replace({ [object]: text });
    expect(status).toBe(200);
    expect(body).toMatchObject({ object, [object]: text, verification: verified });
    expect(await place.get(user.id)).toMatchObject({ [primary]: body.id, [list]: [{ id: body.id }] });
    const again = await place.unchanged(user.id, () => replace({ [object]: text }));
    expect(again.body).toEqual(body);
    const reserved = await replace({ [object]: value(), identification_status: 'reserved' });
    expect(reserved.body).toMatchObject({ verification: null, reserved: true });
    const unproven = await replace({ [object]: value(), identification_status: 'unverified' });
    expect(unproven.body).toMatchObject({ verification: null, reserved: false });
    expect((await place.get(user.id))[primary]).toBe(unproven.body.id);
  });

  test('refuses what is no good, and changes nothing', async () => {
    const other = await place.user({ email_address: [], [object]: [value()] });
    const taken = other[list][0][object];
    const user = await place.user({ email_address: [], [object]: [value()] });
    const id = user[primary];
    const { id: user_id } = user;
    const cases = [
      [() => add({ user_id, [object]: bad }), 422, ['form_param_format_invalid', object]],
      [() => add({ user_id, [object]: taken, verified: true }), 422, ['form_identifier_exists', object]],
      [() => add({ user_id, [object]: user[list][0][object] }), 422, ['form_identifier_exists', object]],
      [() => add({ user_id }), 422, ['form_param_missing', object]],
      [() => add({ user_id, [object]: value(), verified: 'yes' }), 422, ['form_param_type_invalid', 'verified']],
      [() => add({ user_id, [object]: value(), nonsense: 1 }), 422, ['form_param_unknown', 'nonsense']],
      [() => add({ user_id: 'user_x', [object]: value() }), 404, ['resource_not_found']],
      [() => place.call('PATCH', `${path}/${id}`, { [object]: value() }), 422, ['form_param_unknown', object]],
      [() => place.call('PATCH', `${path}/idn_x`, {}), 404, ['resource_not_found']],
      [
        () => place.call('PUT', `/users/${user_id}/${object}`, { [object]: bad }),
        422,
        ['form_param_format_invalid', object],
      ],
      [
        () => place.call('PUT', `/users/${user_id}/${object}`, { [object]: taken }),
        422,
        ['form_identifier_exists', object],
      ],
      [() => place.call('PUT', `/users/${user_id}/${object}`, {}), 422, ['form_param_missing', object]],
      [
        () => place.call('PUT', `/users/${user_id}/${object}`, { [object]: value(), identification_status: 'maybe' }),
        422,
        ['form_param_value_invalid', 'identification_status'],
      ],
    ] as const;
    for (const [work, status, fault] of cases) expectErrors(await place.unchanged(user_id, work), status, [...fault]);
  });

  test('an id of the other sort is not found', async () => {
    const user = await place.user({ email_address: [address()], phone_number: [number()] });
    const other = object === 'email_address' ? user.primary_phone_number_id : user.primary_email_address_id;
    for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
      const answer = await place.unchanged(user.id, () => place.call(method, `${path}/${other}`));
      expectErrors(answer, 404, ['resource_not_found']);
    }
  });

  test('an unproven claim keeps nobody out, a reserved one does', async () => {
    const [free, held] = [value(), value()];
    const user = await place.user({
      username: fresh('name'),
      [object]: [held],
      [`${object}_identification_status`]: ['reserved'],
    });
    await add({ user_id: user.id, [object]: free });
    const other = await empty();
    expect((await add({ user_id: other.id, [object]: free, verified: true })).status).toBe(200);
    expectErrors(await add({ user_id: other.id, [object]: held, verified: true }), 422, [
      'form_identifier_exists',
      object,
    ]);
  });
});

describe('second factors', () => {
  test('a proven number becomes one, the first the default; all can be dropped at once', async () => {
    const user = await place.user();
    const add = (body: object) => place.call('POST', '/phone_numbers', { user_id: user.id, ...body });
    const refused = await place.unchanged(user.id, () =>
      add({ phone_number: number(), reserved_for_second_factor: true }),
    );
    expectErrors(refused, 400, ['identification_create_second_factor_unverified']);
    const { body: one } = await add({ phone_number: number(), verified: true, reserved_for_second_factor: true });
    expect(one).toMatchObject({ reserved_for_second_factor: true, default_second_factor: true });
    const { body: two } = await add({ phone_number: number() });
    const change = (body: object) => place.call('PATCH', `/phone_numbers/${two.id}`, body);
    const unproven = await place.unchanged(user.id, () => change({ reserved_for_second_factor: true }));
    expectErrors(unproven, 400, ['identification_update_second_factor_unverified']);
    const { body } = await change({ verified: true, reserved_for_second_factor: true });
    expect(body).toMatchObject({ reserved_for_second_factor: true, default_second_factor: false });
    expect(await place.get(user.id)).toMatchObject({ two_factor_enabled: true, mfa_enabled_at: expect.any(Number) });
    expect((await place.call('DELETE', `/users/${user.id}/mfa`)).body).toEqual({ user_id: user.id });
    const after = await place.get(user.id);
    expect(after).toMatchObject({ two_factor_enabled: false, mfa_disabled_at: expect.any(Number) });
    expect(
      after.phone_numbers.every((phone: { reserved_for_second_factor: boolean }) => !phone.reserved_for_second_factor),
    ).toBe(true);
    await place.unchanged(user.id, () => place.call('DELETE', `/users/${user.id}/mfa`));
  });
});
