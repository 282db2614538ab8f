// Holding an administrator: whoever stops being one needs another who stays.

import { refuse } from '../model/error.ts';
import { everybody } from '../model/query.ts';
import type { User } from '../model/user.ts';
import { superAdministrator } from '../model/user-role.ts';
import type { DocumentStep, UserStep } from '../ports.ts';
import { isAdministrator, isOpenTo } from '../rules/administrators.ts';
import { relationPrefix } from '../rules/keys.ts';
import { checking } from './change-documents.ts';
import type { Context } from './context.ts';
import { groupsOf } from './groups-of.ts';
import { walkFound } from './walk-users.ts';

/** A user before and after; null: gone. */
type Fate = { readonly before: User; readonly after: User | null };

/** What holds the one who stays until the commit. */
export type Held = { readonly users: readonly UserStep[]; readonly documents: readonly DocumentStep[] };

const nobody: Held = { users: [], documents: [] };
/**
 * When one of these users stops being an administrator, finds another who is one and gets in, and holds them and their groups as they
 * are until the commit: of two who take each other's place away at the same moment, one is decided again.
 * @fails not-eligible (`role`, `last`).
 */
export async function holdAdministrator(context: Context, fates: readonly Fate[]): Promise<Held> {
  const leave = fates.some(
    ({ before, after }) => isAdministrator(before) && (after === null || !isAdministrator(after)),
  );
  if (!leave) return nobody;
  const fateOf = new Map(fates.map((fate) => [fate.before.id, fate]));
  const relations = [{ kind: 'role', id: relationPrefix(superAdministrator) }] as const;
  for await (const user of walkFound(context, { ...everybody, relations, system: true })) {
    const fate = fateOf.get(user.id);
    const stays = fate === undefined ? user : fate.after;
    if (stays === null || !isAdministrator(user) || !isAdministrator(stays)) continue;
    const groups = await groupsOf(context, stays);
    if (!isOpenTo(groups)) continue;
    // One who is changed along is held by that change itself.
    const users: readonly UserStep[] = fate === undefined ? [{ op: 'check', id: user.id, rev: user.rev }] : [];
    return { users, documents: groups.map(checking) };
  }
  return refuse({ code: 'not-eligible', field: 'role', why: 'last' });
}
