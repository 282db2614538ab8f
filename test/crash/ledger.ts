// Holds a database that lived through a crash to what was promised before it.
import type { Query } from './database.ts';
import { type Attempt, addressOf } from './load.ts';

/** One of the users that the writers share: its id on the wire and in the database, and its last verified rev. */
export interface Subject {
  wire: string;
  id: string;
  rev: number;
}

const number = (value: unknown): number => Number(value);
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function json(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) : value;
}

function member(value: unknown, ...path: string[]): unknown {
  let here = value;
  for (const step of path) here = typeof here === 'object' && here !== null ? Reflect.get(here, step) : undefined;
  return here;
}

/** The marks of the writes that one change in the history tells of. */
function marksOf(diff: unknown): number[] {
  const text = JSON.stringify(diff);
  const merged = [...text.matchAll(/"metadata\.public\.w\d+","before":(?:\d+|null),"after":(\d+)/g)];
  const renamed = [...text.matchAll(/"path":"firstName","before":[^,]+,"after":"mark (\d+)"/g)];
  return [...merged, ...renamed].map(([, mark]) => number(mark));
}

/** What one shared user lacks of what was promised, and has that nobody asked for. */
async function faultsOfSubject(query: Query, subject: Subject, attempts: readonly Attempt[]): Promise<string[]> {
  const mine = attempts.filter(({ user }) => user === subject.wire);
  const [row] = await query(`SELECT rev, record FROM "user" WHERE realm = 'default' AND id = ${quoted(subject.id)}`);
  if (row === undefined) return [`user ${subject.id} is gone`];
  const since = `realm = 'default' AND user_id = ${quoted(subject.id)} AND rev > ${subject.rev} AND type = 'user.updated'`;
  const changes = await query(`SELECT rev, diff FROM change WHERE ${since} ORDER BY rev, seq`);
  const faults: string[] = [];
  const rev = number(row.rev);
  changes.forEach((change, index) => {
    if (number(change.rev) !== subject.rev + 1 + index)
      faults.push(`change ${index} after rev ${subject.rev} has rev ${change.rev}`);
  });
  if (rev !== subject.rev + changes.length)
    faults.push(`rev is ${rev}, after ${subject.rev} and ${changes.length} changes`);
  const told = changes.map((change) => marksOf(json(change.diff)));
  const marks = told.flat();
  if (told.some((each) => each.length !== 1)) faults.push('a change tells of no write, or of several');
  if (new Set(marks).size !== marks.length) faults.push('a write is in the history twice');
  for (const { mark, acknowledged, kind } of mine) {
    if (acknowledged && !marks.includes(mark)) faults.push(`the acknowledged ${kind} ${mark} is not in the history`);
  }
  const known = new Set(mine.map(({ mark }) => mark));
  for (const mark of marks) if (!known.has(mark)) faults.push(`nobody wrote ${mark}`);
  faults.push(...faultsOfValue(json(row.record), mine, marks));
  subject.rev = rev;
  return faults.map((fault) => `user ${subject.id}: ${fault}`);
}

/** The stored values must be the last ones of the history. */
function faultsOfValue(record: unknown, attempts: readonly Attempt[], marks: readonly number[]): string[] {
  const position = new Map(marks.map((mark, index) => [mark, index]));
  const last = new Map<string, number>();
  for (const { kind, writer, mark } of attempts) {
    const field = kind === 'rename' ? 'name' : `w${writer}`;
    const place = position.get(mark);
    if (place !== undefined && place >= (position.get(last.get(field) ?? -1) ?? -1)) last.set(field, mark);
  }
  return [...last].flatMap(([field, mark]) => {
    const name = field === 'name';
    const value = name ? member(record, 'firstName') : member(record, 'metadata', 'public', field);
    return value === (name ? `mark ${mark}` : mark) ? [] : [`${field} is ${value} where the history ends with ${mark}`];
  });
}

