// Checking a code of a second factor, each of which is good once.

import type { StoredUser } from '../ports.ts';
import type { Proof } from './attempt.ts';
import { type Context, secretsContext } from './context.ts';
import { changeOf } from './prepare-update.ts';

/** What a code turned out to be. */
export type CodeKind = 'totp' | 'backup-code';

const wrong = { wrong: { code: 'code-rejected', reason: 'wrong' } } as const;

/**
 * Checks a code against the user's TOTP secret if it looks like one of its codes, and against the backup codes, and uses it
 * up: a time step is taken once, also when two ask at the same moment, and none before it any more (RFC 6238 §5.2); a backup
 * code that was used is gone, with a change in the history. Null: somebody else has changed the user meanwhile, try again.
 */
export async function checkSecondFactor(
  context: Context,
  stored: StoredUser,
  code: string,
): Promise<Proof<CodeKind> | null> {
  const { clock, hasher, store, timeCodes, vault } = context.ports;
  const { user } = stored;
  const forgives = user.credentials.password === null;
  const { totp, backupCodes } = vault.open(stored.secrets, secretsContext(context.realm.id, user.id));
  if (totp !== null && code.length === totp.digits && /^[0-9]+$/.test(code)) {
    const step = timeCodes.stepOf(totp, code, clock());
    const taken = step !== null && (await store.takeTotpStep(context.realm.id, user.id, step));
    if (step !== null)
      return taken ? { proven: 'totp', forgives } : { wrong: { code: 'code-rejected', reason: 'used' } };
  }
  const index = await hasher.findCode(code, backupCodes);
  if (index === null) return wrong;
  return (await spendBackupCode(context, stored, index)) ? { proven: 'backup-code', forgives } : null;
}

/** Removes a backup code; false when the user is no longer as loaded, and nothing was done. */
async function spendBackupCode(context: Context, stored: StoredUser, index: number): Promise<boolean> {
  const { clock, store, vault } = context.ports;
  const { user } = stored;
  const bound = secretsContext(context.realm.id, user.id);
  const secrets = vault.open(stored.secrets, bound);
  const left = secrets.backupCodes.toSpliced(index, 1);
  const enabledAt = user.credentials.backupCodes?.enabledAt ?? clock();
  const credentials = { ...user.credentials, backupCodes: { enabledAt, remaining: left.length } };
  const next = { ...user, credentials, rev: user.rev + 1, updatedAt: clock() };
  const diff = [{ path: 'credentials.backupCodes.remaining', before: secrets.backupCodes.length, after: left.length }];
  const outcome = await store.commit({
    realm: context.realm.id,
    users: [
      {
        op: 'update',
        user: next,
        rev: user.rev,
        secrets: { before: stored.secrets, after: vault.seal({ ...secrets, backupCodes: left }, bound) },
        addKeys: [],
        removeKeys: [],
        search: null,
        restart: [],
      },
    ],
    images: [],
    sessions: [],
    documents: [],
    changes: [changeOf(context, next, 'user.updated', diff, next.updatedAt)],
    mails: [],
  });
  return outcome.ok;
}
