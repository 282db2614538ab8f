// The restore on SQLite files alone: what comes back, what is left out, what is refused.

import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqlite } from '../../src/store/index.ts';
import { backUp } from '../../src/store/sqlite/backup.ts';
import { type Restoration, restoreBackup } from '../../src/store/sqlite/restore.ts';
import { insertDocument, newOrganization } from './documents.ts';
import { add, newId, newMail, newRealm, newSession, newWrite } from './fixtures.ts';

const now = 1_760_000_500_000;
let folder = '';
let database = '';
let copy = '';
let realm = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-backup-'));
  [database, copy] = [join(folder, 'muster.db'), join(folder, 'copy.db')];
  const store = await openSqlite({ path: database });
  realm = await newRealm(store);
  await store.close();
});
afterEach(() => rm(folder, { recursive: true }));

const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
/** Every file of the folder with its content: what must be the same after a refusal. */
const everything = () => Object.fromEntries(readdirSync(folder).map((name) => [name, digest(join(folder, name))]));

function restore(more: Partial<Restoration> = {}) {
  return restoreBackup({
    ...{ file: copy, database, replace: true, keepSessions: false, at: now },
    by: { actor: { kind: 'command-line' }, api: 'cli', requestId: 'restore-1' },
    checkKeys: async () => {},
    ...more,
  });
}

