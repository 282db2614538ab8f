// What a role cannot have: each refusal in its own words, and in their order.
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../core/model/json.ts';
import { Fault } from '../../fault.ts';
import { read } from '../../validate/validator.ts';
import { checkRules } from './check.ts';
import { uiElements } from './elements.ts';
import type { Rank } from './rank.ts';
import { rulesWish } from './wish.ts';

type Before = { readonly rules: JsonObject; readonly rank: Rank } | null;

function refusal(rules: unknown, rank: Rank = 1, before: Before = null): string | null {
  try {
    checkRules(read(rulesWish, rules, '/1/rules'), { name: 'x', rank, before });
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    expect(fault.code).toBe(-32602);
    return fault.data;
  }
  return null;
}

const nowhere = (rank: Rank) => uiElements(rank).map((name) => ({ name, status: 0 }));

describe('the kinds of values', () => {
  test.each<[unknown, string]>([
    ['x', 'Invalid parameter "/1/rules": an array is expected.'],
    [{ foo: 1 }, 'Invalid parameter "/1/rules": unexpected parameter "foo".'],
    [['x'], 'Invalid parameter "/1/rules": unexpected parameter "0".'],
    [{ ui: 'x' }, 'Invalid parameter "/1/rules/ui": an array is expected.'],
    [{ ui: [{}] }, 'Invalid parameter "/1/rules/ui/1": the parameter "name" is missing.'],
    [{ ui: [{ name: 'x', foo: 1 }] }, 'Invalid parameter "/1/rules/ui/1": unexpected parameter "foo".'],
    [
      { ui: [{ name: 'monitoring.maps', status: 2 }] },
      'Invalid parameter "/1/rules/ui/1/status": value must be one of 0, 1.',
    ],
    [{ ui: [{ name: 'x'.repeat(256) }] }, 'Invalid parameter "/1/rules/ui/1/name": value is too long.'],
    [{ 'ui.default_access': true }, 'Invalid parameter "/1/rules/ui.default_access": an integer is expected.'],
    [
      { 'services.read.list': [{}] },
      'Invalid parameter "/1/rules/services.read.list/1": the parameter "serviceid" is missing.',
    ],
    [{ 'services.read.tag': {} }, 'Invalid parameter "/1/rules/services.read.tag": the parameter "tag" is missing.'],
    [{ modules: [{ moduleid: 'x' }] }, 'Invalid parameter "/1/rules/modules/1/moduleid": a number is expected.'],
    [{ api: [7] }, 'Invalid parameter "/1/rules/api/1": a character string is expected.'],
    [{ api: ['user.get', 'user.get'] }, 'Invalid parameter "/1/rules/api/2": value (user.get) already exists.'],
    [{ 'api.mode': 2 }, 'Invalid parameter "/1/rules/api.mode": value must be one of 0, 1.'],
    [{ actions: [{ name: 7 }] }, 'Invalid parameter "/1/rules/actions/1/name": a character string is expected.'],
  ])('%j', (rules, data) => expect(refusal(rules)).toBe(data));

  test('kinds come before uniqueness', () => {
    expect(refusal({ api: ['user.get', 'user.get'], 'api.access': 'x' })).toBe(
      'Invalid parameter "/1/rules/api.access": an integer is expected.',
    );
  });

  test('one object or text stands for a list of it', () => {
    expect(refusal({ ui: { name: 'monitoring.maps' }, api: 'user.get', actions: { name: 'edit_maps' } })).toBeNull();
  });
});

describe('what the rank does not have', () => {
  test.each<[unknown, Rank, string]>([
    [{ api: ['user.create'] }, 1, 'Invalid API method "user.create" for user role "x".'],
    [{ api: ['user.get', 'no.*'] }, 3, 'Invalid API method "no.*" for user role "x".'],
    [
      { ui: [{ name: 'administration.users' }] },
      2,
      'UI element "administration.users" is not available for user role "x".',
    ],
    [{ ui: [{ name: '__proto__' }] }, 3, 'UI element "__proto__" is not available for user role "x".'],
    [{ actions: [{ name: 'manage_sla' }] }, 1, 'Action "manage_sla" is not available for user role "x".'],
    [{ modules: [{ moduleid: 31 }] }, 3, 'Module with ID "31" is not available for user role "x".'],
    [{ modules: [{ moduleid: '1' }, { moduleid: '0' }] }, 3, 'Module with ID "0" is not available for user role "x".'],
  ])('%j', (rules, rank, data) => expect(refusal(rules, rank)).toBe(data));

  test('is there for another', () => {
    expect(refusal({ api: ['user.create', '*', '*.*'] }, 3)).toBeNull();
    expect(refusal({ ui: [{ name: 'administration.users' }] }, 3)).toBeNull();
    expect(refusal({ actions: [{ name: 'manage_sla' }] }, 2)).toBeNull();
    expect(refusal({ modules: [{ moduleid: 1 }, { moduleid: '030' }] })).toBeNull();
  });
});

