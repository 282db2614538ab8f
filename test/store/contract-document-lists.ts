// The store's contract: lists of documents.

import { expect, test } from 'vitest';
import type { DocumentQuery } from '../../src/core/model/document.ts';
import type { Role } from '../../src/core/model/organization.ts';
import type { World } from '../store-contract.ts';
import { insertDocument, newOrganization, newRole } from './documents.ts';
import { newRealm, newWrite } from './fixtures.ts';

type Query = DocumentQuery<'role'>;

const query: Query = {
  ...{ kind: 'role', userId: null, organizationId: null, subject: null },
  ...{ direction: 'ascending', after: null, limit: 100 },
};

/** What `query` asks for, told in the plainest way. */
function expected(all: readonly Role[], wanted: Query): readonly Role[] {
  const place = (role: Pick<Role, 'createdAt' | 'id'>) => `${String(role.createdAt).padStart(16, '0')} ${role.id}`;
  const { userId, organizationId, subject, direction, after, limit } = wanted;
  const sorted = all.toSorted((left, right) => (place(left) < place(right) ? -1 : 1));
  const ordered = direction === 'ascending' ? sorted : sorted.toReversed();
  const found = ordered.filter((role) => {
    if (userId !== null && role.userId !== userId) return false;
    if (organizationId !== null && role.organizationId !== organizationId) return false;
    if (subject !== null && role.subject !== subject) return false;
    return after === null || (direction === 'ascending' ? place(role) > place(after) : place(role) < place(after));
  });
  return found.slice(0, limit);
}

const directions = ['ascending', 'descending'] as const;
const choices = [null, 'a', 'b', 'nobody'];

/** Filters, order and pages, with many documents of the same moment. */
export function documentListContract(world: World): void {
  const fill = async () => {
    const realm = await newRealm(world.store);
    const some = [null, 'a', 'b'];
    const pick = (index: number) => some[index % 3] ?? null;
    const roles = Array.from({ length: 54 }, (_, index) => {
      const owners = {
        userId: pick(index),
        organizationId: pick(Math.floor(index / 3)),
        subject: pick(Math.floor(index / 9)),
      };
      return newRole(realm, { ...owners, createdAt: 1000 + ((index * 7) % 4) });
    });
    const apart = newRole(await newRealm(world.store), { userId: 'a', organizationId: 'a', subject: 'a' });
    const documents = [...roles, newOrganization(realm, { userId: 'a' })].map((role) => insertDocument(role));
    expect((await world.store.commit(newWrite(realm, { documents }))).ok).toBe(true);
    await world.store.commit(newWrite(apart.realm, { documents: [insertDocument(apart)] }));
    return { realm, roles };
  };

  test('every filter and all of them together, in both directions', async () => {
    const { realm, roles } = await fill();
    const asked = directions.flatMap((direction) =>
      choices.flatMap((userId) =>
        choices.flatMap((organizationId) =>
          choices.map((subject): Query => ({ ...query, direction, userId, organizationId, subject })),
        ),
      ),
    );
    const found = await Promise.all(asked.map((wanted) => world.other.findDocuments(realm, wanted)));
    expect(found).toEqual(asked.map((wanted) => expected(roles, wanted)));
  });

  test.each(directions)('pages go on where they ended: %s', async (direction) => {
    const { realm, roles } = await fill();
    const filters: readonly Partial<Query>[] = [{}, { userId: 'a' }, { organizationId: 'b' }, { subject: 'a' }];
    for (const filter of filters) {
      const pages: Role[] = [];
      let after: Query['after'] = null;
      for (let count = 5; count === 5; ) {
        const page: readonly Role[] = await world.store.findDocuments(realm, {
          ...query,
          ...filter,
          direction,
          after,
          limit: 5,
        });
        pages.push(...page);
        count = page.length;
        after = page.at(-1) ?? null;
      }
      expect(pages).toEqual(expected(roles, { ...query, ...filter, direction }));
    }
  });

  test('a page may begin after what is gone, or between two moments', async () => {
    const { realm, roles } = await fill();
    for (const direction of directions) {
      for (const after of [
        { createdAt: 1001, id: '' },
        { createdAt: 1001, id: 'z' },
        { createdAt: 0, id: '' },
      ]) {
        const wanted = { ...query, direction, after };
        expect(await world.store.findDocuments(realm, wanted)).toEqual(expected(roles, wanted));
      }
    }
  });
}