async function withStore<Answer>(use: (store: Awaited<ReturnType<typeof openSqlite>>) => Promise<Answer>) {
  const store = await openSqlite({ path: database });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

/** The file with noise for a second half. */
function damaged(path: string): Buffer {
  const bytes = readFileSync(path);
  return bytes.fill(0xa5, bytes.length / 2);
}

function write(path: string, content: string | Buffer): Partial<Restoration> {
  writeFileSync(path, content);
  return {};
}

describe('a restore', () => {
  test('brings back what was, keeps aside what came after, and keeps its log', async () => {
    const early = await withStore((store) => add(store, realm));
    backUp(database, copy, false);
    const late = await withStore((store) => add(store, realm));
    chmodSync(copy, 0o444);
    const { kept, ...restored } = await restore();
    expect(restored).toEqual({ users: 1, mails: 0, sessions: 0 });
    expect(kept).toBe(`${database}.before-restore-2025-10-09T09-01-40-000Z`);
    expect(readdirSync(folder).sort()).toEqual(['copy.db', 'muster.db', kept?.slice(folder.length + 1)]);
    expect(statSync(database).mode & 0o777).toBe(0o600);
    await withStore(async (store) => {
      expect(await store.loadUser(realm, { by: 'id', id: early.id })).not.toBe(null);
      expect(await store.loadUser(realm, { by: 'id', id: late.id })).toBe(null);
    });
    const former = await openSqlite({ path: kept ?? '' });
    expect(await former.loadUser(realm, { by: 'id', id: late.id })).not.toBe(null);
    await former.close();
  });

  test('folds the log of a server that was killed into what it keeps, and never replays it into the backup', async () => {
    backUp(database, copy, false);
    const late = await withStore(async (store) => {
      const user = await add(store, realm);
      for (const ending of ['', '-wal', '-shm']) copyFileSync(database + ending, `${database}.killed${ending}`);
      return user;
    });
    for (const ending of ['', '-wal', '-shm']) copyFileSync(`${database}.killed${ending}`, database + ending);
    const { kept } = await restore();
    expect(existsSync(`${database}-wal`)).toBe(false);
    await withStore(async (store) => expect(await store.loadUser(realm, { by: 'id', id: late.id })).toBe(null));
    const former = await openSqlite({ path: kept ?? '' });
    expect(await former.loadUser(realm, { by: 'id', id: late.id })).not.toBe(null);
    await former.close();
  });

  test('removes a log that was left without its database', async () => {
    await withStore(async (store) => {
      backUp(database, copy, false);
      await add(store, realm);
      copyFileSync(`${database}-wal`, join(folder, 'stale'));
    });
    rmSync(database);
    copyFileSync(join(folder, 'stale'), `${database}-wal`);
    expect(await restore({ replace: false })).toMatchObject({ kept: null, users: 0 });
    expect(backUp(database, join(folder, 'second.db'), false).users).toBe(0);
  });

  test.each(['all of it', 'the middle'])('takes the place of a damaged database: %s', async (what) => {
    await withStore(async (store) => {
      for (let count = 0; count < 100; count++) await add(store, realm, { firstName: 'Ann'.repeat(200) });
    });
    backUp(database, copy, false);
    if (what === 'all of it') write(database, 'x'.repeat(10_000));
    else write(database, damaged(database));
    const { kept, users } = await restore();
    expect(users).toBe(100);
    expect(statSync(kept ?? '').size).toBeGreaterThan(9000);
    await withStore((store) => store.ping());
  });

  test('asks about the keys that are in the backup', async () => {
    backUp(database, copy, false);
    const asked: unknown[] = [];
    await restore({ checkKeys: async (keys) => void asked.push(...keys) });
    expect(asked).toEqual([expect.objectContaining({ realm, sealed: 'sealed' })]);
  });

  test('sends no mail again, and keeps those that are dead', async () => {
    await withStore((store) => store.commit(newWrite(realm, { mails: [newMail(realm, now), newMail(realm, now)] })));
    const living = new DatabaseSync(database);
    living.exec('UPDATE mail SET due_at = NULL WHERE id = (SELECT min(id) FROM mail)');
    living.close();
    backUp(database, copy, false);
    expect(await restore()).toMatchObject({ mails: 1 });
    await withStore(async (store) => expect(await store.takeMails(now * 2, now * 2, 10)).toEqual([]));
    const restored = new DatabaseSync(database);
    expect(restored.prepare('SELECT count(*) AS count FROM mail').get()).toMatchObject({ count: 1 });
    restored.close();
  });

  test('brings back no code or token that may have been spent since, but for those of sessions that are kept', async () => {
    const at = { createdAt: now, updatedAt: now, forgetAt: null, organizationId: null, subject: null, sealed: null };
    const base = { ...at, realm, rev: 1, usedAt: null, expireAt: now + 1000 };
    const reset = { purpose: 'password-reset', address: 'ann@example.com', attempts: 0 } as const;
    const ticket = { ...base, ...reset, kind: 'ticket', id: newId(), userId: null } as const;
    const own = { sessionId: newId(), clientId: 'client', userId: newId() };
    const token = { ...base, ...own, kind: 'refresh-token', id: newId() } as const;
    const documents = [insertDocument(ticket), insertDocument(token), insertDocument(newOrganization(realm))];
    await withStore((store) => store.commit(newWrite(realm, { documents })));
    backUp(database, copy, false);
    const left = () =>
      withStore(async (store) => [
        await store.loadDocument(realm, 'ticket', ticket.id),
        (await store.loadDocument(realm, 'refresh-token', token.id))?.id ?? null,
      ]);
    await restore({ keepSessions: true });
    expect(await left()).toEqual([null, token.id]);
    await restore({ at: now + 1 });
    expect(await left()).toEqual([null, null]);
  });

  test('ends every active session, with its change, and no other; or none when told so', async () => {
    const seen = await withStore(async (store) => {
      const [ann, ben] = [await add(store, realm), await add(store, realm)];
      const live = { createdAt: now - 1000, expireAt: now + 1000, abandonAt: now + 1000 };
      const open = [ann, ann, ben].map(({ id }) => newSession(realm, id, live));
      const over = [
        newSession(realm, ann.id, { ...live, status: 'ended', endedAt: now - 10 }),
        newSession(realm, ben.id, { ...live, expireAt: now - 10 }),
      ];
      const insert = [...open, ...over].map((session) => ({ op: 'insert', session }) as const);
      await store.commit(newWrite(realm, { sessions: insert }));
      return { ann, open, over };
    });
    backUp(database, copy, false);

    expect(await restore({ keepSessions: true })).toMatchObject({ sessions: 0 });
    await withStore(async (store) => {
      for (const session of [...seen.open, ...seen.over]) {
        expect(await store.loadSession(realm, session.id)).toEqual(session);
      }
    });

    expect(await restore({ at: now + 1 })).toMatchObject({ sessions: 3 });
    await withStore(async (store) => {
      for (const session of seen.open) {
        const ended = { status: 'revoked', endedAt: now + 1, updatedAt: now + 1 };
        expect(await store.loadSession(realm, session.id)).toEqual({ ...session, ...ended });
      }
      for (const session of seen.over) expect(await store.loadSession(realm, session.id)).toEqual(session);
      const history = await store.readHistory(realm, seen.ann.id, null, 10);
      const by = { actor: { kind: 'command-line' }, api: 'cli', requestId: 'restore-1' };
      const ids = seen.open.slice(0, 2).map(({ id }) => id);
      expect(history).toHaveLength(2);
      for (const id of ids) {
        const diff = [{ path: `sessions.${id}.status`, before: 'active', after: 'revoked' }];
        expect(history).toContainEqual(
          expect.objectContaining({ ...by, type: 'session.ended', at: now + 1, rev: 1, diff }),
        );
      }
    });
  });
});

describe('a restore is refused, and changes nothing,', () => {
  const cases: readonly (readonly [string, RegExp, () => Partial<Restoration> | undefined])[] = [
    ['when there is no file', /no such file/, () => ({ file: join(folder, 'none') })],
    ['of the database itself', /the database itself/, () => ({ file: database })],
    ['where a database is', /exists; --force/, () => ({ replace: false })],
    ['of something else', /not a SQLite database/, () => write(copy, 'hello')],
    ['of half a backup', /damaged/, () => write(copy, readFileSync(copy).subarray(0, 40_960))],
    ['of a damaged backup', /damaged/, () => write(copy, damaged(copy))],
    ['of a copy without its log', /not whole without/, () => write(`${copy}-wal`, 'x')],
    [
      'of another program’s database',
      /not a database of Muster/,
      () => {
        rmSync(copy);
        const other = new DatabaseSync(copy);
        other.exec('CREATE TABLE schema_migration (number)');
        other.close();
        return {};
      },
    ],
    [
      'of a newer version’s backup',
      /newer version/,
      () => {
        const newer = new DatabaseSync(copy);
        newer.exec("INSERT INTO schema_migration VALUES (9999, 'later', 0)");
        newer.close();
        return {};
      },
    ],
    ['when the keys do not open', /wrong key/, () => ({ checkKeys: () => Promise.reject(new Error('wrong key')) })],
  ];
  test.each(cases)('%s', async (_, words, arrange) => {
    await withStore((store) => add(store, realm));
    backUp(database, copy, false);
    const more = arrange();
    const before = everything();
    await expect(restore(more)).rejects.toThrow(words);
    expect(everything()).toEqual(before);
  });

  test('while a store has the database open', async () => {
    backUp(database, copy, false);
    await withStore(async (store) => {
      await expect(restore()).rejects.toThrow(/open in another process/);
      const user = await add(store, realm);
      expect(await store.loadUser(realm, { by: 'id', id: user.id })).not.toBe(null);
    });
    expect(readdirSync(folder).sort()).toEqual(['copy.db', 'muster.db']);
  });

  test('when a server starts while the copy is being prepared', async () => {
    backUp(database, copy, false);
    const opened: Awaited<ReturnType<typeof openSqlite>>[] = [];
    const checkKeys = async () => void opened.push(await openSqlite({ path: database }));
    await expect(restore({ checkKeys })).rejects.toThrow(/open in another process/);
    for (const store of opened) await store.close();
    expect(readdirSync(folder).sort()).toEqual(['copy.db', 'muster.db']);
  });
});
