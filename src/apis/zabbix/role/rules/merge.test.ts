// What is stored of rules and shown of it: exceptions in, the whole out, and nothing lost on the way.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../core/model/json.ts';
import { read } from '../../validate/validator.ts';
import { checkRules } from './check.ts';
import { actions, uiElements } from './elements.ts';
import { expandRules, ruleNames } from './expand.ts';
import { mergeRules } from './merge.ts';
import { isEntry, methodRanks } from './methods.ts';
import type { Rank } from './rank.ts';
import { rulesWish } from './wish.ts';

const merged = (stored: JsonObject, wish: unknown, rank: Rank) => mergeRules(stored, read(rulesWish, wish, '/'), rank);
const elements = (stored: JsonObject, rank: Rank) => expandRules(stored, rank, ['ui']).ui;

const anyRank = fc.constantFrom<Rank>(1, 2, 3);
const anySwitch = fc.constantFrom(0, 1);
const anyTag = fc.record({ tag: fc.constantFrom('', 'a', 'b'), value: fc.constantFrom('', 'v') });
const entries = ['*', '*.*', 'user.*', '*.get', ...methodRanks.keys()];

const statuses = (names: readonly string[]) =>
  fc.uniqueArray(fc.record({ name: fc.constantFrom(...names), status: anySwitch }), { selector: ({ name }) => name });

const anyWish = (rank: Rank) =>
  fc.record(
    {
      ui: statuses(uiElements(rank)),
      'ui.default_access': anySwitch,
      'services.read.mode': anySwitch,
      'services.read.tag': anyTag,
      'services.write.mode': anySwitch,
      'services.write.tag': anyTag,
      modules: fc.array(fc.record({ moduleid: fc.integer({ min: 1, max: 30 }), status: anySwitch })),
      'modules.default_access': anySwitch,
      api: fc.uniqueArray(fc.constantFrom(...entries.filter((entry) => isEntry(entry, rank)))),
      'api.access': anySwitch,
      'api.mode': anySwitch,
      actions: statuses(actions(rank)),
      'actions.default_access': anySwitch,
    },
    { requiredKeys: [] },
  );

/** A rank, rules that a role of it may hold, and a wish for one of it. */
const anyCase = anyRank.chain((rank) =>
  fc.tuple(anyWish(rank), anyWish(rank)).map(([first, wish]) => ({ rank, stored: merged({}, first, rank), wish })),
);

describe('for all rules', () => {
  test('what is shown makes the same rules again, of nothing', () => {
    fc.assert(
      fc.property(anyCase, ({ rank, stored }) => {
        const shown = expandRules(stored, rank, null);
        expect(expandRules(merged({}, shown, rank), rank, null)).toEqual(shown);
        expect(merged({}, shown, rank)).toEqual(stored);
      }),
    );
  });

  test('what is shown may be sent back', () => {
    fc.assert(
      fc.property(anyCase, ({ rank, stored }) => {
        const shown = read(rulesWish, expandRules(stored, rank, null), '/');
        const { ui: _, ...others } = shown;
        expect(() => checkRules(others, { name: 'x', rank, before: { rules: stored, rank } })).not.toThrow();
        expect(mergeRules(stored, shown, rank)).toEqual(stored);
      }),
    );
  });

  test('an empty wish changes nothing', () => {
    fc.assert(
      fc.property(anyCase, ({ rank, stored }) => {
        expect(merged(stored, {}, rank)).toEqual(stored);
      }),
    );
  });

  test('a wish once more changes nothing more', () => {
    fc.assert(
      fc.property(anyCase, ({ rank, stored, wish }) => {
        const once = merged(stored, wish, rank);
        expect(merged(once, wish, rank)).toEqual(once);
      }),
    );
  });

  test('a member that is not given is shown as before', () => {
    fc.assert(
      fc.property(anyCase, fc.constantFrom('ui', 'modules', 'actions'), ({ rank, stored, wish }, kind) => {
        const names = [kind, `${kind}.default_access`];
        const others = Object.fromEntries(Object.entries(wish).filter(([name]) => !names.includes(name)));
        expect(expandRules(merged(stored, others, rank), rank, names)).toEqual(expandRules(stored, rank, names));
      }),
    );
  });

  test('a higher rank loses nothing', () => {
    fc.assert(
      fc.property(anyCase, ({ rank, stored }) => {
        const before = expandRules(stored, rank, ['api', 'api.mode', 'api.access']);
        expect(expandRules(merged(stored, {}, 3), 3, ['api', 'api.mode', 'api.access'])).toEqual(before);
      }),
    );
  });
});

