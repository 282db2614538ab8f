// The store's contract: documents, one by one, their keys, and what goes with a user or an organization.

import { expect, test } from 'vitest';
import type { AnyDocument, DocumentKey } from '../../src/core/model/document.ts';
import type { DocumentStep, Outcome } from '../../src/core/ports.ts';
import type { World } from '../store-contract.ts';
import { domain, insertDocument, newMembership, newOrganization, newRole, updateDocument } from './documents.ts';
import { newId, newRealm, newWrite } from './fixtures.ts';

const done: Outcome = { ok: true, serials: [] };
const taken: Outcome = { ok: false, reason: 'taken', kind: 'domain' };
const conflict = ({ id }: AnyDocument): Outcome => ({ ok: false, reason: 'conflict', userId: id, rev: 0 });

/** A realm of its own, with words for what these tests do there. */
async function setUp(world: World) {
  const realm = await newRealm(world.store);
  const commit = (...documents: DocumentStep[]) => world.store.commit(newWrite(realm, { documents }));
  return {
    realm,
    commit,
    load: ({ kind, id }: AnyDocument) => world.other.loadDocument(realm, kind, id),
    async holder(key: DocumentKey) {
      return (await world.other.loadDocumentByKey(realm, 'organization', key))?.id ?? null;
    },
    async add(...keys: DocumentKey[]) {
      const document = newOrganization(realm);
      expect(await commit(insertDocument(document, keys))).toEqual(done);
      return document;
    },
  };
}

/** Documents and their revs. */
export function documentContract(world: World): void {
  test('a document comes back whole, in its realm, under its kind and id only', async () => {
    const { realm, commit, load } = await setUp(world);
    const document = newOrganization(realm, {
      ...{ forgetAt: 4e15, userId: newId(), organizationId: newId(), subject: 'Ünïcode', sealed: 'v1.sealed' },
      ...{ name: `"quoted" \\ 'and' $1 ?1 🜲`, externalId: '', metadata: { constructor: '1', a: { b: [null, 0.5] } } },
      domains: [{ id: newId(), domain: 'acme.example', state: 'pending', createdAt: 1, updatedAt: 2 }],
    });
    expect(await commit(insertDocument(document))).toEqual(done);
    expect(await load(document)).toEqual(document);
    expect(await world.store.loadDocument(await newRealm(world.store), 'organization', document.id)).toBe(null);
    expect(await world.store.loadDocument(realm, 'role', document.id)).toBe(null);
    expect(await world.store.loadDocument(realm, 'organization', newId())).toBe(null);
  });

  test('an id is taken once per kind and realm', async () => {
    const { realm, commit, load, add } = await setUp(world);
    const first = await add();
    expect(await commit(insertDocument(newOrganization(realm, { id: first.id, name: 'Late' })))).toEqual(
      conflict(first),
    );
    expect(await load(first)).toEqual(first);
    expect(await commit(insertDocument(newRole(realm, { id: first.id })))).toEqual(done);
    const apart = await newRealm(world.store);
    const documents = [insertDocument(newOrganization(apart, { id: first.id }))];
    expect(await world.store.commit(newWrite(apart, { documents }))).toEqual(done);
  });

  test('an update holds from the stored rev only', async () => {
    const { realm, commit, load, add } = await setUp(world);
    const first = await add();
    const wanted = { createdAt: 7, updatedAt: 8, forgetAt: 9e15, subject: 'new', sealed: 'other' };
    expect(await commit(updateDocument({ ...first, name: 'Next', userId: 'u', organizationId: 'o' }, wanted))).toEqual(
      done,
    );
    const second = { ...first, ...wanted, name: 'Next', userId: 'u', organizationId: 'o', rev: 2 };
    expect(await load(first)).toEqual(second);
    for (const rev of [1, 3]) expect(await commit(updateDocument({ ...first, rev }))).toEqual(conflict(first));
    const gone = newOrganization(realm);
    expect(await commit(updateDocument(gone))).toEqual(conflict(gone));
    expect(await load(first)).toEqual(second);
    const away = { ...second, forgetAt: null, userId: null, organizationId: null, subject: null, sealed: null };
    expect(await commit(updateDocument(away))).toEqual(done);
    expect(await load(first)).toEqual({ ...away, rev: 3 });
  });
}

