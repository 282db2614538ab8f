// Names that pass for others: what cannot be seen, ends a line or turns its direction is in none that a game gives.
import { describe, expect, test } from 'vitest';
import { md5, useGame } from './game.ts';

const game = useGame();
const password = md5('1234');

describe('a name', () => {
  test.each([
    'a\u202eb',
    'zero\u200bwidth',
    'new\nline',
    'line\u2028end',
    '\u00a0',
    '\u3164',
    '\u200d',
    'a\u0007',
    '\ufeffa',
  ])('is not %j', async (name) => {
    const user_id = await game.player();
    const before = await game.ask('get', { user_id });
    for (const wish of [{ username: name }, { group: name }]) {
      await game.refuse('create', { username: game.fresh('seen'), password, ...wish }, 801);
      await game.refuse('update', { user_id, update: wish }, 801);
    }
    expect(await game.ask('get', { user_id })).toEqual(before);
  });

  test.each(['12345', 'Ann of the North', '👨‍👩‍👧', '❤️', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', 'می‌خواهم', 'ツ', '-', 'Amélie'])(
    'may be %j',
    async (name) => {
      const user_id = await game.player({ username: name, group: name });
      expect(await game.ask('get', { user_id })).toMatchObject({ username: name, group: name });
      expect(await game.ask('login', { username: name, password })).toMatchObject({ user_id });
    },
  );
});
