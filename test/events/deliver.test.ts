// Deliveries: everything arrives at least once and in order, whoever fails or dies on the way.
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { engines } from '../clients/engines.ts';
import { secretKey } from '../clients/server.ts';
import { type Arrival, startReceiver } from './receiver.ts';
import { openCaller, openPlace, startCalling } from './stand.ts';
import { countOf, judge, write } from './story.ts';

/** What a call in the words of the one API or the other says of a user. */
function userIn({ json }: Arrival): { email: string; firstName: string } {
  const data = Object(json.data);
  return { email: data.email ?? data.email_addresses[0].email_address, firstName: data.first_name };
}

describe.each(engines)('on $name', (engine) => {
  test('a receiver that fails, dies and comes back misses nothing', { timeout: 120_000 }, async () => {
    const caller = await openCaller(await openPlace(engine));
    let flaky = await startReceiver();
    const steady = await startReceiver();
    await caller.subscribe('clerk', flaky.url);
    await caller.subscribe('workos', steady.url);
    const heard: Arrival[] = [];
    let calls = 0;
    const moody = (arrival: Arrival): number => {
      calls += 1;
      if (calls % 29 === 0) return 500;
      heard.push(arrival);
      return calls % 31 === 0 ? 503 : 204;
    };
    flaky.answer = moody;
    const writing = write(caller.ask, 1000, 'life');
    for (const port of [1, 2].map(() => Number(new URL(flaky.url).port))) {
      await flaky.until(100);
      await flaky.close();
      await pause(200);
      flaky = await startReceiver(port);
      flaky.answer = moody;
    }
    const emails = await writing;
    expect(countOf(emails)).toBe(1000);
    await steady.until(1000, 60_000);
    const idsOf = (arrivals: readonly Arrival[]) => new Set(arrivals.map(({ headers }) => headers['svix-id']));
    await flaky.until(() => idsOf(heard).size === 1000, 60_000);
    judge(emails, heard.map(userIn));
    judge(emails, steady.arrivals.map(userIn));
    expect(steady.arrivals).toHaveLength(1000);
  });

  test('a server that is killed in the middle goes on where it was', { timeout: 120_000 }, async () => {
    const place = await openPlace(engine);
    const receiver = await startReceiver();
    const start = async () => {
      const server = await startCalling(place);
      const ask = async (method: string, url: string, body?: object) => {
        const headers = { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' };
        const sent = body === undefined ? {} : { body: JSON.stringify(body) };
        const response = await fetch(`${server.url}${url}`, { method, headers, ...sent });
        return { status: response.status, body: Object(await response.json()) };
      };
      return { server, ask };
    };
    const first = await start();
    await first.ask('POST', '/api/webhook-endpoints', { api: 'workos', url: receiver.url });
    const emails = await write(first.ask, 300, 'early');
    await receiver.until(50);
    await first.server.kill('SIGKILL');
    const before = receiver.arrivals.length;
    expect(before).toBeLessThan(countOf(emails));
    const second = await start();
    emails.push(...(await write(second.ask, 100, 'late')));
    const idsOf = () => new Set(receiver.arrivals.map(({ json }) => json.id));
    await receiver.until(() => idsOf().size >= countOf(emails), 60_000);
    judge(emails, receiver.arrivals.map(userIn));
    await second.server.kill('SIGTERM');
  });

  test('closing does not wait for a receiver, and what it did not answer comes again', {
    timeout: 30_000,
  }, async () => {
    const place = await openPlace(engine);
    const caller = await openCaller(place);
    const receiver = await startReceiver();
    await caller.subscribe('workos', receiver.url);
    receiver.answer = () => null;
    const emails = await write(caller.ask, 10, 'closing');
    await receiver.until(1);
    const begun = Date.now();
    await caller.app.close(1000);
    expect(Date.now() - begun).toBeLessThan(1500);
    receiver.answer = () => 200;
    await openCaller(place);
    await receiver.until(11);
    judge(emails, receiver.arrivals.map(userIn));
    const [first, second] = receiver.arrivals;
    expect(second?.json.id).toBe(first?.json.id);
  });

  test('two processes share the work and tell nothing twice', { timeout: 60_000 }, async () => {
    const place = await openPlace(engine);
    const one = await openCaller(place);
    const other = await openCaller(place);
    const receivers = [await startReceiver(), await startReceiver(), await startReceiver()];
    for (const { url } of receivers) await one.subscribe('workos', url);
    const emails = (await Promise.all([write(one.ask, 100, 'one'), write(other.ask, 100, 'other')])).flat();
    for (const receiver of receivers) {
      await receiver.until(countOf(emails));
      judge(emails, receiver.arrivals.map(userIn));
      expect(new Set(receiver.arrivals.map(({ json }) => json.id)).size).toBe(receiver.arrivals.length);
    }
  });
});
