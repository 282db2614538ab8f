// The parameters of the methods that make and change MFA methods.

import { choice } from '../directory/fields.ts';
import { id } from '../validate/id.ts';
import { type Fields, object, optional, required } from '../validate/object.ts';
import { objects } from '../validate/objects.ts';
import { text } from '../validate/text.ts';
import { read, type Validator } from '../validate/validator.ts';
import { varied } from '../validate/varied.ts';

/** The `type` of a method. */
export const totp = '1';
export const duo = '2';

/** What is said of a method, as texts to be kept. */
export type MfaWish = Readonly<Record<string, string>>;

/** What a method is unless told otherwise: also what a field of another type must be. */
export const plainMfa = { hash_function: '1', code_length: '6', api_hostname: '', clientid: '' } as const;

/** Lengths as in the table `mfa` of Zabbix 7.0; 2026-11. */
const ofTotp: Readonly<Record<string, Validator<string>>> = {
  hash_function: choice(1, 2, 3),
  code_length: choice(6, 8),
};
const ofDuo: Readonly<Record<string, Validator<string>>> = {
  api_hostname: text({ lengthMax: 1024 }),
  clientid: text({ lengthMax: 32 }),
  client_secret: text({ lengthMax: 64 }),
};
const foreignToDuo = { hash_function: choice(1), code_length: choice(6) };
const nothing = text({ oneOf: [''], empty: true });
const foreignToTotp = { api_hostname: nothing, clientid: nothing, client_secret: nothing };

function fieldsOf(validators: Readonly<Record<string, Validator<string>>>, isNeeded: boolean): Fields {
  const field = isNeeded ? required : optional;
  return Object.fromEntries(Object.entries(validators).map(([name, validator]) => [name, field(validator)]));
}

/** A method of this type; of a new one everything of its type has to be said. */
function method(type: string, isNew: boolean): Validator<MfaWish> {
  const name = text({ lengthMax: 128 });
  const shape = object({
    ...(!isNew && { mfaid: required(id()) }),
    type: isNew ? required(choice(1, 2)) : optional(choice(1, 2)),
    name: isNew ? required(name) : optional(name),
    ...(type === duo ? fieldsOf(foreignToDuo, false) : fieldsOf(ofTotp, isNew)),
    ...(type === duo ? fieldsOf(ofDuo, isNew) : fieldsOf(foreignToTotp, false)),
  });
  return (value, path, later) => {
    const { mfaid, ...texts } = Object.fromEntries(
      Object.entries(shape(value, path, later)).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    );
    return texts;
  };
}

const unique = { names: ['name'], of: (wish: MfaWish) => wish };

/** Reads methods to make. */
export function readCreations(params: object): readonly MfaWish[] {
  const shapeOf = (members: ReadonlyMap<string, unknown>): Validator<MfaWish> => {
    const type = members.get('type');
    return method(type === Number(duo) || type === duo ? duo : totp, true);
  };
  return read(varied(shapeOf, { unique }), params, '/');
}

const heads = objects(
  { mfaid: required(id()), type: optional(choice(1, 2)) },
  { normalise: true, open: true, unique: [['mfaid']] },
);

/** Reads of methods to change which they are, and their types. */
export function readHeads(params: object) {
  return read(heads, params, '/');
}

/** Reads the rest of them, once the type of each is known. */
export function readUpdates(params: object, types: readonly string[]): readonly MfaWish[] {
  return read(
    varied((_, index) => method(types[index] ?? totp, false), { unique }),
    params,
    '/',
  );
}
