// Documents whose time has passed go away by themselves, however many there are.
import { afterEach, expect, test, vi } from 'vitest';
import { build } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import type { Receipt } from '../src/core/model/receipt.ts';
import type { DocumentStep } from '../src/core/ports.ts';
import { idOf } from './users.ts';

afterEach(() => {
  vi.useRealTimers();
});

const tenMinutesMs = 10 * 60 * 1000;

function receipt(number: number, forgetAt: number): DocumentStep {
  const document: Receipt = {
    ...{ kind: 'receipt', realm: 'default', id: idOf(number), rev: 1, createdAt: forgetAt, updatedAt: forgetAt },
    ...{ forgetAt, userId: null, organizationId: null, subject: null, sealed: null, digest: '' },
  };
  return { op: 'insert', document, keys: [{ kind: 'receipt', key: String(number) }] };
}

test('every ten minutes, all whose time has passed and no other', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const clock = { now: Date.now() };
  const app = await build(readConfig({}, { memory: true }), { clock: () => clock.now });
  const { store } = app.ports;
  const past = Array.from({ length: 1200 }, (_, index) => receipt(index, clock.now + 1 + index));
  const documents = [...past, receipt(5000, clock.now + tenMinutesMs + 1)];
  const nothing = { users: [], images: [], sessions: [], changes: [], mails: [] };
  expect(await store.commit({ realm: 'default', ...nothing, documents })).toMatchObject({ ok: true });
  const left = async () => {
    const all = { userId: null, organizationId: null, subject: null, after: null } as const;
    const query = { ...all, kind: 'receipt', direction: 'ascending', limit: 2000 } as const;
    return (await store.findDocuments('default', query)).map(({ id }) => id);
  };
  vi.advanceTimersByTime(tenMinutesMs - 1);
  expect(await left()).toHaveLength(1201);
  clock.now += tenMinutesMs;
  vi.advanceTimersByTime(1);
  await vi.waitFor(async () => expect(await left()).toEqual([idOf(5000)]));
  await app.close();
  expect(vi.getTimerCount()).toBe(0);
});
