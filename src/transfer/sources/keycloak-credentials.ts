// Keycloak's credentials: what somebody signs in with there, as far as it can come along.

import type { JsonObject } from '../../core/model/json.ts';
import { keep, set, type TotpWish, type UserPatch } from '../../core/model/patch.ts';
import type { Cells } from './cells.ts';

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const algorithms: ReadonlyMap<string, TotpWish['algorithm']> = new Map([
  ['HmacSHA1', 'SHA1'],
  ['HmacSHA256', 'SHA256'],
  ['HmacSHA512', 'SHA512'],
]);
/** Types that are left behind: see `keycloak.ts`. */
const forgotten: ReadonlySet<string> = new Set(['password-history', 'recovery-authn-codes']);

/** What came of the credentials. `temporary`: the password must be changed. */
export type Credentials = {
  readonly password: UserPatch['password'];
  readonly passwordUpdatedAt: number | null;
  readonly temporary: boolean;
  readonly totp: UserPatch['totp'];
};

/** Base32 without padding (RFC 4648 §6). */
function writeBase32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => base32.charAt(Number.parseInt(group.padEnd(5, '0'), 2))).join('');
}

/** The two nested objects as `keycloak-json` reads them; older exports have their fields side by side. */
function readPassword(credential: Cells): UserPatch['password'] {
  const plain = credential.text('value');
  if (plain !== null) return { op: 'set', plain, checks: 'skip', preHash: 'none' };
  const older = credential.text('hashedSaltedValue');
  const secretData: JsonObject | null =
    older === null ? credential.object('secretData') : { value: older, salt: credential.text('salt') };
  const credentialData: JsonObject | null =
    older === null
      ? credential.object('credentialData')
      : {
          hashIterations: credential.number('hashIterations'),
          algorithm: credential.text('algorithm') ?? 'pbkdf2',
        };
  if (secretData !== null && credentialData !== null) {
    const digest = JSON.stringify({ type: 'password', secretData, credentialData });
    return { op: 'set-digest', scheme: 'keycloak-json', digest };
  }
  credential.fault(secretData === null ? 'secretData' : 'credentialData', 'is missing');
  return keep;
}

/** A secret is the bytes of a text unless it says to be in base32. Types `totp` and `hotp` are those of older exports. */
function readTotp(credential: Cells): TotpWish | null {
  const made = credential.inner('credentialData') ?? credential;
  const isHotp = made.text('subType') === 'hotp' || credential.text('type') === 'hotp';
  if (isHotp) return credential.fault('type', 'is for codes by counter (HOTP), which cannot be taken over');
  const secret =
    credential.inner('secretData')?.text('value') ?? credential.text('hashedSaltedValue') ?? credential.text('value');
  if (secret === null) return credential.fault('secretData', 'is missing');
  const encoding = made.text('secretEncoding');
  const algorithm = algorithms.get(made.text('algorithm') ?? 'HmacSHA1');
  if (algorithm === undefined) return made.fault('algorithm', 'is not a known algorithm');
  if (encoding !== null && encoding.toUpperCase() !== 'BASE32') {
    return made.fault('secretEncoding', 'is not a known encoding');
  }
  return {
    secret: encoding === null ? writeBase32(Buffer.from(secret)) : secret,
    algorithm,
    digits: made.number('digits') ?? 6,
    periodSeconds: made.number('period') ?? 30,
  };
}

/** Reads the `credentials` of a user. */
export function readCredentials(cells: Cells): Credentials {
  let password: UserPatch['password'] = keep;
  let passwordUpdatedAt: number | null = null;
  let temporary = false;
  let totp: UserPatch['totp'] = keep;
  for (const credential of cells.each('credentials')) {
    const type = credential.text('type') ?? credential.fault('type', 'is missing');
    if (type === null || forgotten.has(type)) continue;
    if (type === 'password') {
      password = readPassword(credential);
      passwordUpdatedAt = credential.time('createdDate', 'milliseconds');
      temporary = credential.flag('temporary') === true;
    } else if (type === 'otp' || type === 'totp' || type === 'hotp') {
      const wish = readTotp(credential);
      if (wish !== null && totp.op === 'set') credential.fault('type', 'is a second otp, and a user has one');
      else if (wish !== null) totp = set(wish);
    } else {
      credential.fault('type', 'is one that cannot be taken over');
    }
  }
  return { password, passwordUpdatedAt, temporary, totp };
}
