// The speaker: how one API is asked about the user and told to change them, and why it is silent where it is.
import { isJsonObject, type Json, type JsonObject } from '../../src/core/model/json.ts';
import type { User } from '../../src/core/model/user.ts';
import type { Answer, Ask, Request } from './place.ts';

/**
 * One way to change the user, by the name it has on the wire. What it touches is what comes out otherwise than with `instead`;
 * without one: than if nothing had been sent.
 */
export type Trial = {
  readonly name: string;
  readonly send: (user: User) => Request;
  /** What is sent after it, made from its answer; the two are one trial. */
  readonly next?: (answer: Json) => Request;
  readonly instead?: (user: User) => Request;
  /** The user before it; the sample unless told. */
  readonly from?: User;
  /** It makes a user, whose id this reads from the answer: that one counts. */
  readonly made?: (answer: Json) => string;
  /** It is to be refused, and leaves a trace nevertheless. */
  readonly refused?: true;
};

/** Why an API neither tells nor takes some fields: each by its name, or all below a name (`phones`). */
export type Silence = { readonly fields: readonly string[]; readonly why: string };

/** One API: an entry in the table. */
export type Speaker = {
  /** As in the guest list. */
  readonly api: string;
  readonly title: string;
  /** The headers that every request needs besides. */
  readonly begin: (ask: Ask) => Promise<Readonly<Record<string, string>>>;
  /** All it tells of the user whose id it spells like this, however many requests that takes. */
  readonly read: (ask: Ask, id: string) => Promise<Answer>;
  /** The parameters of its own tables: each is tried, or says nothing by itself. */
  readonly parameters: readonly string[];
  readonly modifiers: readonly string[];
  readonly trials: readonly Trial[];
  readonly silences: readonly Silence[];
};

/** For an API that is content with the secret key. */
export async function noHeaders(): Promise<Readonly<Record<string, string>>> {
  return {};
}

/** Makes trials that each set one parameter of an update, by its name. */
export const changesBy =
  (update: (parameters: JsonObject) => (user: User) => Request) =>
  (name: string, value: Json, more: Pick<Trial, 'from'> = {}): Trial => ({
    name,
    send: update({ [name]: value }),
    ...more,
  });

/** A member of an answer; null where there is none. */
export function memberOf(answer: Json, name: string): Json {
  return isJsonObject(answer) ? (answer[name] ?? null) : null;
}

/** The id in an answer that is the user; "" where there is none. */
export function idOfAnswer(answer: Json): string {
  return String(memberOf(answer, 'id') ?? '');
}
