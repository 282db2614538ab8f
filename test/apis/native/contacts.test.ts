// Lists of contacts as documents: what an entry says, what it leaves as it is, and what goes with it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../src/core/model/json.ts';
import { at, type Directory, faults, items, openDirectory } from './directory.ts';

let directory: Directory;
beforeAll(async () => {
  directory = await openDirectory();
});
afterAll(() => directory.app.close());

let count = 0;
const somebody = (members: JsonObject = {}) =>
  directory.create({
    username: `contacts_${count++}`,
    emails: [
      { address: `a${count}@example.com`, verified: true },
      { address: `b${count}@example.com` },
      { address: `c${count}@example.com`, reserved: true },
    ],
    phones: [{ number: `+1415555${2000 + count}`, verified: true, secondFactor: true }],
    ...members,
  });
const patch = (id: string, body: Json) => directory.call('PATCH', `/api/users/${id}`, { body });
const say = (list: Json | undefined) =>
  items(list).map((one) => [one.address ?? one.number, one.verified, one.reserved]);

test('an entry that says nothing stays as it is; one that is missing goes', async () => {
  const user = await somebody();
  const [a, , c] = items(user.emails);
  const after = await patch(user.id, { emails: [{ address: c?.address ?? null }, { address: a?.address ?? null }] });
  expect(after.status, after.text).toBe(200);
  expect(items(after.body.emails)).toEqual([c, a]);
  expect(after.body.primaryEmail).toBe(a?.address);
});

test('an entry can say more and less', async () => {
  const user = await somebody();
  const [a, b, c] = items(user.emails).map((one) => String(one.address));
  const { body, status, text } = await patch(user.id, {
    emails: [
      { address: a ?? '', verified: false },
      { address: b ?? '', verified: true },
      { address: c ?? '', reserved: false },
    ],
    phones: [{ number: at(user, 'phones', 0, 'number') ?? null, secondFactor: false }],
  });
  expect(status, text).toBe(200);
  expect(say(body.emails)).toEqual([
    [a, false, false],
    [b, true, false],
    [c, false, false],
  ]);
  expect(items(body.emails).map(({ id }) => id)).toEqual(items(user.emails).map(({ id }) => id));
  expect(at(body, 'phones', 0)).toMatchObject({ verified: true, secondFactor: false, defaultSecondFactor: false });
});

test('another spelling of an address keeps what is known of it', async () => {
  const user = await somebody();
  const address = String(at(user, 'emails', 0, 'address'));
  const { body } = await patch(user.id, { emails: [{ address: address.replace('a', 'A') }] });
  expect(at(body, 'emails', 0)).toMatchObject({ verified: true, id: at(user, 'emails', 0, 'id') });
});

test('primary is one of the list', async () => {
  const user = await somebody();
  const [a, b] = items(user.emails).map((one) => String(one.address));
  expect(user.primaryEmail).toBe(a);
  const unproven = await patch(user.id, { primaryEmail: b ?? '' });
  expect([unproven.status, faults(unproven)]).toEqual([409, ['/primaryEmail unverified']]);
  const foreign = await patch(user.id, { primaryEmail: 'nobody@example.com' });
  expect([foreign.status, faults(foreign)]).toEqual([422, ['/primaryEmail not-found']]);
  const none = await patch(user.id, { primaryEmail: null });
  expect([none.status, none.body.primaryEmail]).toEqual([200, null]);
  const fresh = `new${count}@example.com`;
  const both = await patch(user.id, { emails: [{ address: fresh, verified: true }], primaryEmail: fresh });
  expect([both.status, both.body.primaryEmail, say(both.body.emails)]).toEqual([200, fresh, [[fresh, true, false]]]);
});

test.each<[JsonObject, number, string[]]>([
  [{ emails: [{ address: 'x' }] }, 422, ['/emails/0 format']],
  [{ emails: [{ address: 'ok@example.com' }, { address: 'bad@' }] }, 422, ['/emails/1 format']],
  [{ emails: [{ address: 'd@example.com' }, { address: 'd@example.com' }] }, 422, ['/emails/1 duplicate']],
  [{ emails: [{ address: 'd@example.com' }, { address: 'D@Example.com' }] }, 422, ['/emails/1 duplicate']],
  [{ emails: {} }, 422, ['/emails type']],
  [{ emails: ['d@example.com'] }, 422, ['/emails/0 type']],
  [{ emails: [{ address: 'd@example.com', verified: 'yes' }] }, 422, ['/emails/0/verified type']],
  [{ emails: [{ address: 'd@example.com', secondFactor: true }] }, 422, ['/emails/0/secondFactor unknown']],
  [{ phones: [{ number: '12' }] }, 422, ['/phones/0 format']],
  [{ phones: [{ number: '+14155559999', secondFactor: true }] }, 409, ['/phones unverified']],
  [{ wallets: [{ address: '0x' }] }, 422, ['/wallets/0 format']],
])('%j is refused', async (body, status, expected) => {
  const user = await somebody();
  const answer = await patch(user.id, body);
  expect([answer.status, faults(answer)]).toEqual([status, expected]);
  expect((await directory.call('GET', `/api/users/${user.id}`)).body).toEqual(user);
});
