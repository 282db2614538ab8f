// The updates of games: signed as our own client for them signs, each under a name by which it is done once.

import { createHmac, randomUUID } from 'node:crypto';
import { isJsonObject } from '../src/core/model/json.ts';
import { personId } from './people.ts';
import { type Source, walk } from './requests.ts';

/** The key that every server of a benchmark gives to games. */
export const gameKey = 'be9cbe9c-be9c-4be9-8be9-be9cbe9cbe9c';

const scope = 'Bench';

type Message = { readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** An update of somebody's extra. */
function updateOf(index: number, count: number): Message {
  const body = `{"update":{"extra":{"level":${count},"color":"Red"}},"user_id":"${personId(index)}"}`;
  const key = randomUUID().replaceAll('-', '');
  const time = String(Math.floor(Date.now() / 1000));
  const signed = ['muster-1', 'api.users', 'update', scope, time, key, '', body].join('\n');
  const headers = {
    'Content-Type': 'application/json',
    'X-Project-Id': 'api.users',
    'X-Action': 'update',
    'X-Scope': scope,
    'X-Request-Time': time,
    'X-Request-Auth': `muster-1 ${createHmac('sha256', gameKey).update(signed).digest('base64')}`,
    'Idempotency-Key': key,
  };
  return { headers, body };
}

/** Updates somebody once, which opens the scope. Throws where that is refused, which a load would not see: its answer is 200 as well. */
export async function openScope(base: string): Promise<void> {
  const { headers, body } = updateOf(0, 0);
  const answered = await fetch(`${base}/`, { method: 'POST', headers: { ...headers }, body });
  const told: unknown = await answered.json();
  const result = isJsonObject(told) ? told.result : null;
  if (!isJsonObject(result) || result.user_id !== personId(0)) throw new Error(`refused: ${JSON.stringify(told)}`);
}

/** Updates of all people in turn. */
export function gameUpdates(total: number): Source {
  const people = walk(total);
  let count = Date.now() % 1_000_000_000;
  return () => {
    count += 1;
    const { headers, body } = updateOf(people(), count);
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    return `POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n${lines.join('')}Content-Length: ${body.length}\r\n\r\n${body}`;
  };
}
