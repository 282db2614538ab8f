// Tests of changing the objects of a realm: with the users they concern, all or nothing, planned anew after a lost race.

import { describe, expect, test } from 'vitest';
import { changeRealmObjects, type Intent, type Plan } from '../../src/core/commands/change-realm-objects.ts';
import { readRealmObjects } from '../../src/core/commands/find-realm-objects.ts';
import { readRealmHistory } from '../../src/core/commands/read-realm-history.ts';
import { openNumbers } from '../../src/core/commands/take-numbers.ts';
import type { UpdateRequest } from '../../src/core/commands/update-users.ts';
import { refuse } from '../../src/core/model/error.ts';
import { set, type UserPatch } from '../../src/core/model/patch.ts';
import type { User } from '../../src/core/model/user.ts';
import { newApiToken, newExtra, newGroup, newUserRole } from '../realm-objects.ts';
import { appKey, idOf, patch, selfOf } from '../users.ts';
import { carryOut, changeGroup, groupOf, make } from './objects.ts';
import { add, everything, openWorld, refusalsOf, type World } from './world.ts';

const request = ({ id }: User, wanted: Partial<UserPatch>): UpdateRequest => ({
  reference: { by: 'id', id },
  patch: patch(wanted),
  ifRev: null,
});
const create = (document: Extract<Intent, { op: 'create' }>['document']): Intent => ({ op: 'create', document });
const planOf = (parts: Partial<Plan<null>>): Plan<null> => ({
  ...{ intents: [], users: [], numbering: null, result: null },
  ...parts,
});
const objects = async (world: World) => {
  const { groups, roles, extras } = await readRealmObjects(world.context);
  return [...groups.values(), ...roles.values(), ...extras].map(({ id }) => id);
};
const told = async ({ context }: World) =>
  (await readRealmHistory(context, { beforeSeq: null, limit: 100 })).map(({ type }) => type).toReversed();

async function open() {
  const world = await openWorld();
  await make(world, newGroup('ops'));
  const ada = await add(world, { username: set('adalove'), groups: set(['ops']) });
  return { world, ada };
}

