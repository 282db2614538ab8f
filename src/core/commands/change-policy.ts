// Changing the law of a realm.

import { isDeepStrictEqual } from 'node:util';
import { noUser } from '../model/change.ts';
import { refuse } from '../model/error.ts';
import type { Json } from '../model/json.ts';
import type { Policy, Realm } from '../model/realm.ts';
import { changeDocuments, type Decided } from './change-documents.ts';
import { type Context, demand } from './context.ts';
import { changeOf } from './prepare-update.ts';

/** What is committed along with the law, decided anew with every attempt. */
export type LawCompanion = () => Promise<Pick<Decided<null>, 'documents' | 'changes'>>;

const onlyTheLaw: LawCompanion = async () => ({});

/**
 * Makes the realm's policy what `change` makes of it: law for every API from then on (in other processes some seconds later). What it
 * was already is not written again. Answers the realm as it is then.
 * @fails forbidden, not-found (realm), conflict, and what `change` or `companion` refuses.
 */
export async function changePolicy(
  context: Context,
  change: (policy: Policy) => Policy,
  companion: LawCompanion = onlyTheLaw,
): Promise<Realm> {
  demand(context, 'settings.update');
  const { id } = context.realm;
  return await changeDocuments(context, ['law'], async () => {
    const realm = await context.ports.store.loadRealm(id);
    if (realm === null) return refuse({ code: 'not-found', what: 'realm', id });
    const policy = change(realm.policy);
    const { documents = [], changes = [] } = await companion();
    const same = isDeepStrictEqual(policy, realm.policy);
    if (same) return { result: realm, documents, changes };
    const diff = differencesOf(realm.policy, policy);
    const told = changeOf(context, { id: noUser, rev: 0 }, 'realm.updated', diff, context.ports.clock());
    return {
      result: { ...realm, policy, rev: realm.rev + 1 },
      documents,
      changes: [...changes, told],
      law: { rev: realm.rev, policy },
    };
  });
}

/** The parts of the law that are different, each whole. */
function differencesOf(before: Policy, after: Policy) {
  const old: Readonly<Record<string, Json>> = { ...before };
  const fresh: Readonly<Record<string, Json>> = { ...after };
  return Object.keys(fresh)
    .filter((key) => !isDeepStrictEqual(old[key], fresh[key]))
    .map((key) => ({ path: `policy.${key}`, before: old[key] ?? null, after: fresh[key] ?? null }));
}
