// Lists of users: every filter alone, in the list and in the count; orders, pages and cursors.
import { beforeAll, describe, expect, test } from 'vitest';
import { type Answer, expectErrors, type Fault, usePlace } from './harness.ts';

const place = usePlace();
const people: Record<string, Answer['body']> = {};

const nameOf = (id: string) => Object.entries(people).find(([, user]) => user.id === id)?.[0];

beforeAll(async () => {
  const day = (number: number) => new Date(Date.UTC(2020, 0, number)).toISOString();
  people.ada = await place.user({
    email_address: ['ada@example.com', 'countess@analytical.org'],
    username: 'ada_l',
    first_name: 'Ada',
    last_name: 'Lovelace',
    external_id: 'ext-1',
    phone_number: ['+14155552671'],
    created_at: day(1),
  });
  people.bob = await place.user({
    email_address: ['bob@example.com'],
    username: 'Bob_the_2nd',
    first_name: 'Bob',
    external_id: '-minus',
    web3_wallet: ['0x1234567890abcdef1234567890abcdef12345678'],
    created_at: day(2),
  });
  people.cyd = await place.user({
    email_address: ['cyd@example.org'],
    last_name: 'Ångström',
    banned: true,
    created_at: day(3),
  });
  await place.call('POST', '/sessions', { user_id: people.ada.id });
});

const id = (name: string) => people[name]?.id;

describe('filters', () => {
  const ms = (number: number) => Date.UTC(2020, 0, number);
  const cases: [query: () => string, found: string[]][] = [
    [() => '', ['cyd', 'bob', 'ada']],
    [() => 'email_address=ada@example.com', ['ada']],
    [() => 'email_address=ADA@EXAMPLE.com&email_address=bob@example.com&email_address=no@example.com', ['bob', 'ada']],
    [() => 'email_address=no@example.com', []],
    [() => 'email_address=', ['cyd', 'bob', 'ada']],
    [() => 'phone_number=%2B14155552671', ['ada']],
    [() => 'username=BOB_THE_2ND', ['bob']],
    [() => 'web3_wallet=0x1234567890ABCDEF1234567890abcdef12345678', ['bob']],
    [() => `user_id=${id('ada')}`, ['ada']],
    [() => `user_id=%2B${id('ada')}&user_id=${id('cyd')}&user_id=user_x`, ['cyd', 'ada']],
    [() => `user_id=-${id('ada')}`, ['cyd', 'bob']],
    [() => `user_id=${id('ada')}&user_id=-${id('ada')}`, []],
    [() => 'user_id=user_x', []],
    [() => 'external_id=ext-1', ['ada']],
    [() => 'external_id=%2B-minus', ['bob']],
    [() => 'external_id=-ext-1', ['cyd', 'bob']],
    [() => 'organization_id=org_x', []],
    [() => 'organization_id=%2Borg_x', []],
    [() => 'organization_id=-org_x', ['cyd', 'bob', 'ada']],
    [() => 'query=LOVE', ['ada']],
    [() => 'query=example.org', ['cyd']],
    [() => 'query=analytical', ['ada']],
    [() => 'query=4155', ['ada']],
    [() => 'query=0xABC', []],
    [() => 'query=0x1234', ['bob']],
    [() => 'query=%C3%85ngstr', ['cyd']],
    [() => `query=${id('bob')}`, ['bob']],
    [() => `query=${id('bob')?.slice(0, 25)}`, ['bob']],
    [() => 'query=user_', ['cyd', 'bob', 'ada']],
    [() => 'query=user_zzzz', []],
    [() => 'query=%00', []],
    [() => 'email_address_query=EXAMPLE.COM', ['bob', 'ada']],
    [() => 'phone_number_query=555', ['ada']],
    [() => 'username_query=the', ['bob']],
    [() => 'name_query=ada%20love', ['ada']],
    [() => 'banned=true', ['cyd']],
    [() => 'banned=false', ['bob', 'ada']],
    [() => `created_at_before=${ms(2)}`, ['ada']],
    [() => `created_at_after=${ms(2)}`, ['cyd']],
    [() => `created_at_after=${ms(1)}&created_at_before=${ms(3)}`, ['bob']],
    [() => `last_sign_in_at_after=${ms(1)}`, ['ada']],
    [() => `last_sign_in_at_before=${ms(1)}`, []],
    [() => `last_active_at_after=${ms(1)}`, ['ada']],
    [() => `last_active_at_since=${ms(1)}`, ['ada']],
    [() => `last_active_at_before=${Date.now() + 60_000}`, ['ada']],
    [() => 'provider=oauth_google&provider_user_id=1', []],
    [() => 'banned=false&username_query=ada', ['ada']],
    [() => 'unheard_of=1', ['cyd', 'bob', 'ada']],
  ];
  test.each(cases)('%s', async (query, found) => {
    const { status, body } = await place.call('GET', `/users?${query()}`);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.map((user: { id: string }) => nameOf(user.id))).toEqual(found);
    const count = await place.call('GET', `/users/count?${query()}`);
    expect(count.body).toEqual({ object: 'total_count', total_count: found.length });
  });
});