describe('objects', () => {
  test('are made, changed and removed, each told in the history of the realm', async () => {
    const { world } = await open();
    await make(world, newUserRole('5'), newExtra('mfa', '1', { name: 'a' }));
    await changeGroup(world, 'ops', { name: 'Operators', active: false });
    expect(await groupOf(world, 'ops')).toMatchObject({ name: 'Operators', active: false, rev: 2 });
    const { roles } = await readRealmObjects(world.context);
    await carryOut(world.context, [{ op: 'remove', before: roles.get('5') ?? expect.fail() }]);
    expect(await objects(world)).toEqual(['ops', 'other/mfa/1']);
    const made = ['group.created', 'user-role.created', 'extra.created'];
    expect(await told(world)).toEqual([...made, 'group.updated', 'user-role.deleted']);
  });

  test('of one kind do not share a name; a name that was given up is free', async () => {
    const { world } = await open();
    const taken = (field: string) => [{ code: 'taken', field }];
    const named = { name: 'Group ops' };
    expect(await refusalsOf(() => make(world, newGroup('two', named)))).toEqual(taken('group-name'));
    await make(world, newUserRole('two', named));
    expect(await refusalsOf(() => make(world, newUserRole('three', named)))).toEqual(taken('user-role-name'));
    await changeGroup(world, 'ops', { name: 'Other' });
    await make(world, newGroup('two', named));
    expect(await refusalsOf(() => changeGroup(world, 'ops', named))).toEqual(taken('group-name'));
    expect(await objects(world)).toEqual(['ops', 'two', 'two']);
  });

  test('that are built in stay as they are', async () => {
    const { world } = await open();
    const before = newUserRole('super-admin', { builtIn: true, rank: 'super-admin' });
    await make(world, before);
    const refused = [{ code: 'not-eligible', field: 'role', why: 'system' }];
    for (const intent of [
      { op: 'remove', before },
      { op: 'replace', before, after: { ...before, name: 'x', rev: 2 } },
    ] as const) {
      expect(await refusalsOf(() => carryOut(world.context, [intent]))).toEqual(refused);
    }
    expect((await readRealmObjects(world.context)).roles.get('super-admin')).toEqual(before);
  });

  test('are for those who may; a token for whom it belongs to as well', async () => {
    const { world, ada } = await open();
    const forbidden = (action: string) => [{ code: 'forbidden', action }];
    for (const actor of [appKey, selfOf(ada.id), { ...selfOf(ada.id), rank: 'admin' } as const]) {
      const work = () => carryOut({ ...world.context, actor }, [create(newGroup('mine'))]);
      expect(await refusalsOf(work)).toEqual(forbidden('settings.update'));
    }
    const self = { ...world.context, actor: selfOf(ada.id) };
    const foreign = newApiToken('2', idOf(1));
    expect(await refusalsOf(() => carryOut(self, [create(foreign)]))).toEqual(forbidden('api-token.update'));
    await carryOut(self, [create(newApiToken('1', ada.id, { digest: 'digest-1' }))]);
    const mixed = [create(newApiToken('3', ada.id)), create(newGroup('mine'))];
    expect(await refusalsOf(() => carryOut(self, mixed))).toEqual(forbidden('settings.update'));
    expect(await objects(world)).toEqual(['ops']);
    expect(await told(world)).toEqual(['group.created', 'api-token.created']);
  });

  test('a user has 1,000 tokens at most, of which some may go when others come', async () => {
    const { world, ada } = await open();
    const tokens = (from: number, count: number, userId = ada.id) =>
      Array.from({ length: count }, (_, index) => newApiToken(String(from + index), userId));
    const limit = [{ code: 'limit-reached', what: 'api-tokens', max: 1000 }];
    const all = tokens(1, 1000);
    expect(await refusalsOf(() => make(world, ...tokens(1, 1001)))).toEqual(limit);
    await make(world, ...all);
    expect(await refusalsOf(() => make(world, newApiToken('1001', ada.id), newGroup('two')))).toEqual(limit);
    expect(await objects(world)).toEqual(['ops']);
    const [before] = all;
    if (before === undefined) throw new Error('there is no token');
    await carryOut(world.context, [{ op: 'replace', before, after: { ...before, rev: 2, active: false } }]);
    const swap: readonly Intent[] = [
      { op: 'remove', before: { ...before, rev: 2, active: false } },
      create(newApiToken('1001', ada.id)),
    ];
    await carryOut(world.context, swap);
    const other = await add(world, { username: set('grace') });
    await make(world, newApiToken('1002', other.id));
    expect(await refusalsOf(() => make(world, newApiToken('1003', ada.id)))).toEqual(limit);
  });

  test('the history does not tell the digest of a token', async () => {
    const { world, ada } = await open();
    await make(world, newApiToken('1', ada.id, { digest: 'digest-1' }));
    const history = await readRealmHistory(world.context, { beforeSeq: null, limit: 1 });
    expect(JSON.stringify(history)).not.toContain('digest-1');
    expect(history).toMatchObject([{ type: 'api-token.created', diff: [{ after: { digest: 'kept' } }] }]);
  });
});

describe('with users', () => {
  test('all of it is one commit, and the result is the plan’s', async () => {
    const { world, ada } = await open();
    const plan = async () => ({
      ...planOf({ intents: [create(newGroup('two'))], users: [request(ada, { groups: set(['ops', 'two']) })] }),
      result: 'done',
    });
    expect(await changeRealmObjects(world.context, plan)).toBe('done');
    expect(await objects(world)).toEqual(['ops', 'two']);
    expect((await everything(world)).users.at(-1)?.groups).toEqual(['ops', 'two']);
    expect(await told(world)).toEqual(['group.created', 'group.created']);
  });

  test.each<[string, (ada: User) => Partial<Plan<null>>, object]>([
    [
      'a user is refused',
      (ada) => ({ users: [request(ada, { firstName: set('Ada') }), request(ada, {})] }),
      { code: 'invalid' },
    ],
    ['a user is gone', (ada) => ({ users: [request({ ...ada, id: idOf(99) }, {})] }), { code: 'not-found' }],
    [
      'a name is taken',
      (ada) => ({ intents: [create(newGroup('2', { name: 'Group ops' }))], users: [request(ada, { role: set('x') })] }),
      { code: 'taken', field: 'group-name' },
    ],
    [
      'one of two names is taken, with no user',
      () => ({ intents: [create(newGroup('2')), create(newGroup('3', { name: 'Group ops' }))] }),
      { code: 'taken', field: 'group-name' },
    ],
  ])('nothing is done when %s', async (_why, parts, refusal) => {
    const { world, ada } = await open();
    const before = await everything(world);
    const plan = async () => planOf({ intents: [create(newGroup('two'))], ...parts(ada) });
    expect(await refusalsOf(() => changeRealmObjects(world.context, plan))).toMatchObject([refusal]);
    expect(await everything(world)).toEqual(before);
    expect(await objects(world)).toEqual(['ops']);
    expect(await told(world)).toEqual(['group.created']);
  });

  test('what the plan itself refuses is told, and not tried again', async () => {
    const { world } = await open();
    let count = 0;
    const plan = async () => {
      count += 1;
      return refuse({ code: 'limit-reached', what: 'x', max: 1 });
    };
    expect(await refusalsOf(() => changeRealmObjects(world.context, plan))).toMatchObject([{ code: 'limit-reached' }]);
    expect(count).toBe(1);
  });
});

