// Organizations and who belongs to them: what becomes of them, what is told of it, and what must not happen.

import { describe, expect, test } from 'vitest';
import type { Context } from '../../src/core/commands/context.ts';
import { createMembership } from '../../src/core/commands/create-membership.ts';
import { createOrganization } from '../../src/core/commands/create-organization.ts';
import { deleteMembership } from '../../src/core/commands/delete-membership.ts';
import { deleteOrganization } from '../../src/core/commands/delete-organization.ts';
import { deleteRole } from '../../src/core/commands/delete-role.ts';
import { deleteUser } from '../../src/core/commands/delete-user.ts';
import { findMembers, findMemberships, getMembership } from '../../src/core/commands/find-memberships.ts';
import { findOrganizations, getOrganization } from '../../src/core/commands/find-organizations.ts';
import { findRoles } from '../../src/core/commands/find-roles.ts';
import { setRole } from '../../src/core/commands/set-role.ts';
import { updateMembership } from '../../src/core/commands/update-membership.ts';
import { updateOrganization } from '../../src/core/commands/update-organization.ts';
import { keep, set } from '../../src/core/model/patch.ts';
import { selfOf } from '../users.ts';
import { blankPatch, changesOf, everyDocument, newOrganization, newUser } from './organizations.ts';
import { add, openWorld, refusalsOf } from './world.ts';

const anything = { direction: 'ascending', after: null, limit: 100 } as const;
const listOf = (context: Context) => findOrganizations(context, { ...anything, domains: null, search: null });

describe('an organization', () => {
  test('is created and updated with one change each, and not where nothing changes', async () => {
    const world = await openWorld();
    const made = await createOrganization(world.context, { ...blankPatch, name: set('Foo') });
    world.clock.now += 5;
    const next = await updateOrganization(world.context, made.id, { ...blankPatch, name: set('Bar') });
    expect(next).toEqual({ ...made, name: 'Bar', rev: 2, updatedAt: made.createdAt + 5 });
    world.clock.now += 5;
    expect(await updateOrganization(world.context, made.id, { ...blankPatch, name: set('Bar') })).toEqual(next);
    const { sealed: _, ...shown } = made;
    expect(await changesOf(world)).toMatchObject([
      {
        type: 'organization.created',
        userId: '',
        diff: [{ path: `organizations.${made.id}`, before: null, after: shown }],
      },
      { type: 'organization.updated', diff: [{ before: { name: 'Foo' }, after: { name: 'Bar' } }] },
    ]);
    expect((await changesOf(world)).every(({ diff }) => !JSON.stringify(diff).includes('sealed'))).toBe(true);
  });

  test('is refused another’s external id and domain, and nothing is written', async () => {
    const world = await openWorld();
    const domains = [{ domain: 'Bücher.example', state: null }];
    await createOrganization(world.context, { ...blankPatch, name: set('A'), externalId: set('x'), domains });
    const other = await newOrganization(world);
    const before = await everyDocument(world);
    for (const [field, patch] of [
      ['organization-external-id', { externalId: set('x') }],
      ['domain', { domains: [{ domain: 'XN--BCHER-KVA.example', state: 'verified' }] }],
    ] as const) {
      const taken = [{ code: 'taken', field }];
      expect(await refusalsOf(() => updateOrganization(world.context, other.id, { ...blankPatch, ...patch }))).toEqual(
        taken,
      );
      const creation = { ...blankPatch, name: set('B'), ...patch };
      expect(await refusalsOf(() => createOrganization(world.context, creation))).toEqual(taken);
    }
    expect(await everyDocument(world)).toEqual(before);
  });

  test('gives its keys up when it changes them, and when it goes', async () => {
    const world = await openWorld();
    const wanted = {
      ...blankPatch,
      name: set('A'),
      externalId: set('x'),
      domains: [{ domain: 'a.example', state: null }],
    };
    const one = await createOrganization(world.context, wanted);
    await updateOrganization(world.context, one.id, { ...blankPatch, externalId: { op: 'clear' }, domains: [] });
    const two = await createOrganization(world.context, wanted);
    await deleteOrganization(world.context, two.id);
    await createOrganization(world.context, wanted);
  });

  test('of another realm is not there', async () => {
    const world = await openWorld();
    const elsewhere = { ...world.context, realm: { ...world.context.realm, id: 'other' } };
    const { id } = await createOrganization(elsewhere, { ...blankPatch, name: set('Theirs'), externalId: set('x') });
    const missing = [{ code: 'not-found', what: 'organization', id }];
    expect(await refusalsOf(() => getOrganization(world.context, { by: 'id', id }))).toEqual(missing);
    expect(await refusalsOf(() => updateOrganization(world.context, id, blankPatch))).toEqual(missing);
    expect(await refusalsOf(() => deleteOrganization(world.context, id))).toEqual(missing);
    const userId = (await newUser(world)).id;
    const wish = { userId, organizationId: id, roles: null };
    expect(await refusalsOf(() => createMembership(world.context, wish))).toEqual(missing);
    expect(await listOf(world.context)).toEqual([]);
    expect(await listOf(elsewhere)).toHaveLength(1);
    await createOrganization(world.context, { ...blankPatch, name: set('Ours'), externalId: set('x') });
  });

  test('takes its members along, however many, and tells of each', async () => {
    const world = await openWorld();
    const [doomed, other] = [await newOrganization(world), await newOrganization(world)];
    const ids: string[] = [];
    for (let index = 0; index < 420; index++) {
      const { id: userId } = await add(world, {});
      const wish = { userId, organizationId: doomed.id, roles: null };
      ids.push((await createMembership(world.context, wish)).membership.id);
      if (index === 0) await createMembership(world.context, { ...wish, organizationId: other.id });
    }
    await deleteOrganization(world.context, doomed.id);
    const changes = await changesOf(world);
    const told = changes.filter(({ type }) => type === 'membership.deleted').map(({ diff }) => diff[0]?.path);
    expect(told.toSorted()).toEqual(ids.map((id) => `memberships.${id}`).toSorted());
    expect(changes.at(-1)).toMatchObject({ type: 'organization.deleted', diff: [{ after: null }] });
    const { memberships } = await everyDocument(world);
    expect(memberships.map(({ organizationId }) => organizationId)).toEqual([other.id]);
  });

  test('is nobody’s to change but those who may', async () => {
    const world = await openWorld();
    const { id } = await newOrganization(world);
    const user = await newUser(world);
    const before = await everyDocument(world);
    const self = { ...world.context, actor: selfOf(user.id) };
    const anybody = { ...world.context, actor: { kind: 'anybody', address: null } } as const;
    for (const context of [self, anybody]) {
      for (const work of [
        () => getOrganization(context, { by: 'id', id }),
        () => listOf(context),
        () => createOrganization(context, { ...blankPatch, name: set('X') }),
        () => updateOrganization(context, id, { ...blankPatch, name: set('X') }),
        () => deleteOrganization(context, id),
        () => createMembership(context, { userId: user.id, organizationId: id, roles: ['admin'] }),
        () => findMembers(context, id, { direction: 'ascending', limit: 10, afterUserId: null, email: null }),
        () => setRole(context, 'king', { name: 'King', description: null, permissions: [] }),
        () => deleteRole(context, 'king'),
      ]) {
        expect(await refusalsOf(work)).toMatchObject([{ code: 'forbidden' }]);
      }
    }
    expect(await everyDocument(world)).toEqual(before);
  });
});

