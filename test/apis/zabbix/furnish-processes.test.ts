// Two processes that start at once on one fresh database: both start, and the furniture is there once.

import { describe, expect, test, vi } from 'vitest';
import { readRealmObjects } from '../../../src/core/commands/find-realm-objects.ts';
import { engines, openProcesses } from '../../commands/processes.ts';

async function loadFurnish() {
  vi.resetModules();
  return (await import('../../../src/apis/zabbix/furnish.ts')).furnish;
}

describe.each(engines)('on $name', (engine) => {
  test('the furniture is put in once', { timeout: 60_000 }, async () => {
    const [one, other] = await openProcesses(engine);
    const commits = { count: 0 };
    const sides = [one, other].map(({ world: { context } }) => {
      const { store } = context.ports;
      const commit: typeof store.commit = async (write) => {
        commits.count += 1;
        return await store.commit(write);
      };
      return {
        ...context,
        ports: { ...context.ports, store: { ...store, commit } },
        actor: { kind: 'system' } as const,
      };
    });
    const work = await Promise.all(sides.map(async (context) => ({ context, furnish: await loadFurnish() })));
    await Promise.all(work.map(({ context, furnish }) => furnish(context)));
    const { groups, roles, extras } = await readRealmObjects(one.world.context);
    expect([groups.size, roles.size, extras.length]).toEqual([6, 4, 39]);
    expect(commits.count).toBeLessThanOrEqual(3);
  });
});
