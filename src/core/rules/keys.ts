// The keys: how identifiers are folded, so that what people take for the same is the same.

import { domainToASCII } from 'node:url';
import type { Contact, KeyKind, User, UserKey } from '../model/user.ts';

/**
 * Folds text so that case and compatibility forms do not tell two apart (Unicode NFKC; case down, up and down again, which
 * brings ẞ, ß and ss together as full case folding does; σ also at the end of a word, so that what begins a text begins its
 * folded form). Idempotent.
 */
export function foldText(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase();
  const folded = text.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase();
  return folded.replaceAll('ς', 'σ').normalize('NFKC');
}

/**
 * The ASCII form of a domain as people type it (UTS #46), null when it has any but letters, digits, hyphens and dots. Asked
 * first, because `domainToASCII` reads like a URL: it drops line ends and whatever follows a slash, and decodes `%61`.
 */
export function asciiDomain(domain: string): string | null {
  const normal = domain.normalize('NFKC');
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(normal) || /\p{Default_Ignorable_Code_Point}/u.test(normal)) return null;
  return domainToASCII(normal) || null;
}

/** Folds an email address: the local part as text, the domain to its ASCII form. */
export function foldEmail(address: string): string {
  const at = address.lastIndexOf('@');
  if (at < 0) return foldText(address);
  const domain = address.slice(at + 1);
  return `${foldText(address.slice(0, at))}@${asciiDomain(domain) ?? foldText(domain)}`;
}

const folds: { readonly [Kind in KeyKind]: (value: string) => string } = {
  username: foldText,
  email: foldEmail,
  phone: (value) => value.replaceAll(/[\s().-]/g, ''),
  // Base58 tells upper from lower case, the hexadecimal form does not.
  wallet: (value) => (value.startsWith('0x') ? foldText(value) : value),
  'external-id': (value) => value,
  identity: (value) => value,
  alias: (value) => value,
  contact: (value) => value,
  role: (value) => value,
  group: (value) => value,
};

/** Folds a value of any kind into its key. */
export function foldKey(kind: KeyKind, value: string): string {
  return folds[kind](value);
}

/** The value under which an outside identity is unique: who says so, and who it is there. */
export function identityKey(provider: string, subject: string): string {
  return `${provider}:${subject}`;
}

/** The value under which an id of an old system is unique. */
export function aliasKey(api: string, alias: string): string {
  return `${api}:${alias}`;
}

/** What the keys of all users begin with who have this role or group; the end of each is its user's id. */
export function relationPrefix(id: string): string {
  return `${id.replaceAll('%', '%25').replaceAll('/', '%2F')}/`;
}

/** A contact is held by its user alone when it is proven or reserved; a mere claim keeps nobody out. */
export function isHeld(contact: Contact): boolean {
  return contact.reserved || contact.verification?.status === 'verified';
}

/** Every key the user holds. */
export function keysOf(user: User): readonly UserKey[] {
  const keys: UserKey[] = [];
  const add = (kind: KeyKind, value: string) => keys.push({ kind, key: foldKey(kind, value) });
  if (user.username !== null) add('username', user.username);
  if (user.externalId !== null) add('external-id', user.externalId);
  for (const email of user.emails) if (isHeld(email)) add('email', email.address);
  for (const phone of user.phones) if (isHeld(phone)) add('phone', phone.number);
  for (const wallet of user.wallets) if (isHeld(wallet)) add('wallet', wallet.address);
  for (const { id } of [...user.emails, ...user.phones, ...user.wallets]) add('contact', id);
  for (const identity of user.identities) add('identity', identityKey(identity.provider, identity.subject));
  for (const [api, alias] of Object.entries(user.aliases)) add('alias', aliasKey(api, alias));
  if (user.role !== null) add('role', `${relationPrefix(user.role)}${user.id}`);
  for (const group of user.groups) add('group', `${relationPrefix(group)}${user.id}`);
  return keys;
}

/** The keys to take and to give up when `before` becomes `after`. */
export function keyChanges(before: User, after: User): { add: readonly UserKey[]; remove: readonly UserKey[] } {
  const same =
    before.username === after.username &&
    before.externalId === after.externalId &&
    before.emails === after.emails &&
    before.phones === after.phones &&
    before.wallets === after.wallets &&
    before.identities === after.identities &&
    before.aliases === after.aliases &&
    before.role === after.role &&
    before.groups === after.groups;
  if (same) return { add: [], remove: [] };
  const name = (key: UserKey) => `${key.kind} ${key.key}`;
  const old = keysOf(before);
  const next = keysOf(after);
  const oldNames = new Set(old.map(name));
  const nextNames = new Set(next.map(name));
  return {
    add: next.filter((key) => !oldNames.has(name(key))),
    remove: old.filter((key) => !nextNames.has(name(key))),
  };
}
