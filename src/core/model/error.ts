// The refusals: the closed list of everything the core can say no with.

import type { DocumentKeyKind } from './document.ts';
import type { KeyKind } from './user.ts';

/** Why a value is no good, apart from what a schema can see. Limits travel in `Issue.limit`. */
export type IssueReason =
  | 'type'
  | 'format'
  | 'missing'
  | 'unknown'
  | 'duplicate'
  | 'length-min'
  | 'length-max'
  | 'count-max'
  | 'bytes-max'
  | 'depth-max'
  | 'key-length-max'
  | 'key-forbidden'
  | 'characters'
  | 'digits-only'
  | 'looks-like-phone'
  | 'time'
  | 'future'
  | 'value';

/** One fault of the input. `path` is the dotted path in the user model (`metadata.public`, `emails.0`). */
export type Issue = { readonly path: string; readonly reason: IssueReason; readonly limit: number | null };

/** How a password falls short of the realm's policy. */
export type PasswordViolation =
  | 'too-short'
  | 'too-long'
  | 'too-many-bytes'
  | 'no-uppercase'
  | 'no-lowercase'
  | 'no-number'
  | 'no-special'
  | 'common'
  | 'breached'
  | 'unchecked'
  | 'matches-identifier'
  | 'contains-identifier'
  | 'not-text';

/** The things that can be missing. */
export type Thing =
  | 'user'
  | 'email'
  | 'phone'
  | 'wallet'
  | 'identity'
  | 'session'
  | 'image'
  | 'passkey'
  | 'realm'
  | 'ticket'
  | 'factor'
  | 'organization'
  | 'membership'
  | 'invitation'
  | 'role'
  | 'redirect-uri'
  | 'webhook-endpoint'
  | 'group'
  | 'user-role'
  | 'api-token'
  | 'extra'
  | 'event';

/** The fields that no two users of a realm share, and those that no two others of their kind do. */
export type UniqueField = KeyKind | DocumentKeyKind;

/** Why something cannot be done to what is there. */
export type Ineligibility =
  | 'unverified'
  | 'verified'
  | 'unchanged'
  | 'inactive'
  | 'system'
  | 'linked'
  | 'off'
  | 'last'
  | 'in-use';

/** Every refusal of the core. Public facts only: no text, no status, no language. */
export type Refusal =
  | { readonly code: 'not-found'; readonly what: Thing; readonly id: string }
  | { readonly code: 'taken'; readonly field: UniqueField }
  | { readonly code: 'invalid'; readonly issues: readonly Issue[] }
  | {
      readonly code: 'password-rejected';
      readonly violations: readonly PasswordViolation[];
      readonly lengthMin: number;
      readonly lengthMax: number;
    }
  | { readonly code: 'digest-unsupported'; readonly reason: 'unknown-scheme' | 'malformed' | 'too-costly' }
  | { readonly code: 'wrong-credentials' }
  | { readonly code: 'no-credential'; readonly what: 'password' | 'totp' | 'second-factor' }
  | {
      readonly code: 'account-inactive';
      readonly reason: 'banned' | 'locked' | 'disabled';
      readonly until: number | null;
    }
  | { readonly code: 'verification-required'; readonly of: string }
  | { readonly code: 'code-rejected'; readonly reason: 'wrong' | 'expired' | 'used' | 'too-many' }
  | { readonly code: 'session-gone' }
  | { readonly code: 'request-differs' }
  | { readonly code: 'sign-in-unfinished'; readonly step: SignInStep }
  | { readonly code: 'last-way-in'; readonly field: string }
  | { readonly code: 'not-eligible'; readonly field: string; readonly why: Ineligibility }
  | { readonly code: 'conflict'; readonly rev: number }
  | { readonly code: 'limit-reached'; readonly what: string; readonly max: number }
  | { readonly code: 'too-many-attempts'; readonly retryAfterMs: number }
  | { readonly code: 'not-authenticated' }
  | { readonly code: 'forbidden'; readonly action: string };

/** What a sign-in still wants before a session begins; `token` takes it up again. */
export type SignInStep = { readonly token: string; readonly userId: string } & (
  | { readonly needs: 'verified-email'; readonly email: string; readonly ticketId: string }
  | { readonly needs: 'second-factor' }
  | { readonly needs: 'second-factor-enrolment' }
  | {
      readonly needs: 'organization';
      readonly organizations: readonly { readonly id: string; readonly name: string }[];
    }
);

export type RefusalCode = Refusal['code'];

/** The refusal of one code, with its facts. */
export type RefusalOf<Code extends RefusalCode> = Extract<Refusal, { code: Code }>;

/**
 * The only error the core throws on purpose; anything else is a bug. Carries at least one refusal. `index` tells which
 * element of a batch was refused, from 0.
 */
export class Refused extends Error {
  readonly refusals: readonly [Refusal, ...Refusal[]];
  readonly index: number;

  constructor(refusals: readonly [Refusal, ...Refusal[]], index = 0) {
    super(refusals.map((refusal) => refusal.code).join(', '));
    this.name = 'Refused';
    this.refusals = refusals;
    this.index = index;
  }
}

/** Refuses. Nothing has been written and nothing will be. */
export function refuse(refusal: Refusal): never {
  throw new Refused([refusal]);
}
