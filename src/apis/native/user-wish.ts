// The wish: a user's document as a caller would have it, turned into the core's patch.

import { isJsonObject, type Json, type JsonObject } from '../../core/model/json.ts';
import {
  type BagEdit,
  type Change,
  type Edit,
  edit,
  keep,
  set,
  type UserPatch,
  untouched,
} from '../../core/model/patch.ts';
import type { Metadata } from '../../core/model/user.ts';
import type { Host } from '../api.ts';
import { contactsWish, type Entry } from './contacts-wish.ts';
import { factorsOf, passwordOf } from './credentials-wish.ts';
import { readPointer } from './json-pointer.ts';
import { type Fault, fault } from './problem.ts';
import { isSameJson } from './same-json.ts';
import { readOnlyMembers, type UserDocument, UserInput } from './schema-user.ts';
import { readTime } from './times.ts';
import { validatorOf } from './validate.ts';

/** The patch, and everything in the document that no patch can say. */
export type Reading = { readonly patch: UserPatch; readonly faults: readonly Fault[] };

const input = validatorOf(UserInput);

type Flag = 'active' | 'banned' | 'locked' | 'deleteSelfEnabled' | 'createOrganizationEnabled' | 'passwordCompromised';
type Text =
  | 'username'
  | 'firstName'
  | 'lastName'
  | 'name'
  | 'locale'
  | 'timezone'
  | 'externalId'
  | 'profileImageId'
  | 'role';

/** A document under reading: `wished` has passed its schema, `current` is null for a user who is yet to be. */
type Draft = {
  readonly wished: UserInput;
  readonly current: UserDocument | null;
  readonly changed: (member: keyof UserDocument) => boolean;
  readonly readUserId: Host['readUserId'];
  readonly faults: Fault[];
};

function textOf({ wished, changed }: Draft, member: Text): Edit<string> {
  return changed(member) ? edit(wished[member] ?? null) : keep;
}

/** A member that cannot be without a value. */
function required<Value>(
  { changed, faults }: Draft,
  member: keyof UserDocument,
  value: Value | undefined,
): Change<Value> {
  if (!changed(member)) return keep;
  if (value !== undefined) return set(value);
  faults.push(fault(`/${member}`, 'missing'));
  return keep;
}

function flagOf(draft: Draft, member: Flag): Change<boolean> {
  return required(draft, member, draft.wished[member]);
}

function timeOf({ wished, changed, faults }: Draft, member: 'createdAt' | 'legalAcceptedAt'): Edit<number> {
  if (!changed(member)) return keep;
  const text = wished[member] ?? null;
  const at = text === null ? null : readTime(text);
  if (text !== null && at === null) faults.push(fault(`/${member}`, 'format'));
  return edit(at);
}

function creationOf(draft: Draft): Change<number> {
  const at = timeOf(draft, 'createdAt');
  if (at.op === 'clear' && draft.wished.createdAt === undefined) draft.faults.push(fault('/createdAt', 'missing'));
  return at.op === 'set' ? at : keep;
}

function bagOf({ wished, current }: Draft, bag: keyof Metadata): BagEdit {
  const sent = wished.metadata?.[bag];
  if (current === null) return sent === undefined || sent === null ? keep : { op: 'replace', value: sent };
  const value = sent ?? {};
  return isSameJson(value, current.metadata[bag]) ? keep : { op: 'replace', value };
}

function entriesOf(list: Json | undefined, name: 'address' | 'number'): readonly Entry[] {
  const flag = (value: Json | undefined) => (typeof value === 'boolean' ? value : undefined);
  return (Array.isArray(list) ? list : []).filter(isJsonObject).map((written: JsonObject) => ({
    value: String(written[name]),
    verified: flag(written.verified),
    reserved: flag(written.reserved),
    secondFactor: flag(written.secondFactor),
    written,
  }));
}

const contactSorts = {
  emails: { name: 'address', primary: 'primaryEmail' },
  phones: { name: 'number', primary: 'primaryPhone' },
  wallets: { name: 'address', primary: 'primaryWallet' },
} as const;

function contactsOf({ wished, current, changed, faults }: Draft, member: keyof typeof contactSorts) {
  const { name, primary } = contactSorts[member];
  const reading = contactsWish({
    member,
    before: entriesOf(current?.[member], name),
    after: entriesOf(jsonOf(wished[member]), name),
    listChanged: changed(member),
    primary: wished[primary] ?? null,
    primaryChanged: changed(primary),
  });
  faults.push(...reading.faults);
  return reading.edit;
}

/** Values that came as JSON, for those who read them as such. */
function jsonOf(value: unknown): Json | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** Identities can only go: one that is new, or not as it was, is a fault. */
function identitiesOf({ wished, current, changed, faults }: Draft): UserPatch['identities'] {
  if (!changed('identities')) return keep;
  const held = new Map((current?.identities ?? []).map((identity) => [identity.id, identity]));
  const stay = wished.identities ?? [];
  for (const [index, entry] of stay.entries()) {
    const known = held.get(entry.id);
    const same = known !== undefined && isSameJson({ ...known, ...entry }, known);
    if (!same) faults.push(fault(`/identities/${index}`, 'read-only'));
  }
  const ids = new Set(stay.map(({ id }) => id));
  return { op: 'change', add: [], remove: [...held.keys()].filter((id) => !ids.has(id)) };
}

