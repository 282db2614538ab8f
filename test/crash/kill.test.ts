// Kills the server, and PostgreSQL, with SIGKILL in the middle of many writers: what was acknowledged is there, nothing is half.
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, type TestContext, test } from 'vitest';
import { uuidOfKsuid } from '../../src/core/model/id.ts';
import { type Place, type ServerProcess, secretKey, startServer, temporaryFolder } from '../clients/server.ts';
import { type MortalCluster, startMortalCluster } from './cluster.ts';
import { type Query, withDatabase } from './database.ts';
import { audit, auditAll, type Subject } from './ledger.ts';
import { type Attempt, startBurst } from './load.ts';

const rounds = 200;
const writers = 12;
const subjectCount = 5;
const minutes = 60_000;

async function makeSubjects(url: string): Promise<Subject[]> {
  return Promise.all(
    Array.from({ length: subjectCount }, async (_, index) => {
      const response = await fetch(`${url}/v1/users`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ username: `subject_${index}` }),
      });
      const { id: wire }: { id: string } = JSON.parse(await response.text());
      return { wire, id: uuidOfKsuid(wire.replace('user_', '')) ?? '', rev: 1 };
    }),
  );
}

/** What a round may use and must leave behind. */
interface Arena {
  place: Place;
  /** What else must hold of the database after a crash. */
  check(query: Query): Promise<void>;
  /** What dies in this round before the server does; resolves when the server may start again. */
  strike(round: number): Promise<{ what: string; recover: () => Promise<void> }>;
}

const quiet = { MUSTER_LOG_LEVEL: 'error' };
const onlyServer = { what: 'server', recover: async () => {} };

interface Tally {
  acknowledged: number;
  open: number;
  faults: string[];
  strikes: Record<string, number>;
}

/** One life of the server: a burst of writes, and the kill somewhere in it. */
async function liveAndDie(arena: Arena, server: ServerProcess, subjects: readonly Subject[], round: number) {
  const users = subjects.map(({ wire }) => wire);
  const burst = startBurst(server.url, users, round, writers);
  await burst.begun;
  await pause(30 + Math.random() * 120);
  const { what, recover } = await arena.strike(round);
  await server.kill('SIGKILL');
  await burst.ended;
  await recover();
  return { attempts: burst.attempts, what };
}

async function run(arena: Arena, { onTestFinished }: Pick<TestContext, 'onTestFinished'>): Promise<Tally> {
  const tally: Tally = { acknowledged: 0, open: 0, faults: [], strikes: {} };
  const lives: Attempt[][] = [];
  let server = await startServer(arena.place, quiet);
  onTestFinished(() => server.kill());
  const subjects = await makeSubjects(server.url);
  while (lives.length < rounds && tally.faults.length === 0) {
    const round = lives.length + 1;
    const { attempts, what } = await liveAndDie(arena, server, subjects, round);
    server = await startServer(arena.place, quiet);
    lives.push(attempts);
    tally.strikes[what] = (tally.strikes[what] ?? 0) + 1;
    tally.acknowledged += attempts.filter((each) => each.acknowledged).length;
    tally.open += attempts.filter((each) => !each.acknowledged).length;
    await withDatabase(arena.place, async (query) => {
      await arena.check(query);
      tally.faults.push(...(await audit(query, subjects, round, attempts)));
    });
  }
  // What outlived one crash must have outlived all that followed.
  const last = await withDatabase(arena.place, (query) => auditAll(query, subjects, lives));
  tally.faults.push(...last);
  return tally;
}

function judge({ acknowledged, open, faults }: Tally): void {
  expect(faults).toEqual([]);
  // Without these the rounds would have proven nothing.
  expect(acknowledged).toBeGreaterThan(rounds * 3);
  expect(open).toBeGreaterThan(rounds);
}

/** In every twentieth round a backend of PostgreSQL dies first, in every twentieth the postmaster. */
async function strikePostgres(cluster: MortalCluster, round: number) {
  if (round % 20 === 5) {
    await cluster.killBackend();
    await pause(Math.random() * 30);
    return { what: 'backend and server', recover: cluster.recover };
  }
  if (round % 20 === 15) {
    await cluster.killPostmaster();
    await pause(Math.random() * 30);
    return { what: 'postmaster and server', recover: cluster.recover };
  }
  return onlyServer;
}

describe.concurrent('after kill -9', () => {
  test(`SQLite keeps what was acknowledged, ${rounds} times in a row`, { timeout: 10 * minutes }, async (context) => {
    const folder = temporaryFolder();
    context.onTestFinished(folder.remove);
    const place = { folder: folder.path, databaseUrl: null };
    const check = async (query: Query): Promise<void> => {
      expect(await query('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    };
    const tally = await run({ place, check, strike: async () => onlyServer }, context);
    judge(tally);
    expect(tally.strikes).toEqual({ server: rounds });
  });

  test(`PostgreSQL keeps what was acknowledged, ${rounds} times in a row`, {
    timeout: 10 * minutes,
  }, async (context) => {
    const folder = temporaryFolder();
    context.onTestFinished(folder.remove);
    const cluster = await startMortalCluster();
    context.onTestFinished(cluster.stop);
    expect(await cluster.query('SHOW fsync')).toEqual([{ fsync: 'on' }]);
    expect(await cluster.query('SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
    const place = { folder: folder.path, databaseUrl: cluster.url };
    const strike = (round: number) => strikePostgres(cluster, round);
    const tally = await run({ place, check: async () => {}, strike }, context);
    judge(tally);
    const few = rounds / 20;
    expect(tally.strikes).toEqual({ server: 18 * few, 'backend and server': few, 'postmaster and server': few });
  });
});
