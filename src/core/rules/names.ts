// Names and other plain texts: how long they may be, and what counts as a language or a time zone.

import type { Issue } from '../model/error.ts';
import type { Edit, UserPatch } from '../model/patch.ts';
import type { User } from '../model/user.ts';
import { faultOfText } from './text.ts';
import { changed, faults, type Situation, unchanged, type Verdict } from './verdict.ts';

type NameField = 'firstName' | 'lastName' | 'name' | 'locale' | 'timezone' | 'externalId' | 'profileImageId';

/** True for a language tag of BCP 47 (RFC 5646), as ECMA-402 reads them. */
export function isLocale(tag: string): boolean {
  try {
    return tag.length <= 100 && Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** True for a time zone of the IANA database. */
export function isTimezone(zone: string): boolean {
  if (zone.length > 100 || !/^[A-Za-z]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

function faultOf(field: NameField, value: string, situation: Situation): Issue | null {
  const { names, externalId } = situation.policy;
  const fault = faultOfText(field, value, field === 'externalId' ? externalId.lengthMax : names.lengthMax);
  if (fault !== null) return fault;
  if (field === 'externalId' && value === '') return { path: field, reason: 'length-min', limit: 1 };
  if (field === 'locale' && !isLocale(value)) return { path: field, reason: 'format', limit: null };
  if (field === 'timezone' && !isTimezone(value)) return { path: field, reason: 'format', limit: null };
  return null;
}

const fields = ['firstName', 'lastName', 'name', 'locale', 'timezone', 'externalId', 'profileImageId'] as const;

/** Names are text of bounded length, an empty one is none; a locale is a BCP 47 tag, a time zone one of IANA's, an external id is not empty. */
export function judgeNames(_user: User, patch: UserPatch, situation: Situation): Verdict {
  const set: Partial<Record<NameField, string | null>> = {};
  const issues: Issue[] = [];
  let touched = false;
  for (const field of fields) {
    const wish: Edit<string> = patch[field];
    if (wish.op === 'keep') continue;
    touched = true;
    const emptied = wish.op === 'clear' || (wish.value === '' && field !== 'externalId');
    set[field] = emptied ? null : wish.value;
    const fault = wish.op === 'set' && !emptied ? faultOf(field, wish.value, situation) : null;
    if (fault !== null) issues.push(fault);
  }
  if (!touched) return unchanged;
  return issues.length > 0 ? faults(issues) : changed(set);
}