describe('a membership', () => {
  test('is told of in the history of its user', async () => {
    const world = await openWorld();
    const [organization, user] = [await newOrganization(world), await newUser(world)];
    const wish = { userId: user.id, organizationId: organization.id, roles: null };
    const { membership } = await createMembership(world.context, wish);
    await updateMembership(world.context, membership.id, { roles: set(['admin']), status: keep });
    await updateMembership(world.context, membership.id, { roles: set(['admin']), status: set('active') });
    await deleteMembership(world.context, membership.id);
    const history = await world.ports.store.readHistory('default', user.id, null, 10);
    expect(history.map(({ type }) => type)).toEqual([
      'membership.deleted',
      'membership.updated',
      'membership.created',
      'user.created',
    ]);
  });

  test('is refused in a role that there is not, and is then not there', async () => {
    const world = await openWorld();
    const [organization, user] = [await newOrganization(world), await newUser(world)];
    const wish = { userId: user.id, organizationId: organization.id };
    for (const roles of [['king'], ['member', 'king'], ['__proto__'], ['']]) {
      expect(await refusalsOf(() => createMembership(world.context, { ...wish, roles }))).toMatchObject([
        { code: 'not-found', what: 'role' },
      ]);
    }
    for (const roles of [[], ['member', 'member']]) {
      expect(await refusalsOf(() => createMembership(world.context, { ...wish, roles }))).toMatchObject([
        { code: 'invalid' },
      ]);
    }
    expect((await everyDocument(world)).memberships).toEqual([]);
  });

  test('goes with its user, and none can be made for somebody who is gone', async () => {
    const world = await openWorld();
    const [organization, user] = [await newOrganization(world), await newUser(world)];
    const wish = { userId: user.id, organizationId: organization.id, roles: null };
    const { membership } = await createMembership(world.context, wish);
    await deleteUser(world.context, { by: 'id', id: user.id }, { system: false, ifRev: null });
    expect(await refusalsOf(() => getMembership(world.context, membership.id))).toMatchObject([{ code: 'not-found' }]);
    expect(await refusalsOf(() => createMembership(world.context, wish))).toMatchObject([{ what: 'user' }]);
  });

  test('shows who belongs to an organization, by when they joined, page by page', async () => {
    const world = await openWorld();
    const organization = await newOrganization(world);
    const users = [await newUser(world), await newUser(world), await newUser(world), await newUser(world)];
    for (const { id: userId } of users.toReversed()) {
      world.clock.now += 1;
      await createMembership(world.context, { userId, organizationId: organization.id, roles: null });
    }
    const [first, second, third, fourth] = users.toReversed().map(({ id }) => id);
    const page = async (afterUserId: string | null, direction: 'ascending' | 'descending' = 'ascending') => {
      const found = await findMembers(world.context, organization.id, {
        direction,
        limit: 2,
        afterUserId,
        email: null,
      });
      return found.map(({ id }) => id);
    };
    expect(await page(null)).toEqual([first, second]);
    expect(await page(second ?? '')).toEqual([third, fourth]);
    expect(await page(third ?? '', 'descending')).toEqual([second, first]);
    const query = { ...anything, organizationId: organization.id, statuses: null };
    const [member] = await findMemberships(world.context, { ...query, userId: second ?? '' });
    await updateMembership(world.context, member?.membership.id ?? '', { roles: keep, status: set('inactive') });
    expect(await page(null)).toEqual([first, third]);
    expect(await page(second ?? '')).toEqual([third, fourth]);
    const found = (email: string) =>
      findMembers(world.context, organization.id, { direction: 'ascending', limit: 2, afterUserId: null, email });
    const addressOf = (id: string | undefined) => users.find((user) => user.id === id)?.emails[0]?.address ?? '';
    expect((await found(addressOf(fourth).toUpperCase())).map(({ id }) => id)).toEqual([fourth]);
    for (const email of [addressOf(second), 'nobody@example.com', 'x']) expect(await found(email)).toEqual([]);
    expect(await refusalsOf(() => page('nobody'))).toMatchObject([{ code: 'not-found', what: 'membership' }]);
    expect(
      await refusalsOf(() => findMembers(world.context, 'x', { ...anything, afterUserId: null, email: null })),
    ).toMatchObject([{ code: 'not-found', what: 'organization' }]);
  });
});

