// What webhooks tell to whom: each API its own words and bags, no secret to anybody, and no built-in account.
import { describe, expect, test } from 'vitest';
import { engines } from '../clients/engines.ts';
import { startReceiver } from './receiver.ts';
import { openCaller, openPlace } from './stand.ts';

const password = 'canary-password-7 of four words';

describe.each(engines)('on $name', (engine) => {
  test('each API is told its own bags, and nobody is told a secret', async () => {
    const caller = await openCaller(await openPlace(engine));
    const [clerk, workos] = [await startReceiver(), await startReceiver()];
    const { secret } = await caller.subscribe('clerk', clerk.url);
    await caller.subscribe('workos', workos.url);
    const { status, body } = await caller.ask('POST', '/api/users', {
      ...{ username: 'ada_l', emails: [{ address: 'ada@example.com', verified: true }], password },
      metadata: {
        public: { bag: 'canary-public' },
        private: { bag: 'canary-private' },
        unsafe: { bag: 'canary-unsafe' },
        labels: { bag: 'canary-label' },
        extra: { bag: 'canary-extra' },
      },
    });
    expect(status, JSON.stringify(body)).toBe(201);
    await caller.ask('PATCH', `/api/users/${body.id}`, { firstName: 'Ada' });
    const session = { identifier: 'ada@example.com', password };
    expect((await caller.ask('POST', '/api/sign-in', session)).status).toBe(200);
    await caller.ask('POST', '/api/sign-in', { ...session, password: 'canary-guess-8' });
    expect((await caller.ask('DELETE', `/api/users/${body.id}`)).status).toBe(200);
    const isOver = (type: unknown) => type === 'user.deleted';
    await clerk.until(() => clerk.arrivals.some(({ json }) => isOver(json.type)));
    await workos.until(() => workos.arrivals.some(({ json }) => isOver(json.event)));
    const [toClerk, toWorkos] = [clerk, workos].map(({ arrivals }) => JSON.stringify(arrivals.map(({ body }) => body)));
    for (const bag of ['public', 'private', 'unsafe']) {
      expect(toClerk).toContain(`canary-${bag}`);
      expect(toWorkos).not.toContain(`canary-${bag}`);
    }
    expect(toWorkos).toContain('canary-label');
    for (const told of [toClerk, toWorkos]) {
      for (const canary of ['canary-password', 'canary-guess', 'canary-extra', secret])
        expect(told).not.toContain(canary);
    }
    expect(toClerk).not.toContain('canary-label');
  });

  test('who is there for a moment only is told of as it was; built-in accounts are never', async () => {
    const caller = await openCaller(await openPlace(engine));
    const [clerk, workos] = [await startReceiver(), await startReceiver()];
    const { id } = await caller.subscribe('clerk', clerk.url);
    await caller.subscribe('workos', workos.url);
    for (const enabled of [false, true]) {
      await caller.ask('PATCH', `/api/webhook-endpoints/${id}`, { enabled });
      if (enabled) continue;
      const { body } = await caller.ask('POST', '/v1/users', {
        email_address: ['short@example.com'],
        first_name: 'Short',
      });
      await caller.ask('DELETE', `/v1/users/${body.id}`);
    }
    const redeliver = { from: null, to: null };
    const path = `/api/webhook-endpoints/${id}/redeliveries`;
    await clerk.until(2);
    expect((await caller.ask('POST', path, redeliver)).status).toBe(202);
    await Promise.all([clerk.until(4), workos.until(2)]);
    expect(clerk.arrivals.map(({ json }) => [json.type, Object(json.data).first_name])).toEqual([
      ...[
        ['user.created', 'Short'],
        ['user.deleted', undefined],
      ],
      ...[
        ['user.created', 'Short'],
        ['user.deleted', undefined],
      ],
    ]);
    expect(workos.arrivals.map(({ json }) => [json.event, Object(json.data).email])).toEqual([
      ...[
        ['user.created', 'short@example.com'],
        ['user.deleted', 'short@example.com'],
      ],
    ]);
    expect(JSON.stringify(clerk.arrivals)).not.toContain('Admin');
  });
});
