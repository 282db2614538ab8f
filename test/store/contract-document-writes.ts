// The store's contract: documents beside everything else in a write, and writers at the same moment.

import { expect, test } from 'vitest';
import type { AnyDocument } from '../../src/core/model/document.ts';
import type { DocumentStep, Outcome, SessionStep, Store, Write } from '../../src/core/ports.ts';
import type { World } from '../store-contract.ts';
import { domain, insertDocument, newMembership, newOrganization, newRole, updateDocument } from './documents.ts';
import { add, newChange, newId, newMail, newRealm, newSession, newWrite, updateStep } from './fixtures.ts';

const done: Outcome = { ok: true, serials: [] };
const turn = (world: World, index: number): Store => (index % 2 === 0 ? world.store : world.other);
const anySession = { userId: null, client: null, status: null, now: 0, limit: 100, offset: 0 };

/** A realm with one of everything, and a write that touches all of it. */
async function setUp(world: World) {
  const realm = await newRealm(world.store);
  const user = await add(world.store, realm);
  const held = newOrganization(realm);
  const session = newSession(realm, user.id, { createdAt: 1, expireAt: 1000, abandonAt: 500, lastActiveAt: 1 });
  const documents = [insertDocument(held, [domain('held')])];
  await world.store.commit(newWrite(realm, { documents, sessions: [{ op: 'insert', session }] }));
  const fresh = newMembership(realm, user.id, held.id);
  const touch: SessionStep = { op: 'touch', id: session.id, at: 100, abandonAt: 900, organizationId: held.id };
  const mail = { ...newMail(realm, 5_000_000), template: 'invitation', sealed: 'v1.secret' } as const;
  const write = newWrite(realm, {
    users: [updateStep(user, { firstName: 'New' })],
    sessions: [touch],
    documents: [insertDocument(fresh, [domain('fresh')]), updateDocument(held, { subject: 'new' })],
    changes: [newChange({ ...user, rev: 2 }, { type: 'membership.created' })],
    mails: [mail],
  });
  return { realm, user, held, session, fresh, touch, mail, write };
}

type Scene = Awaited<ReturnType<typeof setUp>>;

/** How to spoil the write at each place, and what it is answered then. */
const spoilt: Readonly<Record<string, (scene: Scene) => readonly [Partial<Write>, Outcome]>> = {
  'the user has moved on': ({ user }) => [
    { users: [updateStep({ ...user, rev: 5 })] },
    { ok: false, reason: 'conflict', userId: user.id, rev: 1 },
  ],
  'the session is not there': ({ touch }) => [
    { sessions: [touch, { ...touch, id: 'none' }] },
    { ok: false, reason: 'conflict', userId: 'none', rev: 0 },
  ],
  'a document has moved on': ({ held, write }) => [
    { documents: [...write.documents.slice(0, 1), updateDocument({ ...held, rev: 2 })] },
    { ok: false, reason: 'conflict', userId: held.id, rev: 0 },
  ],
  'a document is not as checked': ({ held, write }) => [
    { documents: [...write.documents, { op: 'check', kind: 'role', id: held.id, rev: 1 }] },
    { ok: false, reason: 'conflict', userId: held.id, rev: 0 },
  ],
  'a key is taken': ({ realm, write }) => [
    { documents: [...write.documents, insertDocument(newRole(realm), [domain('held')])] },
    { ok: false, reason: 'taken', kind: 'domain' },
  ],
};