/** Creations: acknowledged ones are there, whole; the others are there whole or not at all. */
async function faultsOfCreations(query: Query, round: number, attempts: readonly Attempt[]): Promise<string[]> {
  const rows = await query(
    `SELECT k.key, u.id, u.rev, u.record,
       (SELECT count(*) FROM change c WHERE c.realm = u.realm AND c.user_id = u.id AND c.type = 'user.created' AND c.rev = 1) AS created
     FROM user_key k LEFT JOIN "user" u ON u.realm = k.realm AND u.id = k.user_id
     WHERE k.realm = 'default' AND k.kind = 'email' AND k.key LIKE 'round${round}-%'`,
  );
  const found = new Map(rows.map((row) => [String(row.key), row]));
  return attempts
    .filter(({ kind }) => kind === 'create')
    .flatMap((attempt) => {
      const address = addressOf(attempt, round);
      const row = found.get(address);
      if (row === undefined) return attempt.acknowledged ? [`the acknowledged user ${address} is not there`] : [];
      const record = json(row.record);
      const whole =
        number(row.rev) === 1 &&
        number(row.created) === 1 &&
        member(record, 'firstName') === `mark ${attempt.mark}` &&
        JSON.stringify(member(record, 'emails')).includes(address);
      return whole ? [] : [`the user ${address} is not whole: ${JSON.stringify(row)}`];
    });
}

/** Counts of what must not be: users without keys, history or search entry, and leftovers of users that are not. */
const mustBeNone: Readonly<Record<string, string>> = {
  'users without a creation in their history': `SELECT count(*) AS n FROM "user" u WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.realm = u.realm AND c.user_id = u.id AND c.type = 'user.created')`,
  'users without a key': `SELECT count(*) AS n FROM "user" u WHERE u.system = 0 AND NOT EXISTS (SELECT 1 FROM user_key k WHERE k.realm = u.realm AND k.user_id = u.id)`,
  'users that cannot be searched': `SELECT count(*) AS n FROM "user" u WHERE NOT EXISTS (SELECT 1 FROM user_search s WHERE s.realm = u.realm AND s.id = u.id) OR NOT EXISTS (SELECT 1 FROM user_name n WHERE n.realm = u.realm AND n.id = u.id)`,
  'keys of nobody': `SELECT count(*) AS n FROM user_key k WHERE NOT EXISTS (SELECT 1 FROM "user" u WHERE u.realm = k.realm AND u.id = k.user_id)`,
  'histories of nobody': `SELECT count(*) AS n FROM change c WHERE c.type = 'user.created' AND NOT EXISTS (SELECT 1 FROM "user" u WHERE u.realm = c.realm AND u.id = c.user_id)`,
  'users that the count has wrong':
    'SELECT abs(sum(people) - (SELECT count(*) FROM "user" WHERE system = 0)) AS n FROM realm_counter',
};

/** Everything that is wrong after a round; moves the subjects' revs on. */
export async function audit(
  query: Query,
  subjects: readonly Subject[],
  round: number,
  attempts: readonly Attempt[],
): Promise<string[]> {
  const faults: string[] = [];
  for (const subject of subjects) faults.push(...(await faultsOfSubject(query, subject, attempts)));
  faults.push(...(await faultsOfCreations(query, round, attempts)));
  for (const [what, statement] of Object.entries(mustBeNone)) {
    const [row] = await query(statement);
    if (number(row?.n) !== 0) faults.push(`${row?.n} ${what}`);
  }
  return faults.map((fault) => `round ${round}: ${fault}`);
}

/** What is wrong at the end with anything that any round was promised. */
export async function auditAll(
  query: Query,
  subjects: readonly Subject[],
  lives: readonly (readonly Attempt[])[],
): Promise<string[]> {
  const faults: string[] = [];
  for (const [index, attempts] of lives.entries())
    faults.push(...(await faultsOfCreations(query, index + 1, attempts)));
  for (const { id, rev } of subjects) {
    const mine = `realm = 'default' AND user_id = ${quoted(id)}`;
    const [row] = await query(
      `SELECT count(*) AS n, count(DISTINCT rev) AS revs, max(rev) AS last FROM change WHERE ${mine}`,
    );
    const whole = [row?.n, row?.revs, row?.last].every((each) => number(each) === rev);
    if (!whole) faults.push(`the history of ${id} has holes before rev ${rev}: ${JSON.stringify(row)}`);
  }
  return faults.map((fault) => `at the end: ${fault}`);
}