describe('who was overtaken', () => {
  /** Changes a group as another process does: past whoever waits their turn in this one. */
  const overtake = async (world: World, name: string) => {
    const before = await groupOf(world, 'ops');
    const document = { ...before, name, rev: before.rev + 1 };
    const step = { op: 'update', document, rev: before.rev, addKeys: [], removeKeys: [] } as const;
    const parts = { users: [], images: [], sessions: [], changes: [], mails: [] };
    expect((await world.ports.store.commit({ realm: 'default', ...parts, documents: [step] })).ok).toBe(true);
  };

  test.each(['without', 'with'])('plans anew on what is there then, %s a user', async (how) => {
    const { world, ada } = await open();
    const seen: string[] = [];
    await changeRealmObjects(world.context, async () => {
      const before = await groupOf(world, 'ops');
      seen.push(before.name);
      if (seen.length < 3) await overtake(world, `Ops ${seen.length}`);
      const after = { ...before, signIn: 'none', rev: before.rev + 1 } as const;
      const users = how === 'with' ? [request(ada, { firstName: set(`Ada ${seen.length}`) })] : [];
      return planOf({ intents: [{ op: 'replace', before, after }], users });
    });
    expect(seen).toEqual(['Group ops', 'Ops 1', 'Ops 2']);
    expect(await groupOf(world, 'ops')).toMatchObject({ name: 'Ops 2', signIn: 'none', rev: 4 });
    const { users } = await everything(world);
    expect(users.at(-1)).toMatchObject(how === 'with' ? { firstName: 'Ada 3', rev: 2 } : { firstName: null, rev: 1 });
  });

  test('for ever is told of the conflict in the end', async () => {
    const { world } = await open();
    let count = 0;
    const work = () =>
      changeRealmObjects(world.context, async () => {
        const before = await groupOf(world, 'ops');
        count += 1;
        await overtake(world, `Ops ${count}`);
        return planOf({ intents: [{ op: 'remove', before }] });
      });
    expect(await refusalsOf(work)).toMatchObject([{ code: 'conflict' }]);
    expect(count).toBe(100);
    expect(await objects(world)).toEqual(['ops']);
  });
});

describe('numbers', () => {
  test('go on from the first, each kind for itself, and are not given again', async () => {
    const { world } = await open();
    const take = async (keep: boolean) => {
      const numbers = await openNumbers(world.context);
      const taken = [numbers.take('group', 14), numbers.take('group', 14), numbers.take('role', 5)];
      if (keep) await changeRealmObjects(world.context, async () => planOf({ numbering: numbers.taken() }));
      return taken;
    };
    expect(await take(false)).toEqual([14, 15, 5]);
    expect(await take(true)).toEqual([14, 15, 5]);
    expect(await take(true)).toEqual([16, 17, 6]);
    expect((await openNumbers(world.context)).taken()).toBe(null);
  });

  test('are given once to 50 who ask at the same moment', async () => {
    const { world } = await open();
    const give = () =>
      changeRealmObjects(world.context, async () => {
        const numbers = await openNumbers(world.context);
        const number = numbers.take('group', 14);
        const intents = [create(newGroup(String(number)))];
        return { ...planOf({ intents, numbering: numbers.taken() }), result: number };
      });
    const given = await Promise.all(Array.from({ length: 50 }, give));
    expect(given.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 50 }, (_, index) => 14 + index));
    expect(await objects(world)).toHaveLength(51);
  });
});
