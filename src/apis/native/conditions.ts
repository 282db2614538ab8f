// Conditional requests (RFC 9110 §13): tags made of the user's rev.

import type { FastifyRequest } from 'fastify';
import { fault, Refusing } from './problem.ts';
import { badRequest } from './request-problems.ts';

type Tag = { readonly weak: boolean; readonly text: string };
type Tags = '*' | readonly Tag[];

/** The preconditions of a request; null: not asked. */
export type Conditions = { readonly ifMatch: Tags | null; readonly ifNoneMatch: Tags | null };

const element = /[ \t]*(?:(W\/)?"([\x21\x23-\x7e\x80-\xff]*)")?[ \t]*(,|$)/y;

function readTags(name: string, value: string | readonly string[] | undefined): Tags | null {
  if (value === undefined) return null;
  const text = typeof value === 'string' ? value : value.join(', ');
  if (text.trim() === '*') return '*';
  const tags: Tag[] = [];
  element.lastIndex = 0;
  while (element.lastIndex < text.length) {
    const match = element.exec(text);
    if (match === null) throw new Refusing(badRequest([fault(name, 'format')]));
    if (match[2] !== undefined) tags.push({ weak: match[1] !== undefined, text: match[2] });
  }
  if (tags.length === 0) throw new Refusing(badRequest([fault(name, 'format')]));
  return tags;
}

/** Reads the preconditions. @throws Refusing when one is malformed. */
export function conditionsOf({ headers }: FastifyRequest): Conditions {
  return {
    ifMatch: readTags('If-Match', headers['if-match']),
    ifNoneMatch: readTags('If-None-Match', headers['if-none-match']),
  };
}

/** The strong tag of a rev. */
export function etagOf(rev: number): string {
  return `"${rev}"`;
}

/** True unless `If-Match` speaks against it. Strong comparison: a weak tag never matches. */
export function isMatch({ ifMatch }: Conditions, rev: number): boolean {
  if (ifMatch === null || ifMatch === '*') return true;
  return ifMatch.some(({ weak, text }) => !weak && text === String(rev));
}

/** True when `If-None-Match` names what there is. Weak comparison. */
export function isKnown({ ifNoneMatch }: Conditions, rev: number): boolean {
  if (ifNoneMatch === null) return false;
  return ifNoneMatch === '*' || ifNoneMatch.some(({ text }) => text === String(rev));
}

/** True when a change may go on. */
export function mayChange(conditions: Conditions, rev: number): boolean {
  return isMatch(conditions, rev) && !isKnown(conditions, rev);
}

/** True when there is any precondition, so that a conflict is one of them failing. */
export function isConditional({ ifMatch, ifNoneMatch }: Conditions): boolean {
  return ifMatch !== null || ifNoneMatch !== null;
}