/** Documents that go, or are only looked at. */
export function documentEndContract(world: World): void {
  test('a document is deleted at its rev only, and leaves its id free', async () => {
    const { realm, commit, load, add } = await setUp(world);
    const [first, second] = [await add(), await add()];
    const remove = ({ kind, id }: AnyDocument, rev: number): DocumentStep => ({ op: 'delete', kind, id, rev });
    expect(await commit(remove(first, 2))).toEqual(conflict(first));
    expect(await load(first)).toEqual(first);
    expect(await commit(remove(newRole(realm, { id: first.id }), 1))).toEqual(conflict(first));
    expect(await commit(remove(first, 1))).toEqual(done);
    expect(await load(first)).toBe(null);
    expect(await commit(remove(first, 1))).toEqual(conflict(first));
    expect(await commit(insertDocument(first))).toEqual(done);
    expect(await load(second)).toEqual(second);
  });

  test('a check holds or fails the write and changes nothing', async () => {
    const { commit, load, add } = await setUp(world);
    const [held, other] = [await add(), await add()];
    const check = (rev: number): DocumentStep => ({ op: 'check', kind: 'organization', id: held.id, rev });
    expect(await commit(updateDocument(other), check(2))).toEqual(conflict(held));
    expect(await load(other)).toEqual(other);
    expect(await commit(check(1), updateDocument(other))).toEqual(done);
    expect([await load(held), (await load(other))?.rev]).toEqual([held, 2]);
    const gone: DocumentStep = { op: 'check', kind: 'role', id: held.id, rev: 1 };
    expect(await commit(gone)).toEqual(conflict(held));
  });
}

/** The keys of documents. */
export function documentKeyContract(world: World): void {
  test('a key belongs to one document of a realm, of whatever kind, and finds it under that kind', async () => {
    const { realm, commit, load, holder, add } = await setUp(world);
    const first = await add(domain('a'), domain('b'), { kind: 'organization-external-id', key: 'a' });
    const late = newOrganization(realm);
    expect(await commit(insertDocument(late, [domain('free'), domain('b')]))).toEqual(taken);
    expect([await load(late), await holder(domain('free'))]).toEqual([null, null]);
    expect(await commit(insertDocument(newRole(realm), [domain('a')]))).toEqual(taken);
    const role = newRole(realm, { id: first.id });
    expect(await commit(insertDocument(role, [domain('a')]))).toEqual(taken);
    expect([await holder(domain('a')), await holder(domain('b'))]).toEqual([first.id, first.id]);
    expect(await world.store.loadDocumentByKey(realm, 'role', domain('a'))).toBe(null);
    expect(await world.store.loadDocumentByKey(realm, 'organization', { kind: 'role-slug', key: 'a' })).toBe(null);
    const apart = newOrganization(await newRealm(world.store));
    const documents = [insertDocument(apart, [domain('a')])];
    expect(await world.store.commit(newWrite(apart.realm, { documents }))).toEqual(done);
    expect(await world.store.loadDocumentByKey(apart.realm, 'organization', domain('a'))).toEqual(apart);
    expect(await holder(domain('a'))).toBe(first.id);
  });

  test('an update takes and gives up keys; one’s own key again is no news, another’s is taken', async () => {
    const { commit, load, holder, add } = await setUp(world);
    const [first, second] = [await add(domain('a'), domain('b')), await add(domain('c'))];
    const keys = { addKeys: [domain('a'), domain('new')], removeKeys: [domain('b'), domain('c'), domain('none')] };
    expect(await commit(updateDocument(first, {}, keys))).toEqual(done);
    expect(await Promise.all(['a', 'b', 'c', 'new'].map((key) => holder(domain(key))))).toEqual([
      ...[first.id, null, second.id, first.id],
    ]);
    const greedy = updateDocument(second, {}, { addKeys: [domain('b'), domain('a')], removeKeys: [domain('c')] });
    expect(await commit(greedy)).toEqual(taken);
    expect([await load(second), await holder(domain('c')), await holder(domain('b'))]).toEqual([
      second,
      second.id,
      null,
    ]);
  });
}