describe('a role', () => {
  const king = { name: 'King', description: null, permissions: ['realm:rule'] };

  test('is there from the beginning, or made, or made over', async () => {
    const world = await openWorld();
    expect((await findRoles(world.context)).map(({ slug }) => slug)).toEqual(['admin', 'member']);
    await setRole(world.context, 'king', king);
    await setRole(world.context, 'admin', { ...king, name: 'Boss' });
    await setRole(world.context, 'king', king);
    expect(await findRoles(world.context)).toMatchObject([
      { slug: 'admin', name: 'Boss', permissions: ['realm:rule'] },
      { slug: 'member', permissions: [] },
      { slug: 'king', ...king },
    ]);
    expect((await changesOf(world)).map(({ type }) => type)).toEqual(['role.created', 'role.created']);
  });

  test('stays while somebody holds it, also an inactive member; those of every realm always stay', async () => {
    const world = await openWorld();
    const [organization, user] = [await newOrganization(world), await newUser(world)];
    await setRole(world.context, 'king', king);
    const wish = { userId: user.id, organizationId: organization.id, roles: ['member', 'king'] };
    const { membership } = await createMembership(world.context, wish);
    const held = [{ code: 'not-eligible', field: 'slug', why: 'linked' }];
    expect(await refusalsOf(() => deleteRole(world.context, 'king'))).toEqual(held);
    await updateMembership(world.context, membership.id, { roles: keep, status: set('inactive') });
    expect(await refusalsOf(() => deleteRole(world.context, 'king'))).toEqual(held);
    await updateMembership(world.context, membership.id, { roles: set(['member']), status: keep });
    await deleteRole(world.context, 'king');
    expect(await refusalsOf(() => deleteRole(world.context, 'king'))).toMatchObject([{ code: 'not-found' }]);
    for (const slug of ['admin', 'member']) {
      expect(await refusalsOf(() => deleteRole(world.context, slug))).toMatchObject([{ why: 'system' }]);
    }
  });

  test.each([
    ['King', king],
    ['a b', king],
    ['__proto__', king],
    ['x'.repeat(65), king],
    ['king', { ...king, name: ' ' }],
    ['king', { ...king, permissions: ['a', 'a'] }],
    ['king', { ...king, permissions: ['a b'] }],
    ['king', { ...king, permissions: Array.from({ length: 501 }, (_, index) => String(index)) }],
  ])('%s is refused where it is no good %#', async (slug, content) => {
    const world = await openWorld();
    expect(await refusalsOf(() => setRole(world.context, slug, content))).toMatchObject([{ code: 'invalid' }]);
    expect((await everyDocument(world)).roles).toEqual([]);
  });
});
