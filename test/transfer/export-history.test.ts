// Who may take secrets out, and that it stands in the history.

import { describe, expect, test } from 'vitest';
import { exportUsers } from '../../src/core/commands/export-users.ts';
import type { Actor } from '../../src/core/model/realm.ts';
import { expectRefused, type World } from '../commands/world.ts';
import { appKey, idOf, secretKey, selfOf } from '../users.ts';
import { everybodyIn, moveIn, openHall, richMover } from './movers.ts';

describe('the history', () => {
  const read = ({ ports }: World) => ports.store.readHistory('default', '', null, 10);

  test('notes an export with secrets, before the first of them, and none without', async () => {
    const hall = await openHall();
    await moveIn(hall, [richMover()]);
    await everybodyIn(hall, false);
    expect(await read(hall)).toEqual([]);
    for await (const _ of exportUsers(hall.context, { secrets: true })) break;
    expect(await read(hall)).toMatchObject([
      {
        type: 'realm.exported',
        actor: { kind: 'command-line' },
        diff: [{ path: 'secrets', before: null, after: 'exported' }],
      },
    ]);
  });

  test.each<Actor>([secretKey, appKey, selfOf(idOf(1)), { kind: 'anybody', address: null }])(
    'nobody but the command line gets secrets: $kind',
    async (actor) => {
      const hall = await openHall();
      const stranger = { ...hall, context: { ...hall.context, actor } };
      await expectRefused(hall, () => everybodyIn(stranger), { code: 'forbidden', action: 'secrets.export' });
      expect(await read(hall)).toEqual([]);
    },
  );
});
