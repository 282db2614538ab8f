// Whatever is sent, by whomever: an answer in Coronium's words, never a failure of ours, and never a user that nobody may reach.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actions } from '../../../src/apis/coronium/actions.ts';
import { everybody } from '../../../src/core/model/query.ts';
import { useScene } from '../../conformance/coronium-scene.ts';
import { md5 } from './game.ts';

const scene = useScene();

const names =
  `user_id update username password email group extra active confirmation scope provider client_id auth access_token
  access_token_expiry expiry token from_email subject email_tpl tpl_keys role validated user_id_2 __proto__ constructor toString 0`
    .trim()
    .split(/\s+/);
const texts = [
  '',
  'x',
  'Ann',
  'Admin',
  'ann@example.com',
  'Space Race',
  'facebook',
  'fb-ann',
  '_NULL',
  '\ud83d\ude00',
  '$&',
  '%',
];
const odd = [
  null,
  true,
  false,
  0,
  1,
  -1,
  1.5,
  1e300,
  4_102_444_800,
  'a\u0001b',
  'x'.repeat(9000),
  md5('1234'),
  'welcome.tpl',
];

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(...texts, ...odd, '@ann', '@bob', '@Admin', '@boss', '@eve', '@pending'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
}));
/** A body that is nearly right, so that more is looked at than its first fault. */
const nearly = fc.record(
  {
    user_id: fc.constantFrom('@ann', '@bob', '@Admin', '@boss', '@eve', '@pending', '@nobody'),
    username: fc.constantFrom(...texts),
    password: fc.constantFrom(md5('1234'), md5('x'), 'x'),
    update: value,
    provider: fc.constantFrom('facebook', 'google', 'x'),
    auth: value,
    extra: value,
    email: fc.constantFrom(...texts),
    confirmation: value,
    expiry: value,
  },
  { requiredKeys: [], noNullPrototype: true },
);

test('is answered', async () => {
  const { wire, names: ids } = scene();
  const { store } = wire.game.app.ports;
  const reach = ['Admin', 'guest', 'boss', 'eve'].map((name) => ids.get(name) ?? '');
  const untouchable = async () =>
    await Promise.all(
      reach.flatMap((id) => ['default', 'elsewhere-2'].map((realm) => store.loadUser(realm, { by: 'id', id }))),
    );
  const before = await untouchable();
  expect(before.filter((stored) => stored !== null)).toHaveLength(4);
  const action = fc.constantFrom(...actions.flatMap(({ name, older }) => [name, older]), 'fly', '__proto__');
  const body = fc.oneof({ arbitrary: nearly, weight: 3 }, { arbitrary: value, weight: 1 });
  await fc.assert(
    fc.asyncProperty(action, body, fc.constantFrom('ours', 'plugin'), async (name, wish, by) => {
      const sent = JSON.stringify(wish).replaceAll(/@([A-Za-z]+)\b(?!\.)/g, (text, who) => ids.get(who) ?? text);
      const text = await wire[by](name, sent);
      const { result } = JSON.parse(text);
      expect(text).not.toContain('has failed');
      expect(result).not.toBeNull();
      if (result.error !== undefined) {
        expect(Object.keys(result)).toEqual(['error', 'status']);
        expect([600, 603, 604, 605, 614, 620, 624, 702, 704, 801, 804, 810, 1004]).toContain(result.status);
        expect(result.error).toMatch(/^.{3,}\.$/s);
        expect(result.error).not.toMatch(/undefined|\[object|metadata\.|emails\.|identities/);
      } else {
        expect(text).not.toMatch(/:null|digest|argon2/);
      }
    }),
    { numRuns: 600 },
  );
  expect(await untouchable()).toEqual(before);
  expect(await store.countUsers('default', { ...everybody, system: true })).toBeGreaterThan(2);
}, 120_000);
