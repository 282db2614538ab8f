// The schemas of webhook endpoints, and of what they could not be told.

import Type from 'typebox';
import { closed, nullableText, time } from './schema-basics.ts';

const events = Type.Array(Type.String({ maxLength: 100 }), {
  maxItems: 500,
  description: 'Types of event, in the words of that API; none: all that there are.',
});

const url = Type.String({
  maxLength: 2048,
  description: '`https`, and nowhere private unless the operator allows it.',
});

export const Endpoint = closed({
  id: Type.String(),
  api: Type.String({ description: 'In whose words it is told: the name of an API.' }),
  url,
  events,
  enabled: Type.Boolean({ description: 'One that is off is told later what it missed.' }),
  createdAt: time(),
  updatedAt: time(),
});

const secret = Type.String({ description: 'What calls are signed with.' });

export const EndpointWithSecret = closed({ ...Endpoint.properties, secret });

export const EndpointList = closed({ items: Type.Array(Endpoint) });

export const EndpointSecret = closed({ secret });

export const EndpointCreation = closed({
  api: Type.String(),
  url,
  events: Type.Optional(events),
  enabled: Type.Optional(Type.Boolean()),
});

export const EndpointPatch = closed({
  url: Type.Optional(url),
  events: Type.Optional(events),
  enabled: Type.Optional(Type.Boolean()),
  rotateSecret: Type.Optional(Type.Literal(true, { description: 'A new secret, from now on.' })),
});

export const DeadLetter = closed({
  eventId: Type.String(),
  event: Type.String({ description: 'Its type; that of the change, where no event could be made of it.' }),
  attempts: Type.Integer(),
  lastError: Type.String({ description: 'What became of the last attempt, with the first words of the answer.' }),
  at: time(),
});

export const DeadLetterPage = closed({
  items: Type.Array(DeadLetter),
  next: nullableText({ description: 'The `cursor` of the next page; null: this is the last.' }),
});

const end = nullableText({ description: 'A time, or the id of an event; null: open.' });

export const Redelivery = Type.Union([
  closed({ events: Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: 100 }) }),
  closed({ from: end, to: end }),
]);

export const Ordered = closed({ deliveries: Type.Integer({ description: 'How many stretches are told again.' }) });
