// The wish: `rules` as role.create and role.update send them.

import { id } from '../../validate/id.ts';
import { integer } from '../../validate/integer.ts';
import { object, optional, required } from '../../validate/object.ts';
import { objects } from '../../validate/objects.ts';
import { text, texts } from '../../validate/text.ts';
import type { Validator, ValueOf } from '../../validate/validator.ts';
import type { Switch } from './stored.ts';

const readSwitch = integer({ oneOf: [0, 1] });
const on: Validator<Switch> = (value, path, later) => (readSwitch(value, path, later) === 0 ? 0 : 1);
const access = optional(on);

const stored = { lengthMax: 255, empty: true };
const lists = { empty: true, normalise: true };

const statuses = optional(objects({ name: required(text(stored)), status: access }, lists));
const modules = optional(objects({ moduleid: required(id()), status: access }, lists));
const services = optional(objects({ serviceid: required(id()) }, lists));
const tag = optional(object({ tag: required(text(stored)), value: optional(text(stored)) }));

/** Reads `rules`; an absent `status` is 1, an absent `value` empty. What is available to a role is not asked here. */
export const rulesWish = object({
  ui: statuses,
  'ui.default_access': access,
  'services.read.mode': access,
  'services.read.list': services,
  'services.read.tag': tag,
  'services.write.mode': access,
  'services.write.list': services,
  'services.write.tag': tag,
  modules,
  'modules.default_access': access,
  api: optional(texts({ empty: true }, { ...lists, unique: true })),
  'api.access': access,
  'api.mode': access,
  actions: statuses,
  'actions.default_access': access,
});

/** Rules that a role is to have; what is absent stays as it is. */
export type RulesWish = ValueOf<typeof rulesWish>;
