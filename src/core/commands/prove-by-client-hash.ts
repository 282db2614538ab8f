// Proving to be a user by a password that the client has hashed already, or by the password itself, where whoever is unknown is told so.

import { refuse } from '../model/error.ts';
import type { User } from '../model/user.ts';
import type { StoredUser } from '../ports.ts';
import { hasSecondFactor } from '../rules/second-factors.ts';
import type { Proof } from './attempt.ts';
import { checkPassword } from './check-password.ts';
import { type Context, demand, secretsContext } from './context.ts';
import type { SignInFacts } from './create-session.ts';
import { findByEmail } from './find-by-email.ts';
import { findUser } from './find-user.ts';
import { refuseShutOut } from './groups-of.ts';
import { identify } from './identify.ts';
import { notingFailure } from './note-sign-in.ts';
import type { ProvenUser } from './prove-by-username.ts';
import { isOutOfReach } from './refuse-out-of-reach.ts';

/** Who somebody says to be, and the hash of their password. */
export type ClientHashClaim = {
  readonly by: 'username' | 'email';
  readonly identifier: string;
  readonly hash: string;
};

const wrong = { code: 'wrong-credentials' } as const;

/** Who somebody says to be, and what they know: the password (`plain`), or what their client has made of it. */
type Claim = Pick<ClientHashClaim, 'by' | 'identifier'> & { readonly text: string; readonly as: 'plain' | 'hash' };

async function prove(context: Context, stored: StoredUser, { text, as }: Claim): Promise<Proof<'whole' | 'half'>> {
  const { realm, ports } = context;
  const { user } = stored;
  const { passwords } = ports.vault.open(stored.secrets, secretsContext(realm.id, user.id));
  if (as === 'hash' && !passwords.some(({ preHash }) => preHash !== 'none')) {
    await ports.hasher.decoy(text);
    return refuse({ code: 'digest-unsupported', reason: 'unknown-scheme' });
  }
  if ((await checkPassword(context, stored, text, as)) !== true) return { wrong };
  if (user.bannedAt !== null) refuse({ code: 'account-inactive', reason: 'banned', until: null });
  await refuseShutOut(context, user);
  if (user.credentials.password?.compromised === true) refuse({ code: 'verification-required', of: 'new-password' });
  const isHalf = hasSecondFactor(user.credentials, user.phones);
  return { proven: isHalf ? 'half' : 'whole', forgives: !isHalf };
}

type Facts = Omit<SignInFacts, 'organizationId'>;

async function proveClaim(context: Context, claim: Claim, facts: Facts): Promise<ProvenUser> {
  const { by, identifier, text } = claim;
  demand(context, 'session.sign-in');
  const reference = { by: 'key', kind: 'username', value: identifier } as const;
  const userOf = async (): Promise<User | null> => {
    if (by === 'email') return (await findByEmail(context, identifier))?.user ?? null;
    return (await findUser(context, reference, false)).user;
  };
  return await notingFailure(context, facts, userOf, async () => {
    const { user, proven } = await identify(context, {
      ...{
        identifier,
        held: by === 'email',
        system: false,
        wrong: { code: 'not-found', what: 'user', id: identifier },
        locked: wrong,
      },
      naming: { kinds: ['username'], names: () => true },
      can: async (user) =>
        user.credentials.password !== null && !(claim.as === 'hash' && (await isOutOfReach(context, user))),
      prove: (stored) => prove(context, stored, claim),
      decoy: () => context.ports.hasher.decoy(text),
    });
    return { user, isHalf: proven === 'half' };
  });
}

/**
 * Answers the user whose password has this hash, also one who is not active; failures are counted and told in the history. A session
 * does not begin. Unlike elsewhere, whoever is unknown is told so; to apps, which alone send hashes, so is whoever is out of their reach.
 * @fails forbidden, not-found, wrong-credentials (to anybody also of somebody who is locked), digest-unsupported (the password was set where
 * no digest of its hash was kept), account-inactive (the password was right: banned, in a group that is shut; to a key: locked),
 * verification-required (the password was right: `new-password`), too-many-attempts.
 */
export async function proveByClientHash(
  context: Context,
  { by, identifier, hash }: ClientHashClaim,
  facts: Facts,
): Promise<ProvenUser> {
  return await proveClaim(context, { by, identifier, text: hash, as: 'hash' }, facts);
}

/** The same by the password itself, wherever it was set. @fails as `proveByClientHash`, but for digest-unsupported. */
export async function proveByPlainPassword(
  context: Context,
  { username, password }: { readonly username: string; readonly password: string },
  facts: Facts,
): Promise<ProvenUser> {
  return await proveClaim(context, { by: 'username', identifier: username, text: password, as: 'plain' }, facts);
}
