// A server that outlives a crash of PostgreSQL, and an audit that notices what a crash could do.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { uuidOfKsuid } from '../../src/core/model/id.ts';
import { clientOf } from '../clients/clerk.ts';
import { startServer, temporaryFolder } from '../clients/server.ts';
import { startMortalCluster } from './cluster.ts';
import { queryOf } from './database.ts';
import { audit, auditAll, type Subject } from './ledger.ts';
import { type Attempt, startBurst } from './load.ts';

async function makeSubject(url: string): Promise<Subject> {
  const { id: wire } = await clientOf(url).users.createUser({ username: 'subject' });
  return { wire, id: uuidOfKsuid(wire.replace('user_', '')) ?? '', rev: 1 };
}

async function answersAgain(url: string): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const ready = await fetch(`${url}/ready`).catch(() => null);
    if (ready?.status === 200) return true;
    await pause(100);
  }
  return false;
}

test('the server goes on by itself when PostgreSQL has crashed and recovered', { timeout: 60_000 }, async () => {
  const folder = temporaryFolder();
  onTestFinished(folder.remove);
  const cluster = await startMortalCluster();
  onTestFinished(cluster.stop);
  const place = { folder: folder.path, databaseUrl: cluster.url };
  const server = await startServer(place);
  onTestFinished(() => server.kill());
  const subject = await makeSubject(server.url);
  for (const [index, kill] of [cluster.killBackend, cluster.killPostmaster].entries()) {
    const burst = startBurst(server.url, [subject.wire], index + 1, 8);
    await burst.begun;
    await pause(100);
    await kill();
    await burst.ended;
    await cluster.recover();
    expect(await answersAgain(server.url)).toBe(true);
    expect(await audit(queryOf(place), [subject], index + 1, burst.attempts)).toEqual([]);
    const { id } = await clientOf(server.url).users.updateUser(subject.wire, { lastName: `After ${index}` });
    expect(id).toBe(subject.wire);
    subject.rev += 1;
  }
});

describe('the audit', () => {
  /** A short life without any crash, and what may be done to its database afterwards. */
  async function live() {
    const folder = temporaryFolder();
    onTestFinished(folder.remove);
    const place = { folder: folder.path, databaseUrl: null };
    const server = await startServer(place);
    onTestFinished(() => server.kill());
    const subject = await makeSubject(server.url);
    const burst = startBurst(server.url, [subject.wire], 1, 4);
    await burst.begun;
    await pause(200);
    await server.kill('SIGTERM');
    await burst.ended;
    const judge = (attempts: readonly Attempt[] = burst.attempts) =>
      audit(queryOf(place), [{ ...subject }], 1, attempts).then((found) => found.join('\n'));
    const spoil = (statement: string) => {
      const database = new DatabaseSync(join(folder.path, 'muster.db'));
      database.exec(statement);
      database.close();
    };
    return { place, subject, burst, judge, spoil };
  }

  test('finds nothing where nothing is wrong', async () => {
    const { judge, burst, place, subject } = await live();
    expect(burst.attempts.filter(({ acknowledged }) => acknowledged).length).toBeGreaterThan(20);
    expect(await judge()).toBe('');
    const [row] = await queryOf(place)(`SELECT rev FROM "user" WHERE id = '${subject.id}'`);
    const now = { ...subject, rev: Number(row?.rev) };
    expect(await auditAll(queryOf(place), [now], [burst.attempts])).toEqual([]);
  });

  test.each([
    [
      'a lost change',
      "DELETE FROM change WHERE seq = (SELECT max(seq) FROM change WHERE type = 'user.updated')",
      /has rev|not in the history/,
    ],
    [
      'a lost creation',
      "DELETE FROM change WHERE seq = (SELECT max(seq) FROM change WHERE type = 'user.created')",
      /not whole|without a creation/,
    ],
    ['a lost update', `UPDATE "user" SET rev = rev - 1 WHERE record LIKE '%"subject"%'`, /rev is/],
    ['a lost value', `UPDATE "user" SET record = replace(record, '"w1":', '"w9":')`, /where the history ends/],
    ['a lost user', `DELETE FROM "user" WHERE record LIKE '%writer%'`, /not whole|keys of nobody/],
    ['a lost key', "DELETE FROM user_key WHERE kind = 'email'", /not there|without a key/],
    ['a lost search entry', 'DELETE FROM user_search', /cannot be searched/],
    ['a lost name', 'DELETE FROM user_name', /cannot be searched/],
    ['a count that is off', 'UPDATE realm_counter SET people = people + 1', /count has wrong/],
  ])('notices %s', async (_name, statement, complaint) => {
    const { judge, spoil } = await live();
    spoil(statement);
    expect(await judge()).toMatch(complaint);
  });

  test('notices an acknowledged write that never was, and one that nobody made', async () => {
    const { judge, burst, subject } = await live();
    const invented: Attempt = { kind: 'merge', user: subject.wire, writer: 1, mark: 999_999, acknowledged: true };
    expect(await judge([...burst.attempts, invented])).toMatch(/999999 is not in the history/);
    expect(await judge(burst.attempts.filter(({ kind }) => kind !== 'merge'))).toMatch(/nobody wrote/);
  });
});
