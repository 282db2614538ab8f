// What a wish makes of a media type.

import type { Extra } from '../../../core/model/extra.ts';
import type { Json, JsonObject } from '../../../core/model/json.ts';
import { plainMediaType } from '../defaults/media-types.ts';
import { textOf } from '../wire/objects.ts';
import type { MediaTypeWish } from './shape.ts';
import { checkByType, ownFieldsOfType, readParameters, type Texts } from './type-rules.ts';

/** The media type after the wish; `passwd` null: it stays as it is. */
export type Next = { readonly name: string; readonly values: JsonObject; readonly passwd: string | null };

const plainTexts: Texts = Object.fromEntries(
  Object.entries(plainMediaType).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
);

function textsOf(before: Extra | null): Texts {
  if (before === null) return plainTexts;
  const names = ['type', ...Object.keys(plainTexts)];
  return Object.fromEntries(names.map((name) => [name, textOf(before.values, name, plainTexts[name] ?? '')]));
}

function givenTexts({ mediatypeid, name, parameters, message_templates, ...given }: MediaTypeWish): Texts {
  return Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** The fields that mean nothing while another one is off. */
function idleFields({ type, smtp_security, smtp_authentication, show_event_menu }: Texts): readonly string[] {
  if (type === '4') return show_event_menu === '0' ? ['event_menu_url', 'event_menu_name'] : [];
  if (type !== '0') return [];
  return [
    ...(smtp_security === '0' ? ['smtp_verify_peer', 'smtp_verify_host'] : []),
    ...(smtp_authentication === '0' ? ['username', 'passwd'] : []),
  ];
}

/**
 * Judges the wish at `path` and answers what it makes of a media type; `before` null: it is to be made. What only its former type had goes
 * with that type. @fails -32602.
 */
export function toNext(before: Extra | null, wish: MediaTypeWish, schemes: string | null, path: string): Next {
  const had = textsOf(before);
  const given = givenTexts(wish);
  const type = given.type ?? had.type ?? '';
  const isNew = before === null || type !== had.type;
  const gone = isNew ? ownFieldsOfType(had.type) : [];
  const plain = (names: readonly string[]): Texts =>
    Object.fromEntries(names.map((name) => [name, plainTexts[name] ?? '']));
  const texts = { ...had, ...plain(gone), ...given };
  checkByType(wish, { texts, schemes }, isNew, path);
  const idle = idleFields(texts);
  const isSecretGone = gone.includes('passwd') || idle.includes('passwd');
  const kept: Json = isNew ? [] : (before.values.parameters ?? []);
  const templates: Json | undefined = wish.message_templates ?? before?.values.message_templates;
  return {
    name: wish.name ?? before?.name ?? '',
    values: {
      ...{ ...texts, ...plain(idle), passwd: '' },
      parameters: wish.parameters === undefined ? kept : readParameters(type, wish.parameters, `${path}/parameters`),
      ...(templates !== undefined && { message_templates: templates }),
    },
    passwd: wish.passwd ?? (isSecretGone ? '' : null),
  };
}
