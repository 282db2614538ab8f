// A write as a transaction of its own: all steps in one go, then the verdict.

import type pg from 'pg';
import type { Row } from '../cells.ts';
import type { Ran, Step } from '../engine.ts';
import { type Call, isRefusal, persistently, type Reply, send, withClient } from './pool.ts';
import { postgresStatements } from './statements.ts';

type Ready = Step & { readonly call: Call };

function ready(steps: readonly Step[]): readonly Ready[] {
  return steps.flatMap((step) => {
    const sql = postgresStatements[step.name];
    return sql === null ? [] : [{ ...step, call: { name: step.name, sql, values: step.values } }];
  });
}

/**
 * Reads the replies in order: the first miss or error decides, for those after it ran on what should not have been, or only
 * say that the transaction is aborted.
 */
async function judge(steps: readonly Ready[], sent: readonly Promise<Reply>[]): Promise<Ran> {
  const settled = await Promise.allSettled(sent);
  const answers: (readonly Row[])[] = [];
  for (const [index, { miss, answers: wanted }] of steps.entries()) {
    const outcome = settled[index];
    if (outcome === undefined) throw new Error('a statement was left unanswered');
    if (outcome.status === 'rejected') throw outcome.reason;
    if (miss !== null && outcome.value.touched === 0) return { done: false, miss };
    if (wanted) answers.push(outcome.value.rows);
  }
  return { done: true, answers };
}

async function finish(client: pg.PoolClient, how: 'COMMIT' | 'ROLLBACK'): Promise<void> {
  const { command } = await send(client, { name: null, sql: how, values: [] });
  if (command !== how) throw new Error(`the database answered ${how} with ${command}`);
}

/**
 * Several writes as one transaction: their steps travel in one round trip, nobody waits for one answer to send the next.
 * Then commit, or rollback when any of them misses. The answers stand in the order of the writes.
 */
function transact(pool: pg.Pool, writes: readonly (readonly Ready[])[]): Promise<readonly Ran[]> {
  return withClient(pool, async (client) => {
    const begun = send(client, { name: null, sql: 'BEGIN', values: [] });
    const judged = writes.map((steps) =>
      judge(
        steps,
        steps.map(({ call }) => send(client, call)),
      ),
    );
    try {
      const [settled] = await Promise.all([Promise.allSettled(judged), begun]);
      const ran: Ran[] = [];
      for (const outcome of settled) {
        if (outcome.status === 'rejected') throw outcome.reason;
        ran.push(outcome.value);
        if (!outcome.value.done) break;
      }
      await finish(client, ran.every(({ done }) => done) ? 'COMMIT' : 'ROLLBACK');
      return ran;
    } catch (error) {
      await finish(client, 'ROLLBACK').catch(() => undefined);
      throw error;
    }
  });
}

/** Runs steps all or nothing. A single statement is its own transaction. Deadlocks are tried again. */
export async function runSteps(pool: pg.Pool, steps: readonly Step[]): Promise<Ran> {
  const known = ready(steps);
  const [first] = known;
  if (first === undefined) return { done: true, answers: [] };
  if (known.length === 1) return persistently(() => judge(known, [send(pool, first.call)]));
  const [ran] = await persistently(() => transact(pool, [known]));
  if (ran === undefined) throw new Error('a write was left unanswered');
  return ran;
}

/** Runs several writes in one transaction. Null: one of them cannot be done, so nothing was. */
export async function runTogether(pool: pg.Pool, writes: readonly (readonly Step[])[]): Promise<readonly Ran[] | null> {
  try {
    const ran = await persistently(() => transact(pool, writes.map(ready)));
    return ran.length === writes.length && ran.every(({ done }) => done) ? ran : null;
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}
