// Arbitrary users, patches, bags and texts, for properties of the core.

import fc from 'fast-check';
import type { Json, JsonObject } from '../src/core/model/json.ts';
import {
  type BagEdit,
  type ContactsEdit,
  clear,
  type Edit,
  keep,
  type NewContact,
  type SessionsEdit,
  set,
  type UserPatch,
  untouched,
} from '../src/core/model/patch.ts';
import type { Contact, User } from '../src/core/model/user.ts';
import { email, identity, idOf, now, patch, phone, proof, user, wallet, wish } from './users.ts';

const keys = fc.constantFrom('a', 'b', 'c', 'id', 'a.b', '', 'ß', 'toString', 'length');

/** JSON of a few levels, with keys that meet, and nulls. */
export const anyJson: fc.Arbitrary<Json> = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.constant(null), fc.boolean(), fc.integer({ min: -3, max: 3 }), fc.constantFrom('', 'x', 'y', '😀')),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(keys, tie('value'), { maxKeys: 4 }),
})).value;

/** A JSON object of a few levels. */
export const anyBag: fc.Arbitrary<JsonObject> = fc.dictionary(keys, anyJson, { maxKeys: 5 });

/** A flat bag of strings. */
export const anyLabels: fc.Arbitrary<JsonObject> = fc.dictionary(keys, fc.constantFrom('', 'x', 'y'), { maxKeys: 4 });

const names = fc.option(fc.constantFrom('Ada', 'Bo', 'Çelik', '李'));
const anyProof = fc.constantFrom(proof, null);

const anyContacts = fc.record({
  emails: fc.subarray(['a@example.com', 'b@example.com', 'c@example.com']),
  phones: fc.subarray(['+12133734253', '+4930123456', '+442083661177']),
  wallets: fc.subarray([`0x${'a'.repeat(40)}`, `0x${'b'.repeat(40)}`]),
  proofs: fc.array(anyProof, { minLength: 9, maxLength: 9 }),
  primary: fc.boolean(),
  linked: fc.boolean(),
});

/** A user as the rules leave one: proven or claimed contacts, a primary of each or none, bags, an identity perhaps. */
export const anyUser: fc.Arbitrary<User> = fc
  .record({
    username: fc.option(fc.constantFrom('adalove', 'grace_h')),
    firstName: names,
    lastName: names,
    externalId: fc.option(fc.constantFrom('x1', 'x2')),
    contacts: anyContacts,
    bags: fc.record({ public: anyBag, private: anyBag, unsafe: anyBag, labels: anyLabels, extra: anyLabels }),
    banned: fc.boolean(),
    active: fc.boolean(),
    groups: fc.subarray(['7', '8', '9']),
    role: fc.option(fc.constantFrom('1', '2')),
    password: fc.boolean(),
  })
  .map(({ contacts, bags, banned, password, ...fields }) => {
    const { proofs, primary, linked } = contacts;
    const link = linked && contacts.emails.length > 0 ? [{ type: fields.role ?? 'oauth', id: idOf(50) }] : [];
    const at = (index: number) => ({ verification: proofs[index] ?? null });
    const emails = contacts.emails.map((address, index) =>
      email(10 + index, address, { ...at(index), linkedTo: index === 0 ? link : [] }),
    );
    const phones = contacts.phones.map((number, index) => phone(20 + index, number, at(3 + index)));
    const wallets = contacts.wallets.map((address, index) => wallet(30 + index, address, at(6 + index)));
    const first = (items: readonly Contact[]) => (primary ? (items[0]?.id ?? null) : null);
    return user({
      ...fields,
      emails,
      phones,
      wallets,
      identities: link.length > 0 ? [identity(50, 's1')] : [],
      primaryEmailId: first(emails),
      primaryPhoneId: first(phones),
      primaryWalletId: first(wallets),
      metadata: bags,
      bannedAt: banned ? now - 100 : null,
      credentials: {
        ...user().credentials,
        password: password ? { compromised: false } : null,
        passwordUpdatedAt: password ? now - 100 : null,
      },
    });
  });

function anyEdit<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Edit<Value>> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(keep) }, fc.constant(clear), value.map(set));
}

function anyChange<Value>(value: fc.Arbitrary<Value>) {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(keep) }, value.map(set));
}

function anyBagEdit(bag: fc.Arbitrary<JsonObject>): fc.Arbitrary<BagEdit> {
  return fc.oneof(
    fc.constant(keep),
    bag.map((value) => ({ op: 'replace', value }) as const),
    bag.map((value) => ({ op: 'merge-deep', value }) as const),
    bag.map((value) => ({ op: 'merge-shallow', value }) as const),
  );
}

