// The message templates of a media type: kept for whoever reads them back, for nothing here sends any.

import { integer } from '../validate/integer.ts';
import { optional, required } from '../validate/object.ts';
import { objects } from '../validate/objects.ts';
import { text } from '../validate/text.ts';
import { below, type Validator } from '../validate/validator.ts';

/** A template as on the wire. */
export type Template = {
  readonly eventsource: string;
  readonly recovery: string;
  readonly subject: string;
  readonly message: string;
};

/** Which operations there are, by the source of events from 0 (Zabbix 7.0 manual, "Message template"; 2026-08). */
const operations = [[0, 1, 2], [0], [0], [0, 1], [0, 1, 2]];

const rows = objects(
  {
    eventsource: required(integer({ oneOf: operations.keys().toArray() })),
    recovery: required(integer()),
    subject: optional(text({ empty: true, lengthMax: 255 })),
    message: optional(text({ empty: true, lengthMax: 65_535 })),
  },
  { empty: true, unique: [['eventsource', 'recovery']] },
);

/** Reads all templates of a media type. */
export const templates: Validator<readonly Template[]> = (value, path, later) =>
  rows(value, path, later).map(({ eventsource, recovery, subject = '', message = '' }, index) => {
    const readRecovery = integer({ oneOf: operations[eventsource] ?? [] });
    readRecovery(recovery, below(below(path, index + 1), 'recovery'), later);
    return { eventsource: String(eventsource), recovery: String(recovery), subject, message };
  });
