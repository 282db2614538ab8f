// How a table of refusals is put to the test: each row is called, answered to the byte, and has changed nothing anywhere.
import { expect, test } from 'vitest';
import { everything, everythingButAttempts } from './coronium-everything.ts';
import { type Scene, useScene, withIds } from './coronium-scene.ts';
import type { Said } from './coronium-wire.ts';

/** What a row says besides: what the head of the request says, who signs it (`ours`), and whether it is a failed login, which is counted. */
export type More = Said & { readonly signs?: 'plugin' | 'ours'; readonly counts?: true };

/** A call that is refused: its action, its body (`@ann`: the user's id), the status and the exact text. */
export type Row = readonly [action: string, body: object, status: number, text: string, more?: More];

async function refuse({ wire, names }: Scene, [action, body, status, error, more = {}]: Row): Promise<void> {
  const { signs = 'ours', counts = false, ...said } = more;
  const { store } = wire.game.app.ports;
  const look = counts ? everythingButAttempts : everything;
  const before = await look(store);
  expect(await wire[signs](action, withIds(body, names), said)).toBe(JSON.stringify({ result: { error, status } }));
  expect(await look(store), 'nothing has changed').toEqual(before);
}

function nameOf([action, body, status, error, { scope, signs } = {}]: Row): string {
  const wish = JSON.stringify(body);
  const shown = wish.length > 100 ? `${wish.slice(0, 100)}…` : wish;
  const where = `${scope === undefined ? '' : ` in ${scope.slice(0, 20)}`}${signs === undefined ? '' : ` (${signs})`}`;
  return `${action} ${shown}${where} → ${status} ${error.slice(0, 100)}`;
}

/** One test for each row, all of them on one scene. */
export function refuses(rows: readonly Row[]): void {
  const scene = useScene();
  test.each(rows.map((row) => [nameOf(row), row] as const))('%s', async (_, row) => await refuse(scene(), row));
}
