// The write: what is committed together or not at all, step by step.

import type { NewChange } from './change.ts';
import type { AnyDocument, DocumentKey, DocumentKeyKind, DocumentKind } from './document.ts';
import type { Relation, SearchText } from './query.ts';
import type { Policy } from './realm.ts';
import type { Session, SessionEnd } from './session.ts';
import type { Counter, KeyKind, User, UserKey } from './user.ts';

/** Secrets, encrypted; opaque to everybody but the vault. */
export type Sealed = string;

/** An image fit to be served: re-encoded, stripped, of a known type. */
export type Image = { readonly contentType: string; readonly bytes: Uint8Array };

/**
 * A mail to be sent once the change that caused it is committed. `template` names a text in the mail folder. `sealed` holds
 * further values that are secret, as JSON, sealed for `mail:<realm>:<id>`; null: there are none.
 */
export type MailOrder = {
  readonly id: string;
  readonly realm: string;
  readonly template:
    | 'primary-email-changed'
    | 'email-verification'
    | 'email-change'
    | 'magic-code'
    | 'password-reset'
    | 'confirmation'
    | 'invitation'
    /** In the words of whoever ordered it. */
    | 'letter';
  readonly to: string;
  readonly values: Readonly<Record<string, string>>;
  readonly sealed: Sealed | null;
  readonly createdAt: number;
};

/** A user as stored: the record, and its secrets still sealed. */
export type StoredUser = { readonly user: User; readonly secrets: Sealed | null };

/** How to find one user: `key` already folded. */
export type StoredReference =
  | { readonly by: 'id'; readonly id: string }
  | { readonly by: 'serial'; readonly serial: number }
  | { readonly by: 'key'; readonly kind: KeyKind; readonly key: string };

/** An image as it is moved out, with all that is needed to put it back. */
export type StoredImage = Image & { readonly id: string; readonly userId: string; readonly createdAt: number };

/** Users as they were at one moment, by serial, with all their images. */
export type Page = { readonly users: readonly StoredUser[]; readonly images: readonly StoredImage[] };

/**
 * One step on one user. `update` and `delete` hold only while `rev` is the stored one (else `conflict`); `check` changes
 * nothing but holds under the same condition until the commit. `user.rev` of an update is the new one, `rev` + 1. The store
 * assigns `serial` on insert where it is 0 and keeps `activity` in its own columns: it ignores both in `user` of an update.
 * `secrets: 'keep'` leaves the stored ones; others take the place of `before` only, the ones that were loaded.
 */
export type UserStep =
  | {
      readonly op: 'insert';
      readonly user: User;
      readonly secrets: Sealed | null;
      readonly keys: readonly UserKey[];
      readonly search: SearchText;
    }
  | {
      readonly op: 'update';
      readonly user: User;
      readonly rev: number;
      readonly secrets: { readonly before: Sealed | null; readonly after: Sealed | null } | 'keep';
      readonly addKeys: readonly UserKey[];
      readonly removeKeys: readonly UserKey[];
      /** null: nothing that lists sort or search by has changed. */
      readonly search: SearchText | null;
      /** Counters that start anew with this update. */
      readonly restart: readonly Counter[];
    }
  | { readonly op: 'delete'; readonly id: string; readonly rev: number }
  | { readonly op: 'check'; readonly id: string; readonly rev: number };

/**
 * One step on sessions. `insert` counts as a sign-in of its user. `end` ends the active sessions of the user: only `only`, or all but `except`. The store writes one
 * `session.ended` change per session ended, made from `change` with the diff `sessions.<id>.status`.
 */
export type SessionStep =
  | { readonly op: 'insert'; readonly session: Session }
  | {
      readonly op: 'end';
      readonly userId: string;
      readonly only: string | null;
      readonly except: string | null;
      readonly status: SessionEnd;
      readonly at: number;
      readonly change: NewChange;
    }
  | {
      /** Notes use: only while the session is active, else `conflict`. */
      readonly op: 'touch';
      readonly id: string;
      readonly at: number;
      readonly abandonAt: number;
      readonly organizationId: string | null;
    }
  | { readonly op: 'forget'; readonly userId: string };

/**
 * One step on documents. `update`, `delete` and `check` hold only while `rev` is the stored one, else `conflict`;
 * `document.rev` of an update is the new one, `rev` + 1. `forget` removes all that belong to a user or an organization. A
 * document takes its keys along when it goes. `vacate`, beside the deletion of a role or group, holds only while no user has it, once the
 * rest is done and with all whoever held the document as it was has committed, else `conflict`; `id` as the keys of users have it.
 */
export type DocumentStep =
  | { readonly op: 'insert'; readonly document: AnyDocument; readonly keys: readonly DocumentKey[] }
  | {
      readonly op: 'update';
      readonly document: AnyDocument;
      readonly rev: number;
      readonly addKeys: readonly DocumentKey[];
      readonly removeKeys: readonly DocumentKey[];
    }
  | { readonly op: 'delete'; readonly kind: DocumentKind; readonly id: string; readonly rev: number }
  | { readonly op: 'check'; readonly kind: DocumentKind; readonly id: string; readonly rev: number }
  | { readonly op: 'forget'; readonly of: 'user' | 'organization'; readonly id: string }
  | { readonly op: 'vacate'; readonly relation: Relation };

/**
 * One step on a user's images. `need`: without this image of the user the write fails, as a `conflict`. `forget` removes it,
 * or all that the user has (null). Both are safe against `insertImage` beside a step on the same user.
 */
export type ImageStep =
  | { readonly op: 'need'; readonly userId: string; readonly id: string }
  | { readonly op: 'forget'; readonly userId: string; readonly id: string | null };

/** What is committed together or not at all. */
export type Write = {
  readonly realm: string;
  readonly users: readonly UserStep[];
  readonly images: readonly ImageStep[];
  readonly sessions: readonly SessionStep[];
  readonly documents: readonly DocumentStep[];
  readonly changes: readonly NewChange[];
  readonly mails: readonly MailOrder[];
  /** A new law for the realm, only while `rev` is the realm's. */
  readonly law?: { readonly rev: number; readonly policy: Policy };
};

/**
 * How a write ended. `conflict`: a `rev` was not the stored one (or the user is gone: `rev` 0), or an image was not there, or
 * a session, a document or the law was not as expected (`userId` is then its id, `rev` 0). `taken`: a key belongs to another user or document. `serials` answers the inserts, in order.
 */
export type Outcome =
  | { readonly ok: true; readonly serials: readonly number[] }
  | { readonly ok: false; readonly reason: 'conflict'; readonly userId: string; readonly rev: number }
  | { readonly ok: false; readonly reason: 'taken'; readonly kind: KeyKind | DocumentKeyKind };