/** Keys that change hands. */
export function documentKeyTradeContract(world: World): void {
  test('keys change hands within one write, in whatever order it names its steps', async () => {
    const { realm, commit, holder, add } = await setUp(world);
    const [first, second] = [await add(domain('a')), await add(domain('b'))];
    const give = (document: AnyDocument, from: string, to: string) =>
      updateDocument(document, {}, { removeKeys: [domain(from)], addKeys: [domain(to)] });
    expect(await commit(give(first, 'a', 'b'), give(second, 'b', 'a'))).toEqual(done);
    expect([await holder(domain('a')), await holder(domain('b'))]).toEqual([second.id, first.id]);
    const [heir, late] = [newOrganization(realm), newOrganization(realm)];
    const remove = (id: string): DocumentStep => ({ op: 'delete', kind: 'organization', id, rev: 2 });
    expect(await commit(insertDocument(heir, [domain('b')]), remove(first.id))).toEqual(done);
    expect(await commit(remove(second.id), insertDocument(late, [domain('a')]))).toEqual(done);
    expect([await holder(domain('a')), await holder(domain('b'))]).toEqual([late.id, heir.id]);
  });

  test('keys are free again when their document is deleted, swept away or forgotten', async () => {
    const { realm, commit, load, holder } = await setUp(world);
    const [deleted, swept, kept] = [
      newOrganization(realm),
      newOrganization(realm, { forgetAt: 50 }),
      newOrganization(realm),
    ];
    const [ofUser, ofOrganization] = [newMembership(realm, 'ann', 'x'), newMembership(realm, 'bob', 'acme')];
    const all: readonly AnyDocument[] = [deleted, swept, ofUser, ofOrganization, kept];
    const keys = all.map((_, index) => [domain(`one-${index}`), domain(`two-${index}`)]);
    expect(await commit(...all.map((document, index) => insertDocument(document, keys[index])))).toEqual(done);
    const later = newOrganization(realm);
    expect(await commit(insertDocument(later, keys[0]))).toEqual(taken);
    await world.store.sweepDocuments(50);
    const forget = (of: 'user' | 'organization', id: string): DocumentStep => ({ op: 'forget', of, id });
    expect(await commit({ op: 'delete', kind: 'organization', id: deleted.id, rev: 1 })).toEqual(done);
    expect(await commit(forget('user', 'ann'), forget('organization', 'acme'))).toEqual(done);
    expect(await Promise.all(all.map(load))).toEqual([null, null, null, null, kept]);
    expect(await commit(insertDocument(later, keys.slice(0, 4).flat()))).toEqual(done);
    expect([await holder(domain('one-3')), await holder(domain('two-4'))]).toEqual([later.id, kept.id]);
  });
}

/** What goes together: with a user, with an organization, with time. */
export function documentForgetContract(world: World): void {
  const forget = (of: 'user' | 'organization', id: string): DocumentStep => ({ op: 'forget', of, id });

  test('what belongs to a user or an organization is forgotten, of every kind, in that realm, and nothing else', async () => {
    const { realm, commit, load } = await setUp(world);
    const apart = newRole(await newRealm(world.store), { userId: 'same', organizationId: 'same' });
    await world.store.commit(newWrite(apart.realm, { documents: [insertDocument(apart)] }));
    const ofUser: AnyDocument[] = [newMembership(realm, 'same', 'other'), newRole(realm, { userId: 'same' })];
    const ofOrganization: AnyDocument[] = [
      newMembership(realm, 'other', 'same'),
      newRole(realm, { organizationId: 'same' }),
    ];
    const itself = [newOrganization(realm, { id: 'same' }), newRole(realm)];
    await commit(...[...ofUser, ...ofOrganization, ...itself].map((document) => insertDocument(document)));
    expect(await commit(forget('user', 'same'))).toEqual(done);
    expect(await Promise.all([...ofUser, ...ofOrganization, ...itself].map(load))).toEqual([
      ...[null, null, ...ofOrganization, ...itself],
    ]);
    expect(await commit(forget('organization', 'same'), forget('organization', 'nobody'))).toEqual(done);
    expect(await Promise.all([...ofOrganization, ...itself].map(load))).toEqual([null, null, ...itself]);
    expect(await world.store.loadDocument(apart.realm, 'role', apart.id)).toEqual(apart);
  });

  test('a document deleted in the write that forgets its owner is no conflict', async () => {
    const { realm, commit, load } = await setUp(world);
    const [organization, membership] = [newOrganization(realm), newMembership(realm, 'ann', 'acme')];
    await commit(insertDocument(organization), insertDocument(membership));
    const remove = ({ kind, id }: AnyDocument): DocumentStep => ({ op: 'delete', kind, id, rev: 1 });
    expect(await commit(forget('organization', 'acme'), remove(membership), remove(organization))).toEqual(done);
    expect([await load(organization), await load(membership)]).toEqual([null, null]);
  });

  test('sweeping takes what is over, of all realms, some at a time, and leaves what is not', async () => {
    const { realm, commit, load } = await setUp(world);
    const over = Array.from({ length: 700 }, (_, index) => newRole(realm, { forgetAt: 100 + (index % 3) }));
    const apart = newRole(await newRealm(world.store), { forgetAt: 99 });
    const [later, never] = [newRole(realm, { forgetAt: 103 }), newRole(realm)];
    await commit(...[...over, later, never].map((document) => insertDocument(document)));
    await world.store.commit(newWrite(apart.realm, { documents: [insertDocument(apart)] }));
    const left = async () => (await Promise.all(over.map(load))).filter((document) => document !== null).length;
    await world.store.sweepDocuments(98);
    expect(await left()).toBe(700);
    await world.store.sweepDocuments(102);
    expect(await world.store.loadDocument(apart.realm, 'role', apart.id)).toBe(null);
    expect(await left()).toBeGreaterThan(0);
    for (let round = 0; round < 3; round++) await world.store.sweepDocuments(102);
    expect([await left(), await load(later), await load(never)]).toEqual([0, later, never]);
  });
}
