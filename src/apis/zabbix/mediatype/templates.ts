// The message templates of a media type: kept for whoever reads them back, for nothing here sends any.

import type { Extra } from '../../../core/model/extra.ts';
import { isJsonObject, type JsonObject } from '../../../core/model/json.ts';
import { integer } from '../validate/integer.ts';
import { optional, required } from '../validate/object.ts';
import { objects } from '../validate/objects.ts';
import { text } from '../validate/text.ts';
import { below, type Validator } from '../validate/validator.ts';
import { textOf } from '../wire/objects.ts';

/** The fields of a template, in the order in which they are shown. */
export const templateFields = ['eventsource', 'recovery', 'subject', 'message'] as const;

type Template = Readonly<Record<(typeof templateFields)[number], string>>;

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

/** The named fields of the templates that are kept with a media type. */
export function writeTemplates({ values }: Pick<Extra, 'values'>, fields: readonly string[]): readonly JsonObject[] {
  const kept = values.message_templates;
  const rows = Array.isArray(kept) ? kept.filter(isJsonObject) : [];
  return rows.map((row) => Object.fromEntries(fields.map((field) => [field, textOf(row, field, '')])));
}
