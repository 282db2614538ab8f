// The members of groups: who comes and who goes.

import type { Context } from '../../../core/commands/context.ts';
import type { UpdateRequest } from '../../../core/commands/update-users.ts';
import { walkMembers } from '../../../core/commands/walk-users.ts';
import { set, untouched } from '../../../core/model/patch.ts';
import type { User } from '../../../core/model/user.ts';
import { badParameter } from '../fault.ts';
import { findKnown } from '../user/find-known.ts';
import { writeUserId } from '../wire/ids.ts';
import { isFromDirectory } from '../wire/own-fields.ts';

/** Who is to be in a group; `members` null: whoever is. */
export type Seats = { readonly id: string; readonly members: readonly string[] | null };

/** Users on the move between groups. */
export type Moves = {
  readonly join: (user: User, group: string) => void;
  readonly leave: (user: User, group: string) => void;
  /** What is to be done, each user once; the groups that nothing is said of stay. */
  readonly requests: () => readonly UpdateRequest[];
};

/** Opens a list of moves. */
export function openMoves(): Moves {
  const moves = new Map<string, { readonly joined: Set<string>; readonly left: Set<string> }>();
  const of = ({ id }: User) => {
    const move = moves.get(id) ?? { joined: new Set(), left: new Set() };
    moves.set(id, move);
    return move;
  };
  return {
    join: (user, group) => void of(user).joined.add(group),
    leave: (user, group) => void of(user).left.add(group),
    requests: () =>
      [...moves].map(([id, { joined, left }]) => ({
        reference: { by: 'id', id },
        patch: ({ groups }) => ({
          ...untouched,
          groups: set([...new Set([...groups.filter((group) => !left.has(group)), ...joined])]),
        }),
        ifRev: null,
      })),
  };
}

/**
 * Notes who comes to each group and who goes, in the order of the call. Users whom a directory keeps do not go. Throws Fault at whoever is
 * not there or cannot come.
 */
export async function seat(context: Context, groups: readonly Seats[], moves: Moves): Promise<void> {
  for (const [index, { id, members }] of groups.entries()) {
    if (members === null) continue;
    const missing = new Map(members.map((userid, place) => [userid, `/${index + 1}/users/${place + 1}/userid`]));
    for await (const member of walkMembers(context, { kind: 'group', id })) {
      if (!missing.delete(writeUserId(member)) && !isFromDirectory(member)) moves.leave(member, id);
    }
    for (const [userid, path] of missing) {
      const user = await findKnown({ context }, userid);
      if (user === null) return badParameter(path, 'object does not exist');
      if (isFromDirectory(user)) badParameter(path, 'cannot update readonly parameter "usrgrps" of provisioned user');
      moves.join(user, id);
    }
  }
}
