// The people of the audit log: who was who when something happened.

import { findUser } from '../../../core/commands/find-user.ts';
import { readHistory } from '../../../core/commands/read-history.ts';
import { usersAt } from '../../../core/commands/users-at.ts';
import { type Change, noUser } from '../../../core/model/change.ts';
import { Refused } from '../../../core/model/error.ts';
import type { User } from '../../../core/model/user.ts';
import type { Call } from '../method.ts';
import { primaryAddressOf, writeUsername } from '../wire/user-row.ts';

/** A user as of a change: `username` right before it (of a new user: right after). */
export type Subject = {
  readonly userid: string;
  readonly serial: number;
  readonly username: string;
  readonly primary: string | null;
};

/** Nobody that there is. */
export const nobody: Subject = { userid: '0', serial: 0, username: '', primary: null };

/** Who was who, for one walk in one direction. */
export type People = {
  readonly subjectOf: (change: Change) => Promise<Subject>;
  readonly personOf: (userId: string) => Promise<Subject>;
};

function subject(user: User | null): Subject {
  if (user === null) return nobody;
  const { serial } = user;
  return { userid: String(serial), serial, username: writeUsername(user), primary: primaryAddressOf(user) };
}

async function findPresent({ context }: Call, id: string): Promise<User | null> {
  try {
    return (await findUser(context, { by: 'id', id }, true)).user;
  } catch (error) {
    if (error instanceof Refused && error.refusals[0].code === 'not-found') return null;
    throw error;
  }
}

/** The change that tells of the end of a user; null: there is none, or they are still here. */
async function findEnd(call: Call, id: string): Promise<Change | null> {
  const recent = await readHistory(call.context, id, { beforeSeq: null, limit: 10 });
  return recent.find(({ type }) => type === 'user.deleted') ?? null;
}

/** The serial of a user who is gone; 0: it is not known. */
function serialIn(end: Change | null): number {
  const serial = end?.diff.find(({ path }) => path === 'serial')?.before;
  return typeof serial === 'number' ? serial : 0;
}

async function findGone(call: Call, id: string): Promise<User | null> {
  const { ports, realm } = call.context;
  const end = await findEnd(call, id);
  if (end === null) return null;
  const user = (await usersAt(ports.store, realm.id, id, [end])).get(end.seq) ?? null;
  return user === null ? null : { ...user, serial: serialIn(end) };
}

function told(change: Change, side: 'before' | 'after'): string | null {
  const value = change.diff.find(({ path }) => path === 'username')?.[side];
  return typeof value === 'string' ? value : null;
}

/**
 * Remembers whom a walk has met: each user is looked up once, and called from then on what the changes say. `descending`: the walk leads
 * to older changes.
 */
export function peopleFor(call: Call, descending: boolean): People {
  const persons = new Map<string, Promise<Subject>>();
  const subjects = new Map<string, Subject>();
  const meet = async (change: Change): Promise<Subject> => {
    const { ports, realm } = call.context;
    const at = await usersAt(ports.store, realm.id, change.userId, [change]);
    const user = at.get(change.seq) ?? null;
    const isGone = user !== null && user.serial === 0;
    const found = subject(isGone ? { ...user, serial: serialIn(await findEnd(call, change.userId)) } : user);
    return descending || change.type === 'user.created'
      ? found
      : { ...found, username: told(change, 'before') ?? found.username };
  };
  return {
    async subjectOf(change) {
      if (change.userId === noUser) return nobody;
      const known = subjects.get(change.userId) ?? (await meet(change));
      const before = descending ? (told(change, 'before') ?? known.username) : known.username;
      const after = told(change, 'after') ?? known.username;
      subjects.set(change.userId, { ...known, username: descending ? before : after });
      return { ...known, username: before };
    },
    personOf(userId) {
      const person =
        persons.get(userId) ??
        findPresent(call, userId).then(async (user) => subject(user ?? (await findGone(call, userId))));
      persons.set(userId, person);
      return person;
    },
  };
}