describe('orders and pages', () => {
  const cases: [query: () => string, found: string[]][] = [
    [() => 'order_by=created_at', ['ada', 'bob', 'cyd']],
    [() => 'order_by=%2Bcreated_at', ['ada', 'bob', 'cyd']],
    [() => 'order_by=+created_at', ['ada', 'bob', 'cyd']],
    [() => 'order_by=-created_at', ['cyd', 'bob', 'ada']],
    [() => 'order_by=email_address', ['ada', 'bob', 'cyd']],
    [() => 'order_by=-email_address&order_by=created_at', ['cyd', 'bob', 'ada']],
    [() => 'order_by=first_name', ['ada', 'bob', 'cyd']],
    [() => 'order_by=-last_name', ['ada', 'cyd', 'bob'].sort((a, b) => (a === 'bob' ? 1 : b === 'bob' ? -1 : 0))],
    [() => 'order_by=web3wallet&limit=1', ['bob']],
    [() => 'order_by=last_sign_in_at&limit=1', ['ada']],
    [() => 'limit=1', ['cyd']],
    [() => 'limit=1&offset=1', ['bob']],
    [() => 'limit=500&offset=3', []],
    [() => `limit=1&starting_after=${id('cyd')}`, ['bob']],
    [() => `starting_after=${id('bob')}`, ['ada']],
    [() => `starting_after=${id('ada')}`, []],
    [() => `order_by=created_at&starting_after=${id('ada')}&limit=1`, ['bob']],
  ];
  test.each(cases)('%s', async (query, found) => {
    const { body } = await place.call('GET', `/users?${query()}`);
    const names = body.map((user: { id: string }) => nameOf(user.id));
    if (query().includes('-last_name')) expect(names.at(-1)).toBe('bob');
    else expect(names).toEqual(found);
  });
});

describe('refuses', () => {
  const cases: [query: () => string, ...faults: Fault[]][] = [
    [() => 'limit=0', ['form_param_value_invalid', 'limit']],
    [() => 'limit=501', ['form_param_value_too_large', 'limit']],
    [() => 'limit=x', ['form_param_type_invalid', 'limit']],
    [() => 'limit=1e3', ['form_param_type_invalid', 'limit']],
    [() => 'offset=-1', ['form_param_value_invalid', 'offset']],
    [() => 'limit=x&offset=y', ['form_param_type_invalid', 'limit'], ['form_param_type_invalid', 'offset']],
    [() => 'banned=maybe', ['form_param_type_invalid', 'banned']],
    [() => 'created_at_before=yesterday', ['form_param_invalid_date', 'created_at_before']],
    [() => 'last_active_at_since=-1', ['form_param_invalid_date', 'last_active_at_since']],
    [() => 'order_by=shoe_size', ['form_param_value_invalid', 'order_by']],
    [() => 'provider=oauth_google', ['form_conditional_param_missing', 'provider_user_id']],
    [() => 'provider_user_id=1', ['form_conditional_param_missing', 'provider']],
    [() => `starting_after=${id('ada')}&order_by=username`, ['form_conditional_param_disallowed', 'starting_after']],
    [() => `starting_after=${id('ada')}&offset=1`, ['form_conditional_param_disallowed', 'offset']],
    [() => 'starting_after=user_x', ['form_resource_not_found', 'starting_after']],
    [
      () => Array.from({ length: 101 }, (_, index) => `user_id=u${index}`).join('&'),
      ['form_param_array_size_exceeded', 'user_id'],
    ],
  ];
  test.each(cases)('%s', async (query, ...faults) => {
    expectErrors(await place.call('GET', `/users?${query()}`), 422, ...faults);
  });
});
