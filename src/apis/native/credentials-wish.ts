// Secrets as a caller writes them, turned into what the core is asked to change.

import { keep, type PasswordEdit, set, type UserPatch } from '../../core/model/patch.ts';
import type { BackupCodesInput, PasswordInput, TotpInput } from './schema-user.ts';

/** Reads a password as a caller writes it. */
export function passwordOf(wish: PasswordInput | undefined): PasswordEdit {
  if (wish === undefined) return keep;
  if (wish === null) return { op: 'clear' };
  if (typeof wish === 'string') return { op: 'set', plain: wish, checks: 'enforce', preHash: 'none' };
  if ('digest' in wish) return { op: 'set-digest', scheme: wish.scheme, digest: wish.digest };
  return { op: 'set', plain: wish.plain, checks: wish.checks ?? 'enforce', preHash: 'none' };
}

function totpOf(wish: TotpInput | undefined): Pick<UserPatch, 'totp' | 'secondFactors'> {
  if (wish === undefined) return { totp: keep, secondFactors: keep };
  if (wish === null) return { totp: keep, secondFactors: { op: 'remove', what: 'totp' } };
  const { secret, algorithm = 'SHA1', digits = 6, periodSeconds = 30 } = wish;
  return { totp: set({ secret, algorithm, digits, periodSeconds }), secondFactors: keep };
}

/** Reads second factors as a caller writes them. */
export function factorsOf(
  totp: TotpInput | undefined,
  backupCodes: BackupCodesInput | undefined,
): Pick<UserPatch, 'totp' | 'secondFactors' | 'backupCodes'> {
  return { ...totpOf(totp), backupCodes: backupCodes === undefined ? keep : set(backupCodes ?? []) };
}
