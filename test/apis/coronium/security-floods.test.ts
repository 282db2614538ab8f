// Floods: somebody who carries the key of a game does not keep others waiting.
import { expect, test } from 'vitest';
import { md5, useGame } from './game.ts';

const game = useGame();
const password = 'correct horse 9!';

test.each(['create', 'update'])(
  'many a %s at once does not fill the queue in which every password waits',
  async (action) => {
    const count = 60;
    const { body: made } = await game.rest('POST', '/v1/users', { username: game.fresh('clerks'), password });
    const players: string[] = [];
    while (action === 'update' && players.length < count) players.push(await game.player());
    let done = 0;
    const flood = Array.from({ length: count }, async (_, index) => {
      const hash = { password: md5('1') };
      // Another scope is no other queue.
      if (action === 'update') await game.ask('update', { user_id: players[index], update: hash });
      else await game.ask('create', { username: game.fresh('flood'), ...hash }, index % 2 === 0 ? { scope: 'B' } : {});
      done += 1;
    });
    await expect.poll(() => done, { interval: 1 }).toBeGreaterThan(0);
    const before = done;
    expect((await game.rest('POST', `/v1/users/${made.id}/verify_password`, { password })).status).toBe(200);
    expect(done - before).toBeLessThan(count / 4);
    await Promise.all(flood);
  },
);
