// The ticket: something short-lived that proves or permits one thing, once.

import type { DocumentBase } from './document.ts';

/** What a sign-in has proven so far, and what it is for. Ids and times only. */
export type SignInProgress = {
  /** How the user was recognised: `password`, `magic-code`, `oauth` … */
  readonly method: string;
  /** Proven a second factor. */
  readonly secondFactor: boolean;
  readonly organizationId: string | null;
  readonly clientId: string;
  /** The id of an invitation that is accepted on the way. */
  readonly invitation: string | null;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
};

/** What a ticket is for, with what it needs to know. */
export type TicketPurpose =
  /** Six digits to the address as it was then. */
  | { readonly purpose: 'email-verification' }
  | { readonly purpose: 'email-change'; readonly newAddress: string }
  | { readonly purpose: 'magic-code'; readonly invitation: string | null }
  /** A stranger who wants to join: a user is made once the address is proven. `password` is their digest, sealed. */
  | {
      readonly purpose: 'sign-up';
      readonly firstName: string | null;
      readonly lastName: string | null;
      readonly password: string;
    }
  /** A token in a link to the address. */
  | { readonly purpose: 'password-reset' }
  /** The same for somebody who is to confirm that they signed up. */
  | { readonly purpose: 'confirmation' }
  /** A sign-in that stopped half-way: a token for the client. */
  | { readonly purpose: 'sign-in'; readonly progress: SignInProgress }
  /** A second factor that is asked for; `factorId` is what the API calls it. */
  | { readonly purpose: 'second-factor'; readonly factorId: string }
  /** A finished sign-in that a client may fetch (RFC 6749 §4.1.2), with its challenge (RFC 7636). */
  | {
      readonly purpose: 'authorization';
      readonly redirectUri: string;
      readonly challenge: string | null;
      readonly progress: SignInProgress;
    }
  /** A device that waits for somebody to let it in (RFC 8628). `progress` null: nobody has yet. `deniedAt`: they refused. */
  | {
      readonly purpose: 'device';
      readonly clientId: string;
      readonly userCode: string;
      readonly progress: SignInProgress | null;
      readonly deniedAt: number | null;
      readonly polledAt: number | null;
    }
  /** A visit to the hosted pages: what the client asked for (`redirectUri` null: a device did), and how far it has come. */
  | {
      readonly purpose: 'visit';
      readonly clientId: string;
      readonly redirectUri: string | null;
      readonly state: string | null;
      readonly challenge: string | null;
      readonly wantedOrganizationId: string | null;
      readonly invitation: string | null;
      readonly loginHint: string | null;
      readonly userCode: string | null;
      readonly stage: VisitStage;
    };

/**
 * How far a visit has come. `code`: one went to the address; `signUpId` is the ticket of the stranger who signs up with it.
 * `pending` is the token of the sign-in under way, `enrolment` the `otpauth://` address that is shown; both are sealed.
 * `question`: who has signed in is asked whether the device may come in.
 */
export type VisitStage =
  | { readonly at: 'start' }
  | {
      readonly at: 'code';
      readonly purpose: 'magic-code' | 'sign-up';
      readonly email: string;
      readonly signUpId: string | null;
    }
  | { readonly at: 'verified-email'; readonly pending: string; readonly email: string }
  | { readonly at: 'second-factor' | 'organization'; readonly pending: string }
  | { readonly at: 'second-factor-enrolment'; readonly pending: string; readonly enrolment: string }
  | { readonly at: 'question'; readonly userId: string; readonly progress: SignInProgress };

export type PurposeName = TicketPurpose['purpose'];

/**
 * One ticket. `address` as the mail went to it; null where none did. Wrong guesses count in `attempts`. It is spent when
 * `usedAt` is set, void from `expireAt` on. `sealed` holds its code or token; a token is also its key, as a digest.
 */
export type Ticket = DocumentBase &
  TicketPurpose & {
    readonly kind: 'ticket';
    readonly address: string | null;
    readonly attempts: number;
    readonly usedAt: number | null;
    readonly expireAt: number;
  };

/** Tickets for one purpose. */
export type TicketFor<Purpose extends PurposeName> = Extract<Ticket, { purpose: Purpose }>;

/** How long each kind of ticket is good for, and how many wrong guesses it stands. */
export const ticketLimits: {
  readonly [Purpose in PurposeName]: { readonly lifetimeMs: number; readonly attemptsMax: number };
} = {
  'email-verification': { lifetimeMs: 600_000, attemptsMax: 10 },
  'email-change': { lifetimeMs: 600_000, attemptsMax: 10 },
  'magic-code': { lifetimeMs: 600_000, attemptsMax: 10 },
  'sign-up': { lifetimeMs: 600_000, attemptsMax: 10 },
  'password-reset': { lifetimeMs: 900_000, attemptsMax: 1 },
  confirmation: { lifetimeMs: 7 * 86_400_000, attemptsMax: 1 },
  'sign-in': { lifetimeMs: 1_800_000, attemptsMax: 1 },
  'second-factor': { lifetimeMs: 600_000, attemptsMax: 10 },
  authorization: { lifetimeMs: 600_000, attemptsMax: 1 },
  device: { lifetimeMs: 300_000, attemptsMax: 1 },
  visit: { lifetimeMs: 3_600_000, attemptsMax: 1 },
};
