// Telling events: committed changes in the words of one API.

import type { Change, ChangeType } from '../model/change.ts';
import type { Place } from '../model/endpoint.ts';
import type { Realm } from '../model/realm.ts';
import type { Store } from '../ports.ts';
import { writeEventId } from './event-id.ts';
import { type Moment, readMoments } from './read-moments.ts';

/** How a call to an endpoint is signed: the header of the one style, or what the headers of the other begin with. */
export type SignatureForm =
  | { readonly style: 'timestamped'; readonly header: string; readonly separator: string }
  | { readonly style: 'standard'; readonly prefixes: readonly string[] };

/** What telling may know besides the moment. `publicUrl`: without a slash at the end. */
export type TellingFacts = { readonly realm: Realm; readonly publicUrl: string };

/** One thing an API says of a moment. */
export type Saying = { readonly type: string; readonly data: object };

/** A saying with its id, from which its place can be read, and its time. */
export type Telling = Saying & { readonly id: string; readonly at: number };

/**
 * How an API tells what happened. `names`: all types that its clients may ask for, with the change that each comes of; null: one
 * that never comes up here. `say`: what there is to say of a moment, always the same in the same order. `envelope`:
 * the JSON object that carries it.
 */
export type EventDialect = {
  readonly names: ReadonlyMap<string, ChangeType | null>;
  readonly idPrefix: string;
  readonly signature: SignatureForm;
  readonly say: (moment: Moment, facts: TellingFacts) => readonly Saying[];
  readonly envelope: (telling: Telling, moment: Moment, facts: TellingFacts) => object;
};

/** An event as it is handed out. `organizationId`: the organization it is about, if any. */
export type ToldEvent = {
  readonly id: string;
  readonly place: Place;
  readonly at: number;
  readonly type: string;
  readonly organizationId: string | null;
  readonly body: object;
};

/** The types of change that these events come of. */
export function changeTypesOf({ names }: EventDialect, events: readonly string[]): readonly ChangeType[] {
  const asked = events.length === 0 ? [...names.values()] : events.map((name) => names.get(name) ?? null);
  return [...new Set(asked.flatMap((type) => type ?? []))];
}

/** The id of the first event that comes of a change, whether or not any does. */
export function firstEventId({ idPrefix }: EventDialect, { seq, at }: Change): string {
  return `${idPrefix}${writeEventId(at, { seq, part: 0 })}`;
}

function organizationOf({ session, before, after }: Moment): string | null {
  const document = after ?? before;
  if (document !== null) return document.kind === 'organization' ? document.id : document.organizationId;
  return session?.organizationId ?? null;
}

/** What the API tells of these changes, in their order. Built-in accounts are nobody else's business. Changes nothing. */
export async function tellEvents(
  store: Store,
  dialect: EventDialect,
  facts: TellingFacts,
  changes: readonly Change[],
): Promise<readonly ToldEvent[]> {
  const moments = await readMoments(store, facts.realm.id, changes);
  return moments
    .filter(({ user }) => user?.system !== true)
    .flatMap((moment) =>
      dialect.say(moment, facts).map(({ type, data }, part) => {
        const { seq, at } = moment.change;
        const place = { seq, part };
        const id = `${dialect.idPrefix}${writeEventId(at, place)}`;
        const body = dialect.envelope({ id, at, type, data }, moment, facts);
        return { id, place, at, type, organizationId: organizationOf(moment), body };
      }),
    );
}
