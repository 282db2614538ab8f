// The shape of a token as it is sent to be made or changed.

import { id } from '../validate/id.ts';
import { integer } from '../validate/integer.ts';
import { optional, required } from '../validate/object.ts';
import { objects } from '../validate/objects.ts';
import { text } from '../validate/text.ts';
import type { ValueOf } from '../validate/validator.ts';

const name = text({ lengthMax: 64 });
const descriptionLengthMax = 65_535;

const settings = {
  status: optional(integer({ oneOf: [0, 1] })),
  expires_at: optional(integer()),
};
const description = optional(text({ empty: true, lengthMax: descriptionLengthMax }));

/** Tokens to be made (Zabbix 7.0 manual, "token.create"; 2026-08). */
export const creationShape = objects(
  { name: required(name), description, userid: optional(id()), ...settings },
  { normalise: true },
);

/** Tokens to be changed (Zabbix 7.0 manual, "token.update"; 2026-08). */
export const updateShape = objects(
  { tokenid: required(id()), name: optional(name), description, ...settings },
  { normalise: true, unique: [['tokenid']] },
);

/** What somebody wants of a token who is to be made, or of one that there is. */
export type CreationWish = ValueOf<typeof creationShape>[number];
export type UpdateWish = ValueOf<typeof updateShape>[number];

/** The moment until which a token holds; null: for ever, which is 0 on the wire. */
export function readExpiry(seconds: number): number | null {
  return seconds === 0 ? null : seconds * 1000;
}
