// The answer to a write: from what the engine ran to what the core is told.

import type { Outcome, Write } from '../../core/ports.ts';
import { integer } from '../cells.ts';
import type { Engine, Miss, Ran, Step } from '../engine.ts';
import { stepsOf } from './steps.ts';

/** What missed, as an answer. A conflict tells the `rev` that is stored now: 0 when the user is gone. */
export async function outcomeOfMiss(engine: Pick<Engine, 'read'>, realm: string, miss: Miss): Promise<Outcome> {
  switch (miss.is) {
    case 'taken':
      return { ok: false, reason: 'taken', kind: miss.kind };
    case 'conflict': {
      const [row] = await engine.read('user.rev', [realm, miss.userId]);
      return { ok: false, reason: 'conflict', userId: miss.userId, rev: row === undefined ? 0 : integer(row[0]) };
    }
    case 'needless':
      return { ok: true, serials: [] };
    case 'fault':
      throw new Error(miss.message);
  }
}

function serialsOf(ran: Extract<Ran, { done: true }>): readonly number[] {
  return ran.answers.map((rows) => integer(rows[0]?.[0]));
}

/** Commits a write as a transaction of its steps. */
export async function commitSteps(
  engine: Pick<Engine, 'read'>,
  run: (steps: readonly Step[]) => Promise<Ran>,
  write: Write,
): Promise<Outcome> {
  const steps = stepsOf(write);
  if (steps.length === 0) return { ok: true, serials: [] };
  const ran = await run(steps);
  return ran.done ? { ok: true, serials: serialsOf(ran) } : outcomeOfMiss(engine, write.realm, ran.miss);
}
