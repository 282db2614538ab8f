// What tests of sources expect: the parts of a patch, in short, and what the core says of it.

import type { Refusal } from '../../src/core/model/error.ts';
import type { JsonObject } from '../../src/core/model/json.ts';
import type { UserPatch } from '../../src/core/model/patch.ts';
import { blankUser, decideCreation } from '../../src/core/rules/creation.ts';
import { listSources } from '../../src/transfer/sources/index.ts';
import { situation } from '../users.ts';

export const set = (value: unknown) => ({ op: 'set', value });

export const contact = (value: string, claim: 'verified' | 'reserved' | 'unverified', secondFactor = false) => ({
  id: null,
  value,
  claim,
  strategy: 'admin',
  secondFactor,
});

export const contacts = (primary: string, ...add: readonly ReturnType<typeof contact>[]) => ({
  list: { op: 'change', add, edit: [], remove: [] },
  primary: { op: 'value', value: primary },
  linked: 'refuse',
});

/** An identity of which a file says no more than these fields. */
export const identity = (at: number, fields: { readonly provider: string; readonly subject: string } & JsonObject) => ({
  email: null,
  emailVerified: null,
  username: null,
  firstName: null,
  lastName: null,
  imageUrl: null,
  label: null,
  scopes: [],
  metadata: {},
  createdAt: at,
  updatedAt: at,
  ...fields,
});

/** The names of the sources that take the row for theirs. */
export function recognisedBy(row: JsonObject): readonly string[] {
  return listSources(null)
    .filter((source) => source.recognises(row))
    .map(({ name }) => name);
}

/** What speaks against creating this user. */
export function refusalsOf(patch: UserPatch): readonly Refusal[] {
  const blank = blankUser('realm', '0190a000-0000-7000-8000-000000000000', situation().now);
  return decideCreation(blank, patch, { identifier: false, password: true }, situation()).refusals;
}