describe('shown', () => {
  test('are all members in order, of a new role too', () => {
    const shown = expandRules({}, 1, null);
    expect(Object.keys(shown)).toEqual(ruleNames);
    expect(shown).toMatchObject({
      'ui.default_access': '1',
      'services.read.mode': '1',
      'services.read.list': [],
      'services.read.tag': { tag: '', value: '' },
      'services.write.mode': '0',
      'modules.default_access': '1',
      'api.access': '1',
      'api.mode': '0',
      api: [],
    });
    expect(JSON.stringify(shown.modules)).toContain('[{"moduleid":1,"status":"1"},{"moduleid":2,');
  });

  test('are those that are asked for, in their own order', () => {
    expect(expandRules({}, 1, ['api', 'ui.default_access', 'api.access'])).toEqual({
      'ui.default_access': '1',
      'api.access': '1',
      api: [],
    });
    expect(expandRules({}, 1, [])).toEqual({});
  });

  test('are exceptions before the rest', () => {
    const names = uiElements(1);
    const shown = elements(merged({}, { ui: [{ name: 'monitoring.maps', status: 0 }] }, 1), 1);
    expect(shown).toEqual([
      { name: 'monitoring.maps', status: '0' },
      ...names.filter((name) => name !== 'monitoring.maps').map((name) => ({ name, status: '1' })),
    ]);
  });
});

describe('stored', () => {
  test('is nothing of a new role that says nothing, or the default', () => {
    expect(merged({}, {}, 1)).toEqual({});
    expect(merged({}, expandRules({}, 3, null), 3)).toEqual({});
  });

  test('are elements one by one, entries as a whole', () => {
    const first = merged({}, { ui: [{ name: 'monitoring.maps', status: 0 }], api: ['user.get', 'role.get'] }, 1);
    const second = merged(first, { ui: [{ name: 'inventory.hosts', status: 0 }], api: ['token.*'] }, 1);
    expect(first).toEqual({ ui: ['monitoring.maps'], api: ['user.get', 'role.get'] });
    expect(second).toEqual({ ui: ['monitoring.maps', 'inventory.hosts'], api: ['token.*'] });
    expect(merged(second, { ui: [{ name: 'monitoring.maps' }], api: [] }, 1)).toEqual({ ui: ['inventory.hosts'] });
  });

  test('is a status that a new default would have changed', () => {
    const stored = merged({}, { actions: [{ name: 'edit_maps', status: 0 }], 'actions.default_access': 0 }, 1);
    expect(stored).toEqual({
      actions: actions(1).filter((name) => name !== 'edit_maps'),
      'actions.default_access': 0,
    });
  });

  test('is nothing about an API that is off', () => {
    const stored = merged({}, { api: ['user.get'], 'api.mode': 1 }, 1);
    expect(merged(stored, { 'api.access': 0 }, 1)).toEqual({ 'api.access': 0 });
  });

  test('is no tag where all services are open', () => {
    const stored = merged({}, { 'services.write.tag': { tag: 'a', value: 'v' } }, 1);
    expect(stored).toEqual({ 'services.write.tag': { tag: 'a', value: 'v' } });
    expect(merged(stored, { 'services.write.mode': 1 }, 1)).toEqual({ 'services.write.mode': 1 });
    expect(merged(stored, { 'services.write.tag': { tag: 'b' } }, 1)).toEqual({
      'services.write.tag': { tag: 'b', value: '' },
    });
  });

  test('the last of two statuses counts', () => {
    const twice = [
      { name: 'monitoring.maps', status: 1 },
      { name: 'monitoring.maps', status: 0 },
    ];
    expect(merged({}, { ui: twice }, 1)).toEqual({ ui: ['monitoring.maps'] });
  });
});

describe('another rank', () => {
  test('drops entries and elements that it does not have', () => {
    const stored = merged(
      {},
      { api: ['user.create', 'user.get', '*'], ui: [{ name: 'administration.users', status: 0 }] },
      3,
    );
    expect(merged(stored, {}, 1)).toEqual({ api: ['user.get', '*'] });
  });

  test('opens its elements as the former default says', () => {
    const closed = merged({}, { ui: uiElements(1).map((name) => ({ name })), 'ui.default_access': 0 }, 1);
    const raised = merged(closed, {}, 3);
    expect(elements(raised, 3)).toContainEqual({ name: 'administration.users', status: '0' });
    expect(elements(raised, 3)).toContainEqual({ name: 'monitoring.maps', status: '1' });
  });
});