describe('the frontend', () => {
  const none = 'At least one UI element must be enabled for user role "x".';

  test('may not be closed altogether', () => {
    expect(refusal({ ui: nowhere(1) })).toBe(none);
    expect(refusal({ ui: nowhere(1).slice(1) })).toBeNull();
    expect(refusal({ ui: [], 'ui.default_access': 0 })).toBe(none);
    expect(refusal({ ui: [{ name: 'monitoring.maps' }], 'ui.default_access': 0 })).toBeNull();
  });

  test('counts what is open already', () => {
    const before: Before = { rules: { ui: uiElements(1).slice(1) }, rank: 1 };
    expect(refusal({ ui: nowhere(1).slice(1) }, 1, before)).toBeNull();
    expect(refusal({ ui: nowhere(1).slice(0, 1) }, 1, before)).toBe(none);
  });

  test('is not looked at unless elements are named', () => {
    expect(refusal({ 'ui.default_access': 0 })).toBeNull();
  });
});

describe.each(['read', 'write'] as const)('services to %s', (way) => {
  const [mode, list, tag] = [`services.${way}.mode`, `services.${way}.list`, `services.${way}.tag`];
  const spare = (what: string) =>
    `Cannot have non-default "${what}" rule while having "${mode}" set to 1 for user role "x".`;

  test('are not listed where all are open', () => {
    expect(refusal({ [mode]: 1, [list]: [{ serviceid: 1 }] })).toBe(spare(list));
    expect(refusal({ [mode]: 1, [tag]: { tag: 'a' } })).toBe(spare(tag));
    expect(refusal({ [mode]: 1, [list]: [], [tag]: { tag: '' } })).toBeNull();
  });

  test('are taken to be open in a new role', () => {
    expect(refusal({ [list]: [{ serviceid: 1 }] })).toBe(spare(list));
    expect(refusal({ [tag]: { tag: 'a' } })).toBe(spare(tag));
  });

  test('do not exist', () => {
    expect(refusal({ [mode]: 0, [list]: [{ serviceid: '01' }] })).toBe(
      'Service with ID "1" is not available for user role "x".',
    );
  });

  test('have no value of a tag without a tag', () => {
    expect(refusal({ [mode]: 0, [tag]: { tag: '', value: 'v' } })).toBe(
      `Cannot have non-empty tag value while having empty tag in rule "${tag}" for user role "x".`,
    );
    expect(refusal({ [mode]: 0, [tag]: { tag: 'a', value: 'v' } })).toBeNull();
  });

  test('keep a tag that is stored in mind', () => {
    const before: Before = { rules: { [mode]: 0, [tag]: { tag: 'a', value: '' } }, rank: 1 };
    expect(refusal({ [mode]: 1 }, 1, before)).toBe(spare(tag));
    expect(refusal({ [mode]: 1, [tag]: { tag: '' } }, 1, before)).toBeNull();
    expect(refusal({ [tag]: { tag: 'b' } }, 1, before)).toBeNull();
  });
});

test('the first fault counts: elements, services, modules, entries, actions', () => {
  const all = {
    ui: [{ name: 'no' }],
    'services.read.mode': 0,
    'services.read.list': [{ serviceid: 1 }],
    modules: [{ moduleid: 99 }],
    api: ['no.no'],
    actions: [{ name: 'no' }],
  };
  const { ui: _, ...services } = all;
  const { 'services.read.list': __, ...rest } = services;
  expect(refusal(all)).toContain('UI element');
  expect(refusal(services)).toContain('Service');
  expect(refusal(rest)).toContain('Module');
  expect(refusal({ api: all.api, actions: all.actions })).toContain('API method');
});