function anyWish(values: readonly string[]): fc.Arbitrary<NewContact> {
  return fc
    .record({
      value: fc.constantFrom(...values),
      claim: fc.constantFrom('verified', 'reserved', 'unverified'),
    })
    .map(({ value, claim }) => wish(value, { claim }));
}

function anyReplacement(values: readonly string[]): fc.Arbitrary<ContactsEdit['list']> {
  const items = fc.uniqueArray(anyWish(values), { maxLength: 3, selector: ({ value }) => value });
  return items.map((all) => ({ op: 'replace', items: all }) as const);
}

const fitEmails: fc.Arbitrary<ContactsEdit> = fc.record({
  list: fc.oneof(fc.constant(keep), anyReplacement(['a@example.com', 'B@example.com', 'd@example.com'])),
  primary: fc.constantFrom<ContactsEdit['primary'][]>(keep, clear, { op: 'first' }),
  linked: fc.constant('unlink'),
});

const wildEmails: fc.Arbitrary<ContactsEdit> = fc.record({
  list: fc.oneof(
    anyReplacement(['a@example.com', 'A@example.com', 'nonsense']),
    fc
      .record({
        add: fc.array(anyWish(['a@example.com', 'd@example.com', 'nonsense']), { maxLength: 2 }),
        remove: fc.subarray([idOf(10), idOf(11)]),
      })
      .map((change) => ({ op: 'change', edit: [], ...change }) as const),
  ),
  primary: fc.oneof(
    fc.constantFrom(keep, clear),
    fc.constantFrom(10, 11, 12).map((id) => ({ op: 'id', id: idOf(id) }) as const),
    fc.constantFrom('a@example.com', 'd@example.com').map((value) => ({ op: 'value', value }) as const),
  ),
  linked: fc.constantFrom('unlink', 'refuse'),
});

const password = { op: 'set', checks: 'enforce', preHash: 'none' } as const;

const fitPatch = fc.record({
  username: anyEdit(fc.constantFrom('adalove', 'ADALOVE', 'grace_h')),
  firstName: anyEdit(fc.constantFrom('Ada', '李')),
  locale: anyEdit(fc.constant('de-CH')),
  externalId: anyEdit(fc.constantFrom('x1', 'x3')),
  emails: fitEmails,
  active: anyChange(fc.boolean()),
  banned: anyChange(fc.boolean()),
  locked: anyChange(fc.boolean()),
  role: anyEdit(fc.constantFrom('1', '3')),
  groups: anyChange(fc.array(fc.constantFrom('7', '8', '8'), { maxLength: 3 })),
  createdAt: anyChange(fc.constantFrom(0, now - 1000)),
  createOrganizationsLimit: anyEdit(fc.integer({ min: 0, max: 3 })),
  publicBag: anyBagEdit(anyBag),
  labels: anyBagEdit(anyLabels),
  password: fc.constantFrom(keep, keep, clear, { ...password, plain: 'canary-9b1f-secret' }),
  passwordCompromised: fc.constant(keep),
  sessions: fc.constantFrom<SessionsEdit[]>('keep', 'end-all', { op: 'end-others', except: idOf(901) }),
});

const wildPatch = fc
  .tuple(
    fitPatch,
    fc.record(
      {
        username: anyEdit(fc.constantFrom('1234', 'x')),
        firstName: anyEdit(fc.constant('x'.repeat(300))),
        locale: anyEdit(fc.constant('no locale')),
        externalId: anyEdit(fc.constant('')),
        emails: wildEmails,
        createdAt: anyChange(fc.constantFrom(-1, now + 1)),
        createOrganizationsLimit: anyEdit(fc.constant(-1)),
        labels: anyBagEdit(anyBag),
        password: fc.constant({ ...password, plain: 'canary' }),
        passwordCompromised: anyChange(fc.boolean()),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([fit, wild]) => ({ ...fit, ...wild }));

/** A patch that wants anything at all; every other one is mostly allowed. */
export const anyPatch: fc.Arbitrary<UserPatch> = fc
  .oneof(fitPatch, wildPatch)
  .map(({ publicBag, labels, ...fields }) =>
    patch({ ...fields, metadata: { ...untouched.metadata, public: publicBag, labels } }),
  );

const anyCode = fc
  .oneof(
    fc.integer({ min: 0x20, max: 0x7e }),
    fc.integer({ min: 0, max: 0x2fff }),
    fc.integer({ min: 0, max: 0x10ffff }),
  )
  .filter((code) => code < 0xd800 || code > 0xdfff);

/** Short well-formed text of any characters, mostly of the older scripts. */
export const anyText: fc.Arbitrary<string> = fc
  .array(anyCode, { maxLength: 8 })
  .map((codes) => String.fromCodePoint(...codes));
