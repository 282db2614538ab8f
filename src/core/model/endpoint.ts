// The webhook endpoint: an address that is told of every change, and what it could not be told.

import type { DocumentBase } from './document.ts';

/** Where delivery stands: every event up to `seq` and `part` (the events of one change, from 0) has been dealt with. */
export type Place = { readonly seq: number; readonly part: number };

/** An address that events go to, in the words of `api`; `events` empty: all that there are. `sealed` is the secret that signs. */
export type WebhookEndpoint = DocumentBase & {
  readonly kind: 'webhook-endpoint';
  readonly api: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly enabled: boolean;
};

/**
 * How far an endpoint has been told, one event after the other. `through` null: of everything there will be; a number: again
 * of what came up to that change. `attempts` of the event after `place` have failed so far, the last with `lastError`; not
 * before `nextAt` is it tried again. The process that delivers holds it until `heldUntil`.
 */
export type Delivery = DocumentBase & {
  readonly kind: 'delivery';
  readonly endpointId: string;
  readonly place: Place;
  readonly through: number | null;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly nextAt: number;
  readonly heldUntil: number;
};

/** An event that was given up on, at its place. */
export type DeadLetter = DocumentBase & {
  readonly kind: 'dead-letter';
  readonly endpointId: string;
  readonly place: Place;
  readonly eventId: string;
  readonly event: string;
  readonly attempts: number;
  readonly lastError: string;
};
