// What each type of media type has to itself: which fields it takes and needs, and what the others leave empty.

import type { Json } from '../../../core/model/json.ts';
import { plainMediaType } from '../defaults/media-types.ts';
import { type IntegerOptions, integer } from '../validate/integer.ts';
import { object, optional, required } from '../validate/object.ts';
import { objects } from '../validate/objects.ts';
import { text } from '../validate/text.ts';
import { timeUnit } from '../validate/time-unit.ts';
import { url } from '../validate/url.ts';
import { read, type Validator } from '../validate/validator.ts';
import type { MediaTypeWish } from './shape.ts';

/** The fields of a media type that are texts, by name; not those that name it. */
export type Texts = Readonly<Record<string, string>>;

/** What a media type is judged by: all it will have, and the schemes of URLs as for `url`. */
export type Bench = { readonly texts: Texts; readonly schemes: string | null };

type Validators = Readonly<Record<string, Validator<unknown>>>;

type Rules = {
  readonly fields: (bench: Bench) => Validators;
  /** Needed when a media type becomes one of this type. */
  readonly needed: (texts: Texts) => readonly string[];
  /** Everything that goes when it becomes one of another. */
  readonly own: readonly string[];
};

const some = text({ lengthMax: 255 });
const line = text({ lengthMax: 255, empty: true });
const oneOf = (...values: NonNullable<IntegerOptions['oneOf']>) => integer({ oneOf: values });

/** A value of this many characters at most, be it a path, a template or a secret. */
const value = optional(text({ empty: true, lengthMax: 2048 }));
const numbered = objects({ sortorder: required(integer()), value }, { empty: true, unique: [['sortorder']] });
const named = objects({ name: required(some), value }, { empty: true, unique: [['name']] });

function menuUrl(schemes: string | null): Validator<string> {
  const readText = text({ lengthMax: 2048 });
  const readUrl = url({ lengthMax: 2048, schemes });
  return (sent, path, later) => {
    const address = readText(sent, path, later);
    return address.includes('{EVENT.TAGS.') ? address : readUrl(address, path, later);
  };
}

const email: Rules = {
  fields: ({ texts: { smtp_security, smtp_authentication, provider } }) => {
    const secret = provider === '0' ? line : some;
    return {
      ...{ smtp_server: some, smtp_helo: line, smtp_email: some, smtp_port: oneOf([0, 65_535]) },
      ...{ smtp_security: oneOf(0, 1, 2), smtp_authentication: oneOf(0, 1), message_format: oneOf(0, 1) },
      ...((smtp_security === '1' || smtp_security === '2') && {
        ...{ smtp_verify_peer: oneOf(0, 1), smtp_verify_host: oneOf(0, 1) },
      }),
      ...(smtp_authentication === '1' && { username: secret, passwd: secret }),
    };
  },
  needed: () => ['smtp_server', 'smtp_email'],
  own: [
    ...['smtp_server', 'smtp_port', 'smtp_helo', 'smtp_email', 'smtp_security', 'smtp_verify_peer', 'smtp_verify_host'],
    ...['smtp_authentication', 'username', 'passwd', 'message_format', 'provider'],
  ],
};

const script: Rules = {
  fields: () => ({ exec_path: some, parameters: numbered }),
  needed: () => ['exec_path'],
  own: ['exec_path'],
};

const sms: Rules = {
  fields: () => ({ gsm_modem: some, maxsessions: oneOf(1) }),
  needed: () => ['gsm_modem'],
  own: ['gsm_modem', 'maxsessions'],
};

const webhook: Rules = {
  fields: ({ texts, schemes }) => ({
    ...{ script: text({ lengthMax: 65_535 }), timeout: timeUnit({ oneOf: [[1, 60]] }) },
    ...{ process_tags: oneOf(0, 1), show_event_menu: oneOf(0, 1), parameters: named },
    ...(texts.show_event_menu === '1' && { event_menu_url: menuUrl(schemes), event_menu_name: some }),
  }),
  needed: ({ show_event_menu }) => [
    'script',
    ...(show_event_menu === '1' ? ['event_menu_url', 'event_menu_name'] : []),
  ],
  own: ['script', 'timeout', 'process_tags', 'show_event_menu', 'event_menu_url', 'event_menu_name'],
};

/** Source: the published sources of Zabbix 7, `CMediatype`; 2026-11. */
const rulesByType: ReadonlyMap<string, Rules> = new Map([
  ['0', email],
  ['1', script],
  ['2', sms],
  ['4', webhook],
]);

function rulesOf(type: string | undefined): Rules {
  return rulesByType.get(type ?? '') ?? email;
}

/** The fields that only a type has; they go with it. */
export function ownFieldsOfType(type: string | undefined): readonly string[] {
  return rulesOf(type).own;
}

const texts = ['smtp_server', 'smtp_helo', 'smtp_email', 'exec_path', 'gsm_modem', 'username', 'passwd'] as const;
const numbers = [
  ...['smtp_port', 'smtp_security', 'smtp_verify_peer', 'smtp_verify_host', 'smtp_authentication'],
] as const;

/** What fields may be where they mean nothing. */
const elsewhere: Validators = (() => {
  const empty = text({ empty: true, oneOf: [''] });
  const plain: Readonly<Record<string, unknown>> = plainMediaType;
  const just = (name: string) => oneOf(Number(plain[name]));
  return {
    ...Object.fromEntries(texts.map((name) => [name, empty])),
    ...Object.fromEntries(numbers.map((name) => [name, just(name)])),
    ...{ maxsessions: oneOf([0, 100]), message_format: just('message_format'), script: empty },
    ...{ timeout: timeUnit({ oneOf: [30] }), process_tags: just('process_tags') },
    ...{ show_event_menu: just('show_event_menu'), event_menu_url: empty, event_menu_name: empty },
    parameters: object({}),
  };
})();

/** Refuses at `path` what a media type of its type cannot have, and (`isNew`: it was none of that type) what it lacks. */
export function checkByType(wish: MediaTypeWish, bench: Bench, isNew: boolean, path: string): void {
  const rules = rulesOf(bench.texts.type);
  const own = rules.fields(bench);
  const needed = isNew ? rules.needed(bench.texts) : [];
  const fields = Object.entries({ ...own, ...elsewhere, ...own }).map(
    ([name, validator]) => [name, needed.includes(name) ? required(validator) : optional(validator)] as const,
  );
  const shape = object(Object.fromEntries(fields), { open: true });
  read(shape, wish, path);
}

/** Reads the parameters of a media type of this type, those with numbers in their order. */
export function readParameters(type: string, sent: object, path: string): Json {
  if (type === '4') return read(named, sent, path).map(({ name, value = '' }) => ({ name, value }));
  if (type !== '1') return [];
  return read(numbered, sent, path)
    .toSorted((left, right) => left.sortorder - right.sortorder)
    .map(({ sortorder, value = '' }) => ({ sortorder: String(sortorder), value }));
}
