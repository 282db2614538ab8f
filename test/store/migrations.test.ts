// Migrations of a directory that is in use: what was there before is as if it had been written after.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { everybody } from '../../src/core/model/query.ts';
import { defaultPolicy } from '../../src/core/model/realm.ts';
import type { User } from '../../src/core/model/user.ts';
import type { Store } from '../../src/core/ports.ts';
import { keyChanges, keysOf, relationPrefix } from '../../src/core/rules/keys.ts';
import { openPostgres, openSqlite } from '../../src/store/index.ts';
import { migrationsFor, migrationTable } from '../../src/store/migrations/migrations.ts';
import { createDatabase } from '../postgres/cluster.ts';
import { newQuery, newUser, newWrite, updateStep } from './fixtures.ts';

type Cell = string | number | null;
type Run = (sql: string, values?: readonly Cell[]) => Promise<void>;
type Old = { readonly run: Run; readonly close: () => Promise<void>; readonly open: () => Promise<Store> };

const engines = {
  sqlite: async (): Promise<Old> => {
    const folder = await mkdtemp(join(tmpdir(), 'muster-migrations-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, 'muster.db');
    const database = new DatabaseSync(path);
    return {
      async run(sql, values) {
        if (values === undefined) database.exec(sql);
        else database.prepare(sql.replaceAll(/\$\d+/g, '?')).run(...values);
      },
      close: async () => database.close(),
      open: () => openSqlite({ path }),
    };
  },
  postgres: async (): Promise<Old> => {
    const { url, drop } = await createDatabase();
    onTestFinished(drop);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return {
      async run(sql, values) {
        await (values === undefined ? client.query(sql) : client.query(sql, [...values]));
      },
      close: () => client.end(),
      open: () => openPostgres({ url, connections: 4 }),
    };
  },
} as const;

/** A directory as the first migrations left it, without what the later ones add. */
async function openOld(engine: keyof typeof engines, newest: number): Promise<Old> {
  const old = await engines[engine]();
  await old.run(migrationTable);
  for (const { number, name, sql } of migrationsFor(engine).slice(0, newest)) {
    await old.run(sql);
    await old.run('INSERT INTO schema_migration (number, name, applied_at) VALUES ($1, $2, 0)', [number, name]);
  }
  return old;
}

async function insertRealm({ run }: Old, realm: string): Promise<void> {
  const { sessions, ...older } = defaultPolicy;
  const policy = JSON.stringify({ ...older, lockout: { enabled: true, attemptsMax: 3, durationMs: null } });
  await run('INSERT INTO realm (id, name, instance_id, policy, created_at) VALUES ($1, $2, $3, $4, 5)', [
    ...[realm, 'Old', `instance-${realm}`, policy],
  ]);
  await run('INSERT INTO realm_counter (realm, next_serial, people, built_in) VALUES ($1, 90, 90, 0)', [realm]);
}

async function insertUser({ run }: Old, user: User): Promise<void> {
  const { realm, id, serial, rev, createdAt, updatedAt, system, bannedAt, activity, ...record } = user;
  const cells = [realm, id, serial, rev, createdAt, updatedAt, Number(system), Number(bannedAt !== null)];
  await run(
    `INSERT INTO "user" (realm, id, serial, rev, created_at, updated_at, system, banned, sign_in_count, failed_attempts, record)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [...cells, activity.signInCount, activity.failedAttempts, JSON.stringify({ bannedAt, ...record })],
  );
  for (const { kind, key } of keysOf(user)) {
    if (kind === 'role' || kind === 'group') continue;
    await run('INSERT INTO user_key (realm, kind, key, user_id) VALUES ($1, $2, $3, $4)', [realm, kind, key, id]);
  }
}

const people = (realm: string): readonly User[] => [
  newUser(realm, { serial: 1, username: 'Admin', role: 'super-admin', system: true }),
  newUser(realm, { serial: 2, username: 'ann', role: 'a', groups: ['x', 'a/b', '100%'] }),
  newUser(realm, { serial: 3, username: 'bob', role: 'a/b', groups: ['x'], bannedAt: 9 }),
  newUser(realm, { serial: 4, username: 'cem', groups: ['a%2Fb', 'say "é" 😀 \\ \'', '7'] }),
  newUser(realm, { serial: 5, username: 'dot', role: '3', groups: [] }),
  newUser(realm, { serial: 6, username: 'eve', role: '', firstName: '{"role":"x"}' }),
];

describe.each(['sqlite', 'postgres'] as const)('relations and laws, on %s', (engine) => {
  const migrated = async () => {
    const old = await openOld(engine, 3);
    const users = ['one', 'two'].flatMap(people);
    for (const realm of ['one', 'two']) await insertRealm(old, realm);
    for (const user of users) await insertUser(old, user);
    await old.close();
    const store = await old.open();
    onTestFinished(() => store.close());
    return { users, store, old };
  };
  const inRealm = (users: readonly User[], realm: string) => users.filter((user) => user.realm === realm);

  test('whoever had a role or a group is found by it, and nobody else', async () => {
    const { users, store } = await migrated();
    for (const realm of ['one', 'two']) {
      const there = inRealm(users, realm);
      const found = async (kind: 'role' | 'group', id: string) => {
        const filter = { relations: [{ kind, id: relationPrefix(id) }], system: true };
        const sort = { field: 'serial', direction: 'ascending' } as const;
        const list = await store.findUsers(realm, newQuery({ sort }, filter));
        expect(await store.countUsers(realm, { ...everybody, ...filter })).toBe(list.length);
        return list.map(({ username }) => username);
      };
      const ids = [
        'nobody',
        'x/',
        '%',
        ...there.flatMap(({ role, groups }) => [...groups, ...(role === null ? [] : [role])]),
      ];
      for (const id of ids) {
        const roles = there.filter(({ role }) => role === id);
        const groups = there.filter((user) => user.groups.includes(id));
        expect(await found('role', id), `role ${id}`).toEqual(roles.map(({ username }) => username));
        expect(await found('group', id), `group ${id}`).toEqual(groups.map(({ username }) => username));
      }
    }
  });

  test('their keys are those that the rules give, so that a change gives them up', async () => {
    const { users, store } = await migrated();
    for (const user of inRealm(users, 'one')) {
      const held = await store.holdersOf('one', keysOf(user));
      expect(held.map(({ kind, key, userId }) => `${kind} ${key} ${userId}`).sort()).toEqual(
        keysOf(user)
          .map(({ kind, key }) => `${kind} ${key} ${user.id}`)
          .sort(),
      );
      const { add: addKeys, remove: removeKeys } = keyChanges(user, { ...user, role: null, groups: ['new'] });
      const step = updateStep(user, { role: null, groups: ['new'] }, { addKeys, removeKeys });
      expect(await store.commit(newWrite('one', { users: [step] }))).toEqual({ ok: true, serials: [] });
      const gone = keysOf(user).filter(({ kind }) => kind === 'role' || kind === 'group');
      expect(await store.holdersOf('one', gone)).toEqual([]);
    }
  });

  test('records stay as they were; nobody has a last failed attempt, and the law is the first', async () => {
    const { users, store } = await migrated();
    for (const user of users) {
      expect((await store.loadUser(user.realm, { by: 'id', id: user.id }))?.user).toEqual(user);
    }
    expect(await store.loadRealm('one')).toMatchObject({ rev: 1, name: 'Old', createdAt: 5 });
  });

  test('a law written before has what is new at its default, and may be changed', async () => {
    const { store } = await migrated();
    const policy = (await store.loadRealm('one'))?.policy ?? expect.fail();
    const lockout = { ...defaultPolicy.lockout, attemptsMax: 3, durationMs: null };
    expect(policy).toEqual({ ...defaultPolicy, lockout });
    const law = { rev: 1, policy: { ...policy, lockout: { ...lockout, pauseMs: 1 } } };
    expect(await store.commit(newWrite('one', { law }))).toEqual({ ok: true, serials: [] });
    expect((await store.loadRealm('one'))?.policy.lockout.pauseMs).toBe(1);
    expect((await store.loadRealm('two'))?.policy.lockout.pauseMs).toBe(defaultPolicy.lockout.pauseMs);
  });

  test('it happens once', async () => {
    const { store, old } = await migrated();
    const user = (await store.loadUser('one', { by: 'serial', serial: 2 }))?.user ?? expect.fail();
    const { add: addKeys, remove: removeKeys } = keyChanges(user, { ...user, groups: [] });
    await store.commit(newWrite('one', { users: [updateStep(user, { groups: [] }, { addKeys, removeKeys })] }));
    const again = await old.open();
    onTestFinished(() => again.close());
    const filter = { relations: [{ kind: 'group', id: relationPrefix('100%') }] } as const;
    expect(await again.findUsers('one', newQuery({}, filter))).toEqual([]);
  });
});

test.each(['sqlite', 'postgres'] as const)(
  'what happened before there were statistics counts in them, on %s',
  async (engine) => {
    const old = await openOld(engine, 4);
    await insertRealm(old, 'one');
    for (const [type, at] of [
      ['user.created', 5],
      ['session.created', 6],
      ['user.updated', 7],
      ['session.created', 86_400_000],
    ] as const) {
      await old.run(
        `INSERT INTO change (realm, user_id, rev, at, type, api, request_id, actor, diff)
        VALUES ('one', 'ann', 1, $1, $2, 'native', 'request', '{"kind":"system"}', '[]')`,
        [at, type],
      );
    }
    await old.close();
    const store = await old.open();
    onTestFinished(() => store.close());
    const query = { from: 0, days: 1, userId: null, api: null, withoutSession: [] };
    const day = { day: 0, joined: 1, signedIn: 1, failed: 0, users: 1 };
    expect(await store.countDays('one', query)).toEqual({ days: [day], users: 1 });
  },
);
