// Cursors: where the next page begins, opaque to the caller.

import type { TSchema } from 'typebox';
import Type, { type Static } from 'typebox';
import { parseJson } from '../../json/parse-json.ts';
import { fault, Refusing } from './problem.ts';
import { badRequest } from './request-problems.ts';
import { closed } from './schema-basics.ts';
import { type Validator, validatorOf } from './validate.ts';

const count = () => Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** Writes and reads the cursors of one kind of list. */
export type Cursor<Place> = {
  readonly write: (place: Place) => string;
  /** @throws Refusing when the text is no cursor of this list. */
  readonly read: (text: string) => Place;
};

function decode(text: string): unknown {
  try {
    return parseJson(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function cursorOf<Schema extends TSchema>(validator: Validator<Schema>): Cursor<Static<Schema>> {
  return {
    write: (place) => Buffer.from(JSON.stringify(place)).toString('base64url'),
    read: (text) => {
      const place = decode(text);
      if (!validator.check(place)) throw new Refusing(badRequest([fault('cursor', 'format')]));
      return place;
    },
  };
}

const User = closed({
  id: Type.String({ pattern: '^[0-9a-f-]{36}$' }),
  createdAt: count(),
  serial: count(),
});

/** In a list of users: after one user where the order allows, else after so many. */
export const userCursor = cursorOf(
  validatorOf(
    closed({
      list: Type.Literal('users'),
      sort: Type.String(),
      offset: count(),
      after: Type.Union([User, Type.Null()]),
    }),
  ),
);

/** In a history: before one change. */
export const historyCursor = cursorOf(validatorOf(closed({ list: Type.Literal('history'), before: count() })));

/** In a list of sessions: after so many. */
export const sessionCursor = cursorOf(validatorOf(closed({ list: Type.Literal('sessions'), offset: count() })));
