// Writers that change several users and create others through HTTP, and remember what they were promised.
import { secretKey } from '../clients/server.ts';

/** One write: what it wanted, and whether the server has acknowledged it. `mark` is found again in value and history. */
export interface Attempt {
  kind: 'merge' | 'rename' | 'create';
  /** The wire id of the user; empty for a creation. */
  user: string;
  writer: number;
  mark: number;
  acknowledged: boolean;
}

/** A burst under way. */
export interface Burst {
  attempts: Attempt[];
  /** Resolves as soon as a write was acknowledged; rejects when all writers gave up before. */
  begun: Promise<void>;
  /** Resolves when every writer has stopped, which each does at its first failure. */
  ended: Promise<void>;
}

/** The email address of a created user. */
export const addressOf = (attempt: Attempt, round: number): string =>
  `round${round}-writer${attempt.writer}-${attempt.mark}@example.com`;

let marks = 0;

/** A number that no other write of this process carries. */
const nextMark = (): number => {
  marks += 1;
  return marks;
};

interface Request {
  method: string;
  path: string;
  body: object;
}

function requestOf(attempt: Attempt, round: number): Request {
  const { kind, user, writer, mark } = attempt;
  if (kind === 'merge') {
    const body = { public_metadata: { [`w${writer}`]: mark } };
    return { method: 'PATCH', path: `/v1/users/${user}/metadata`, body };
  }
  if (kind === 'rename') return { method: 'PATCH', path: `/v1/users/${user}`, body: { first_name: `mark ${mark}` } };
  const body = { email_address: [addressOf(attempt, round)], first_name: `mark ${mark}` };
  return { method: 'POST', path: '/v1/users', body };
}

async function write(url: string, attempt: Attempt, round: number): Promise<'done' | 'lost'> {
  const { method, path, body } = requestOf(attempt, round);
  const headers = { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' };
  const answer = await fetch(`${url}${path}`, { method, headers, body: JSON.stringify(body) }).then(
    async (response) => ({ status: response.status, text: await response.text() }),
    () => null,
  );
  // A server that dies may cut the line or say 5xx: whether the write holds is then open.
  if (answer === null || answer.status >= 500) return 'lost';
  if (answer.status !== 200) throw new Error(`a good write was refused: ${answer.status} ${answer.text}`);
  attempt.acknowledged = true;
  return 'done';
}

const kinds = ['merge', 'merge', 'merge', 'rename', 'create'] as const;

/** Starts `writers` writers, each with one request under way at a time, on these users. */
export function startBurst(url: string, users: readonly string[], round: number, writers: number): Burst {
  const attempts: Attempt[] = [];
  let begin = () => {};
  const acknowledged = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const run = async (writer: number): Promise<void> => {
    for (let turn = 0; ; turn++) {
      const kind = kinds[(turn + writer) % kinds.length] ?? 'merge';
      const user = kind === 'create' ? '' : (users[Math.floor(Math.random() * users.length)] ?? '');
      const attempt: Attempt = { kind, user, writer, mark: nextMark(), acknowledged: false };
      attempts.push(attempt);
      if ((await write(url, attempt, round)) === 'lost') return;
      begin();
    }
  };
  const ended = Promise.all(Array.from({ length: writers }, (_, writer) => run(writer))).then(() => {});
  ended.catch(() => {});
  const silent = ended.then(() => Promise.reject(new Error('the server acknowledged nothing')));
  return { attempts, ended, begun: Promise.race([acknowledged, silent]) };
}
