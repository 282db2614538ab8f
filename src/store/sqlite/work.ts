// What a database thread does with its tasks: reads as they are, writes together in one transaction.

import type { StatementSync } from 'node:sqlite';
import type { Cell, Row } from '../cells.ts';
import type { Connection } from './connection.ts';
import type { Result, Task, WriteStep } from './messages.ts';
import { sqliteStatements } from './statements.ts';

type WriteTask = Extract<Task, { ask: 'write' }>;

function failed(error: unknown): Result {
  return { is: 'failed', message: error instanceof Error ? error.message : String(error) };
}

function isRow(row: unknown): row is Row {
  return Array.isArray(row);
}

function rowsOf(statement: StatementSync, values: readonly Cell[]): readonly Row[] {
  const rows: readonly unknown[] = statement.all(...values);
  if (rows.every(isRow)) return rows;
  throw new Error('rows were asked for by position and came by name');
}

function read(connection: Connection, { statement, values }: Extract<Task, { ask: 'read' }>): Result {
  try {
    return { is: 'rows', rows: rowsOf(connection.prepare(statement), values) };
  } catch (error) {
    return failed(error);
  }
}

function runSteps(connection: Connection, steps: readonly WriteStep[]): Result {
  const answers: (readonly Row[])[] = [];
  for (const [index, [number, values, needed, wanted]] of steps.entries()) {
    const statement = connection.prepare(number);
    const reads = wanted || sqliteStatements[number]?.startsWith('SELECT') === true;
    const rows = reads ? rowsOf(statement, values) : [];
    const touched = reads ? rows.length : Number(statement.run(...values).changes);
    if (needed && touched === 0) return { is: 'missed', step: index };
    if (wanted) answers.push(rows);
  }
  return { is: 'done', answers };
}

/** A write that misses at its first step has changed nothing; any other needs a place to go back to. */
function runWrite(connection: Connection, { steps }: WriteTask): Result {
  const mayMissLate = steps.some(([, , needed], index) => needed && index > 0);
  if (!mayMissLate) return runSteps(connection, steps);
  connection.database.exec('SAVEPOINT one');
  const result = runSteps(connection, steps);
  if (result.is === 'missed') connection.database.exec('ROLLBACK TO one');
  connection.database.exec('RELEASE one');
  return result;
}

/**
 * Runs writes in one transaction: one fsync for all. When a statement fails (the disk is full, a value is refused) all is
 * rolled back and each is tried alone, so that only the guilty one fails. A commit that fails is never tried again: nobody
 * knows what reached the disk.
 */
function writeAll(connection: Connection, tasks: readonly WriteTask[]): readonly Result[] {
  const { database } = connection;
  let results: readonly Result[];
  try {
    database.exec('BEGIN IMMEDIATE');
  } catch (error) {
    return tasks.map(() => failed(error));
  }
  try {
    results = tasks.map((task) => runWrite(connection, task));
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    return tasks.length === 1 ? [failed(error)] : tasks.flatMap((task) => writeAll(connection, [task]));
  }
  try {
    database.exec('COMMIT');
    return results;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    return tasks.map(() => failed(error));
  }
}

/** Does all tasks; the results stand in the order of the tasks. */
export function work(connection: Connection, tasks: readonly Task[]): readonly Result[] {
  const writes = tasks.filter((task) => task.ask === 'write');
  const written = writes.length === 0 ? [] : writeAll(connection, writes);
  let next = 0;
  return tasks.map((task) => {
    if (task.ask === 'read') return read(connection, task);
    return written[next++] ?? failed('the write was lost');
  });
}