/** All or nothing. */
export function documentAtomicityContract(world: World): void {
  const state = async ({ realm, user, held, session, fresh, mail }: Scene) => [
    (await world.other.loadUser(realm, { by: 'id', id: user.id }))?.user.firstName,
    await world.other.loadSession(realm, session.id),
    (await world.other.loadDocument(realm, 'organization', held.id))?.subject,
    await world.other.loadDocument(realm, 'membership', fresh.id),
    (await world.other.loadDocumentByKey(realm, 'membership', domain('fresh')))?.id ?? null,
    (await world.other.readHistory(realm, user.id, null, 10)).map(({ type }) => type),
    (await world.other.takeMails(5_000_000, 5_000_000, 100)).filter(({ id }) => id === mail.id).length,
  ];

  test.each(Object.keys(spoilt))('nothing of a write is done when %s', async (reason) => {
    const scene = await setUp(world);
    const [parts, outcome] = spoilt[reason]?.(scene) ?? [{}, done];
    expect(await world.store.commit({ ...scene.write, ...parts })).toEqual(outcome);
    expect(await state(scene)).toEqual([null, scene.session, null, null, null, [], 0]);
  });

  test('all of it is done otherwise; what a mail has sealed and a session’s organization survive', async () => {
    const scene = await setUp(world);
    const { realm, held, session, fresh, mail } = scene;
    expect(await world.store.commit(scene.write)).toEqual(done);
    const touched = { ...session, lastActiveAt: 100, abandonAt: 900, organizationId: held.id };
    expect(await world.other.findSessions(realm, anySession)).toEqual([touched]);
    const mails = await world.other.takeMails(5_000_000, 5_000_001, 100);
    expect(mails.filter(({ id }) => id === mail.id)).toEqual([{ ...mail, attempts: 1 }]);
    await world.store.postponeMail(mail.id, null);
    expect(await state(scene)).toEqual(['New', touched, 'new', fresh, fresh.id, ['membership.created'], 0]);
  });

  test('a session is touched while it is active and neither over nor abandoned', async () => {
    const { realm, user, held, session, touch } = await setUp(world);
    const commit = (step: SessionStep) => {
      const documents = [insertDocument(newRole(realm))];
      return world.store.commit(newWrite(realm, { sessions: [step], documents }));
    };
    const gone: Outcome = { ok: false, reason: 'conflict', userId: session.id, rev: 0 };
    const inOrganization = newSession(realm, user.id, { organizationId: held.id });
    expect(await commit({ op: 'insert', session: inOrganization })).toEqual(done);
    expect(await world.other.loadSession(realm, inOrganization.id)).toEqual(inOrganization);
    expect(await commit({ ...touch, at: 500 })).toEqual(gone);
    expect(await commit({ ...touch, at: 499, abandonAt: 5000 })).toEqual(done);
    expect(await commit({ ...touch, at: 1000 })).toEqual(gone);
    expect(await commit({ ...touch, at: 999, abandonAt: 5000, organizationId: null })).toEqual(done);
    expect((await world.store.loadSession(realm, session.id))?.organizationId).toBe(null);
    const change = newChange(user, { type: 'session.ended' });
    await commit({ op: 'end', userId: user.id, only: session.id, except: null, status: 'revoked', at: 600, change });
    expect(await commit({ ...touch, at: 700 })).toEqual(gone);
    const apart = await newRealm(world.store);
    expect(await world.store.commit(newWrite(apart, { sessions: [{ ...touch, at: 1 }] }))).toEqual(gone);
  });
}

/** Commits `count` writes at once, through both stores. */
function race(world: World, realm: string, count: number, steps: (index: number) => readonly DocumentStep[]) {
  const one = (index: number) => turn(world, index).commit(newWrite(realm, { documents: steps(index) }));
  return Promise.all(Array.from({ length: count }, (_, index) => one(index)));
}

const kinds = (outcomes: readonly Outcome[]) =>
  [...new Set(outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.reason)))].sort();
const wins = (outcomes: readonly Outcome[]) => outcomes.filter(({ ok }) => ok).length;

