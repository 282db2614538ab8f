// A server that dies in the middle of requests with a name: sent again to the next one, none is carried out twice.

import { describe, expect, test } from 'vitest';
import { engines } from '../clients/engines.ts';
import { type ServerProcess, startServer } from '../clients/server.ts';
import { withDatabase } from '../crash/database.ts';
import { fresh, replayOf, send, type Told } from './named-requests.ts';

/** A request that was sent to a server that dies; `first` null: it was not answered. */
type Sent = { readonly path: string; readonly body: object; readonly name: string; readonly first: Told | null };

describe.each(engines)('after kill -9 on $name', (engine) => {
  const rounds = 5;
  const acknowledgedMin = 10;

  test('a repeated request is not carried out twice', { timeout: 120_000 }, async ({ onTestFinished }) => {
    const { place, leave } = await engine.open();
    onTestFinished(leave);
    let server: ServerProcess = await startServer(place, { MUSTER_LOG_LEVEL: 'error' });
    onTestFinished(() => server.kill());
    const { id } = JSON.parse((await send(`${server.url}/v1/users`, 'POST', null, { username: 'adalove' })).text);
    const all: Sent[] = [];
    for (let round = 0; round < rounds; round++) {
      const { url } = server;
      const acknowledged = Promise.withResolvers<void>();
      let count = 0;
      const burst = Array.from({ length: 60 }, async (_, index): Promise<Sent> => {
        const path = index % 3 === 0 ? '/v1/users' : '/v1/sessions';
        const name = fresh();
        const body = index % 3 === 0 ? { username: name } : { user_id: id };
        const first = await send(`${url}${path}`, 'POST', name, body).catch(() => null);
        if (++count === acknowledgedMin) acknowledged.resolve();
        return { path, body, name, first };
      });
      await acknowledged.promise;
      await server.kill('SIGKILL');
      all.push(...(await Promise.all(burst)));
      server = await startServer(place, { MUSTER_LOG_LEVEL: 'error' });
    }
    const again = await Promise.all(
      all.map(async ({ path, body, name, first }) => {
        const second = await send(`${server.url}${path}`, 'POST', name, body);
        return { first, second };
      }),
    );
    // Without these the rounds would have proven nothing.
    const replayed = again.filter(({ second }) => second.headers['idempotency-replayed'] === 'true');
    expect(replayed.length).toBeGreaterThanOrEqual(rounds * acknowledgedMin);
    expect(again.filter(({ first }) => first === null).length).toBeGreaterThan(0);
    for (const { first, second } of again) {
      if (first?.status === 200) expect(second).toEqual(replayOf(first));
      // What was done in the moment of the crash, before its answer was known, is not done again.
      expect([200, 409]).toContain(second.status);
    }
    await withDatabase(place, async (query) => {
      const [sessions] = await query('SELECT count(*) AS n FROM session');
      const [people] = await query('SELECT count(*) AS n FROM "user" WHERE system = 0');
      expect(Number(sessions?.n)).toBe(all.filter(({ path }) => path === '/v1/sessions').length);
      expect(Number(people?.n)).toBe(1 + all.filter(({ path }) => path === '/v1/users').length);
    });
  });
});
