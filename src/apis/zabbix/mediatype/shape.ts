// The shape of a media type as it is sent to be made or changed, whatever its type.

import { badInput } from '../fault.ts';
import { id } from '../validate/id.ts';
import { type IntegerOptions, integer } from '../validate/integer.ts';
import { type ObjectOf, optional, required } from '../validate/object.ts';
import { objects } from '../validate/objects.ts';
import { text } from '../validate/text.ts';
import { timeUnit } from '../validate/time-unit.ts';
import { membersOf, read, type Validator } from '../validate/validator.ts';
import { templates } from './templates.ts';

const word = text({ empty: true });

function digits(options: IntegerOptions): Validator<string> {
  const readInteger = integer(options);
  return (value, path, later) => String(readInteger(value, path, later));
}

function duration(options: IntegerOptions): Validator<string> {
  const readUnit = timeUnit(options);
  return (value, path, later) => readUnit(value, path, later).text;
}

/** Lets any list or object through; what it may hold is known when the type is. */
const container: Validator<object> = (value, path) => Object.fromEntries(membersOf(value, path));

const number = optional(digits({}));
const line = optional(word);

const type = digits({ oneOf: [0, 1, 2, 4] });
const name = text({ lengthMax: 100 });
const fields = {
  smtp_server: line,
  smtp_helo: line,
  smtp_email: line,
  exec_path: line,
  gsm_modem: line,
  username: line,
  passwd: line,
  status: optional(digits({ oneOf: [0, 1] })),
  smtp_port: number,
  smtp_security: number,
  smtp_verify_peer: number,
  smtp_verify_host: number,
  smtp_authentication: number,
  provider: optional(digits({ oneOf: [0, 1, 2, 3, 4] })),
  maxsessions: number,
  maxattempts: optional(digits({ oneOf: [[1, 100]] })),
  attempt_interval: optional(duration({ oneOf: [[0, 3600]] })),
  content_type: number,
  message_format: number,
  script: line,
  timeout: optional(duration({})),
  process_tags: number,
  show_event_menu: number,
  event_menu_url: line,
  event_menu_name: line,
  description: optional(text({ empty: true, lengthMax: 65_535 })),
  parameters: optional(container),
  message_templates: optional(templates),
};
const creationFields = { type: required(type), name: required(name), ...fields };
const updateFields = { mediatypeid: required(id()), type: optional(type), name: optional(name), ...fields };
const names = { normalise: true, unique: [['name']] } as const;

const creationShape = objects(creationFields, names);
const updateShape = objects(updateFields, names);

type Creation = ObjectOf<typeof creationFields>;
type Update = ObjectOf<typeof updateFields>;

/** What somebody wants of a media type; `content_type` has become `message_format`. */
export type MediaTypeWish = Omit<Partial<Update>, 'content_type'>;

/** `content_type` is the older name of `message_format`. */
function rename<Wish extends { readonly content_type?: string; readonly message_format?: string }>(
  { content_type, ...wish }: Wish,
  index: number,
) {
  if (content_type === undefined) return wish;
  const path = `/${index + 1}`;
  if (wish.message_format !== undefined) {
    badInput(`Deprecated parameter "${path}/content_type" cannot be used with "${path}/message_format".`);
  }
  return { ...wish, message_format: content_type };
}

/** Reads media types to be made (Zabbix 7.0 manual, "mediatype.create"; 2026-08). */
export function readCreations(params: object): readonly Omit<Creation, 'content_type'>[] {
  return read(creationShape, params, '/').map(rename);
}

/** Reads media types to be changed (Zabbix 7.0 manual, "mediatype.update"; 2026-08). */
export function readUpdates(params: object): readonly Omit<Update, 'content_type'>[] {
  return read(updateShape, params, '/').map(rename);
}