/** An alias that reads as an id of ours would name its user by somebody's id: ids are read first, aliases second. */
function aliasesOf({ wished, current, changed, readUserId, faults }: Draft): UserPatch['aliases'] {
  if (!changed('aliases')) return keep;
  const aliases = wished.aliases ?? {};
  const isId = (text: string): boolean => ['id', 'serial'].includes(readUserId(text)?.by ?? '');
  const found = Object.entries(aliases)
    .filter(([api, alias]) => alias !== current?.aliases[api] && isId(alias))
    .map(([api]) => fault(`/aliases/${api}`, 'is-an-id'));
  faults.push(...found);
  return found.length > 0 ? keep : set(aliases);
}

function patchOf(draft: Draft): UserPatch {
  const { wished, current, changed } = draft;
  const sent = passwordOf(wished.password);
  const password = sent.op === 'clear' && (current?.credentials.password ?? null) === null ? keep : sent;
  const bags = ['public', 'private', 'unsafe', 'labels', 'extra'] as const satisfies readonly (keyof Metadata)[];
  const [open, hidden, unsafe, labels, extra] = bags.map((bag) => bagOf(draft, bag));
  return {
    ...untouched,
    username: textOf(draft, 'username'),
    firstName: textOf(draft, 'firstName'),
    lastName: textOf(draft, 'lastName'),
    name: textOf(draft, 'name'),
    locale: textOf(draft, 'locale'),
    timezone: textOf(draft, 'timezone'),
    externalId: textOf(draft, 'externalId'),
    profileImageId: textOf(draft, 'profileImageId'),
    role: textOf(draft, 'role'),
    emails: contactsOf(draft, 'emails'),
    phones: contactsOf(draft, 'phones'),
    wallets: contactsOf(draft, 'wallets'),
    identities: identitiesOf(draft),
    active: flagOf(draft, 'active'),
    banned: flagOf(draft, 'banned'),
    locked: flagOf(draft, 'locked'),
    deleteSelfEnabled: flagOf(draft, 'deleteSelfEnabled'),
    createOrganizationEnabled: flagOf(draft, 'createOrganizationEnabled'),
    passwordCompromised: flagOf(draft, 'passwordCompromised'),
    confirmation: required(draft, 'confirmation', wished.confirmation),
    legalAcceptedAt: timeOf(draft, 'legalAcceptedAt'),
    createdAt: creationOf(draft),
    createOrganizationsLimit: changed('createOrganizationsLimit')
      ? edit(wished.createOrganizationsLimit ?? null)
      : keep,
    groups: changed('groups') ? set(wished.groups ?? []) : keep,
    aliases: aliasesOf(draft),
    metadata: {
      public: open ?? keep,
      private: hidden ?? keep,
      unsafe: unsafe ?? keep,
      labels: labels ?? keep,
      extra: extra ?? keep,
    },
    password,
    ...factorsOf(wished.totp, wished.backupCodes),
    sessions: password.op === 'keep' || current === null ? 'keep' : 'end-all',
  };
}

/** The document with what is faulty in it left as it is, so that the rest can be judged too. */
function soundPart(wished: JsonObject, current: UserDocument | null, faults: readonly Fault[]): JsonObject {
  const known: Readonly<Record<string, Json>> = current ?? {};
  const faulty = new Set(faults.map(({ pointer }) => readPointer(pointer)?.[0] ?? ''));
  const sound = Object.entries(wished).filter(([member]) => !faulty.has(member));
  const kept = Object.entries(known).filter(([member]) => faulty.has(member));
  return Object.fromEntries([...sound, ...kept]);
}

/** The value without what is null: a merge patch that repeats a null takes it for absent. */
function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  const present = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(present.map(([key, item]) => [key, withoutNulls(item)]));
}

function readOnlyFaults(wished: JsonObject, current: UserDocument | null): readonly Fault[] {
  return readOnlyMembers
    .filter((member) => {
      if (current === null) return Object.hasOwn(wished, member);
      return !isSameJson(withoutNulls(wished[member] ?? null), withoutNulls(current[member]));
    })
    .map((member) => fault(`/${member}`, 'read-only'));
}

/**
 * Compares the document as wished with the user's, member by member: what differs is asked for, what is absent is empty.
 * For a user who is yet to be (`current` null) everything in the document is asked for. Gathers every fault.
 */
export function readWish(host: Pick<Host, 'readUserId'>, wished: Json, current: UserDocument | null): Reading {
  if (!isJsonObject(wished)) return { patch: untouched, faults: [fault('', 'type')] };
  const found = [...readOnlyFaults(wished, current), ...input.faults(wished)];
  const sound = soundPart(wished, current, found);
  if (!input.check(sound)) return { patch: untouched, faults: found };
  const changed = (member: keyof UserDocument): boolean =>
    current === null ? Object.hasOwn(sound, member) : !isSameJson(jsonMember(sound, member), current[member] ?? null);
  const draft: Draft = { wished: sound, current, changed, readUserId: host.readUserId, faults: [] };
  const patch = patchOf(draft);
  return { patch, faults: [...found, ...draft.faults] };
}

function jsonMember(document: JsonObject, member: string): Json {
  return document[member] ?? null;
}
