// Taking numbers: each is given out once in a realm, whatever becomes of what it was given to.

import type { Numbering } from '../model/extra.ts';
import type { Relation } from '../model/query.ts';
import type { Context } from './context.ts';
import { walkMembers } from './walk-users.ts';

const id = 'numbering';

/** Numbers as they are taken, to be committed with what they are for. */
export type Numbers = {
  /** The next number for things of this name; the first is `first`. */
  readonly take: (name: string, first: number) => number;
  /** What `changeRealmObjects` is to commit; null: none was taken. */
  readonly taken: () => { readonly before: Numbering | null; readonly after: Numbering } | null;
};

/** The numbers that come next in a realm, as they are kept; null: none are yet. Changes nothing. */
export async function findNumbering({ ports, realm }: Pick<Context, 'ports' | 'realm'>): Promise<Numbering | null> {
  return await ports.store.loadDocument(realm.id, 'numbering', id);
}

/** What is kept from now on, when these numbers come next. Writes nothing. */
export function nextNumbering(
  { ports, realm }: Pick<Context, 'ports' | 'realm'>,
  before: Numbering | null,
  next: Numbering['next'],
): Numbering {
  const now = ports.clock();
  const owners = { forgetAt: null, userId: null, organizationId: null, subject: null, sealed: null } as const;
  return {
    ...{ kind: 'numbering', realm: realm.id, id, ...owners, next },
    rev: (before?.rev ?? 0) + 1,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
}

/** Reads which numbers come next. Writes nothing. */
export async function openNumbers(context: Context): Promise<Numbers> {
  const before = await findNumbering(context);
  const next = new Map(Object.entries(before?.next ?? {}));
  let used = false;
  return {
    take(name, first) {
      const number = next.get(name) ?? first;
      next.set(name, number + 1);
      used = true;
      return number;
    },
    taken: () => (used ? { before, after: nextNumbering(context, before, Object.fromEntries(next)) } : null),
  };
}

/** A number for a role or a group that is nobody's label yet: whoever had it as one would get what it stands for unasked. */
export async function takeFreeId(
  context: Context,
  numbers: Numbers,
  kind: Relation['kind'],
  first: number,
): Promise<string> {
  while (true) {
    const id = String(numbers.take(kind, first));
    const bearer = await walkMembers(context, { kind, id }).next();
    if (bearer.done) return id;
  }
}
