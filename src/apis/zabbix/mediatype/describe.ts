// The media type as the get methods know one: which fields there are, and which of them a caller sees.

import type { Extra } from '../../../core/model/extra.ts';
import type { JsonObject } from '../../../core/model/json.ts';
import { plainMediaType } from '../defaults/media-types.ts';
import { pick } from '../get/answer.ts';
import type { Kind, LooseDescription, Row } from '../get/description.ts';
import { type Call, isSuper } from '../method.ts';
import { textOf } from '../wire/objects.ts';

/** The fields that are texts on the wire, in their order; `content_type` is an older name (Zabbix 7.0 manual, "Media type object"; 2026-11). */
const kinds: Readonly<Record<string, Kind>> = {
  mediatypeid: 'id',
  type: 'integer',
  name: 'text',
  smtp_server: 'text',
  smtp_helo: 'text',
  smtp_email: 'text',
  exec_path: 'text',
  gsm_modem: 'text',
  username: 'text',
  passwd: 'text',
  status: 'integer',
  smtp_port: 'integer',
  smtp_security: 'integer',
  smtp_verify_peer: 'integer',
  smtp_verify_host: 'integer',
  smtp_authentication: 'integer',
  maxsessions: 'integer',
  maxattempts: 'integer',
  attempt_interval: 'text',
  message_format: 'integer',
  script: 'text',
  timeout: 'text',
  process_tags: 'integer',
  show_event_menu: 'integer',
  event_menu_url: 'text',
  event_menu_name: 'text',
  description: 'text',
  provider: 'integer',
  content_type: 'integer',
};

/** The only field that is a list. */
const parameters = 'parameters';

const openFields = ['mediatypeid', 'type', 'name', 'status', 'description', 'maxattempts'];

/** The media type as this caller may ask for it. */
export function describeMediaType(call: Call): LooseDescription {
  const shown = Object.entries(kinds).filter(([field]) => isSuper(call) || openFields.includes(field));
  return { id: 'mediatypeid', fields: Object.fromEntries(shown), sortable: ['mediatypeid'], secrets: {} };
}

/** The fields that this caller may have told. */
export function mediaTypeFields(call: Call): readonly string[] {
  return isSuper(call) ? [...Object.keys(kinds), parameters] : openFields;
}

/** The media type with all its texts. The password is not told. */
export function mediaTypeRow({ number, name, values }: Extra): Row {
  const plain: Readonly<Record<string, unknown>> = plainMediaType;
  const texts = Object.keys(kinds).map((field) => {
    const otherwise = plain[field];
    return [field, textOf(values, field, typeof otherwise === 'string' ? otherwise : '')];
  });
  const row: Row = Object.fromEntries(texts);
  return { ...row, mediatypeid: number, name: name ?? '', passwd: '', content_type: row.message_format ?? '' };
}

/** Its parameters, where they are among the fields. */
export function writeParameters({ values }: Extra, fields: readonly string[]): JsonObject {
  if (!fields.includes(parameters)) return {};
  return { parameters: Array.isArray(values.parameters) ? values.parameters : [] };
}

/** The named fields of a media type. */
export function writeMediaType(type: Extra, fields: readonly string[]): JsonObject {
  return { ...pick(mediaTypeRow(type), fields), ...writeParameters(type, fields) };
}