/** Races for keys and revs. */
export function documentRaceContract(world: World): void {
  test('of many who claim one key, one gets it; the rest leave nothing', async () => {
    const realm = await newRealm(world.store);
    const roles = Array.from({ length: 40 }, () => newRole(realm));
    const claims = roles.map((role, index) => insertDocument(role, [domain(`own-${index}`), domain('same')]));
    const outcomes = await race(world, realm, 40, (index) => claims.slice(index, index + 1));
    expect([wins(outcomes), kinds(outcomes)]).toEqual([1, ['ok', 'taken']]);
    const kept = await Promise.all(roles.map(({ id }) => world.store.loadDocument(realm, 'role', id)));
    expect(kept.flatMap((role, index) => (role === null ? [] : [index]))).toEqual([outcomes.findIndex(({ ok }) => ok)]);
  });

  test('of many who write or delete from one rev, one wins, rev after rev', async () => {
    const realm = await newRealm(world.store);
    let role = newRole(realm);
    await world.store.commit(newWrite(realm, { documents: [insertDocument(role)] }));
    for (let round = 0; round < 3; round++) {
      const from = role;
      const outcomes = await race(world, realm, 40, (index) => [
        updateDocument(from, { subject: `${round}-${index}` }),
      ]);
      expect([wins(outcomes), kinds(outcomes)]).toEqual([1, ['conflict', 'ok']]);
      role = { ...from, rev: from.rev + 1, subject: `${round}-${outcomes.findIndex(({ ok }) => ok)}` };
      expect(await world.other.loadDocument(realm, 'role', role.id)).toEqual(role);
    }
    const last = await race(world, realm, 20, (index) => {
      const { kind, id, rev } = role;
      return [index % 3 === 0 ? { op: 'delete', kind, id, rev } : updateDocument(role)];
    });
    expect(wins(last)).toBe(1);
  });

  test('writers who name the same documents in opposite orders get by', async () => {
    const realm = await newRealm(world.store);
    const [one, two] = [newRole(realm), newRole(realm)];
    await world.store.commit(newWrite(realm, { documents: [insertDocument(one), insertDocument(two)] }));
    const outcomes = await race(world, realm, 24, (index) => {
      const steps = [updateDocument(one), updateDocument(two)];
      return index % 4 < 2 ? steps : steps.toReversed();
    });
    expect([wins(outcomes), kinds(outcomes)]).toEqual([1, ['conflict', 'ok']]);
  });
}

/** Races with what goes away. */
export function documentGoneContract(world: World): void {
  test('what is checked stays until the commit: nobody joins what is deleted at that moment', async () => {
    const realm = await newRealm(world.store);
    for (let round = 0; round < 10; round++) {
      const organization = newOrganization(realm);
      await world.store.commit(newWrite(realm, { documents: [insertDocument(organization)] }));
      const { kind, id } = organization;
      const join = () =>
        [insertDocument(newMembership(realm, newId(), id)), { op: 'check', kind, id, rev: 1 }] as const;
      const leave = [
        { op: 'delete', kind, id, rev: 1 },
        { op: 'forget', of: 'organization', id },
      ] as const;
      const outcomes = await race(world, realm, 8, (index) => (index === round % 8 ? leave : join()));
      expect(outcomes[round % 8]).toEqual(done);
      const query = { kind: 'membership', userId: null, organizationId: id, subject: null } as const;
      const page = { direction: 'ascending', after: null, limit: 100 } as const;
      expect(await world.store.findDocuments(realm, { ...query, ...page })).toEqual([]);
    }
  });

  test('a sweep at the moment of an update takes the document with its keys or leaves both', async () => {
    const realm = await newRealm(world.store);
    for (let round = 0; round < 20; round++) {
      const roles = Array.from({ length: 20 }, () => newRole(realm, { forgetAt: 10 }));
      const documents = roles.map((role) => insertDocument(role, [domain(role.id)]));
      await world.store.commit(newWrite(realm, { documents }));
      const renew = (role: AnyDocument) =>
        updateDocument(role, { forgetAt: null }, { addKeys: [domain(`new-${role.id}`)] });
      const [outcomes] = await Promise.all([
        race(world, realm, 20, (index) => roles.slice(index, index + 1).map(renew)),
        world.other.sweepDocuments(10),
        world.store.sweepDocuments(10),
      ]);
      for (const [index, { id }] of roles.entries()) {
        const expected = outcomes[index]?.ok === true ? id : undefined;
        expect((await world.store.loadDocument(realm, 'role', id))?.id).toBe(expected);
        const again = insertDocument(newRole(realm), [
          domain(expected === undefined ? id : `x-${id}`),
          domain(`${id}-y`),
        ]);
        expect(await world.store.commit(newWrite(realm, { documents: [again] }))).toEqual(done);
        const holder = await world.store.loadDocumentByKey(realm, 'role', domain(`new-${id}`));
        expect(holder?.id).toBe(expected);
      }
    }
  });
}
