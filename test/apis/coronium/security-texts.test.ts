// Texts that databases, mails and indexes choke on: refused or taken, and never a failure of the server.
import { describe, expect, test } from 'vitest';
import { engines, md5, useGame } from './game.ts';

const texts = {
  'a NUL': 'a\u0000b',
  'half a character': 'a\ud800b',
  'what grows when it is folded': '\uFDFA'.repeat(3000),
  'more than an index takes': 'x'.repeat(8192),
  'two bytes a character': 'é'.repeat(4000),
  'the name of a prototype': '__proto__',
  'a line end': 'a\r\nBcc: all@example.com',
} as const;

const words = Object.entries(texts);

describe.each(engines)('on %s', (engine) => {
  const logged: string[] = [];
  const log = { write: (line: string) => void logged.push(line) };
  const game = useGame({ engine, log, keys: { MUSTER_LOG_LEVEL: 'error' } });

  const create = (wish: object) => game.call('create', { username: game.fresh('t'), password: md5('1'), ...wish });
  const ask = (mail: object) => {
    const confirmation = { from_email: 'game@example.com', subject: 'Welcome', ...mail };
    return create({ email: `${game.fresh('t')}@example.com`, confirmation });
  };
  const serve = async (name: string, body: object) => (await game.rest('POST', `/coronium/users/${name}`, body)).body;

  test.each(words)('%s, wherever it stands in what a game says', async (_, text) => {
    const user_id = await game.player();
    const email = `${text}@example.com`;
    const hash = { password: md5('1') };
    const google = { user_id, provider: 'google' };
    const reset = { from_email: 'game@example.com', subject: 'Reset' };
    await create({ username: text });
    await create({ email });
    await create({ group: text });
    await create({ extra: { [text]: 1, a: text } });
    await ask({ tpl_keys: { a: text, [text]: 'b' } });
    await ask({ subject: text });
    await ask({ from_email: email });
    await ask({ email_tpl: text });
    await game.call('get', { user_id: text });
    await game.call('get', { user_id: text }, { scope: 'Known' });
    await game.call('login', { username: text, ...hash });
    await game.call('login', { email, ...hash });
    await game.call('login', { provider: 'google', client_id: text });
    await game.call('login', { provider: text, client_id: text });
    await game.call('addAuthProvider', { ...google, auth: { client_id: text } });
    await game.call('addAuthProvider', { ...google, auth: { client_id: game.fresh('t'), access_token: text } });
    await game.call('updateAuthProvider', { ...google, update: { client_id: text, access_token: text } });
    await game.call('update', { user_id, update: { username: text } });
    await game.call('update', { user_id, update: { email, extra: { [text]: '_NULL' } } });
    await serve('getGroup', { group: text });
    await serve('getWithQuery', { query_tbl: { email } });
    await serve('getWithQuery', { query_tbl: { username: text } });
    await serve('sendPasswordResetLink', { to_email: email, options: reset });
    await serve('sendPasswordResetLink', { to_email: text, options: { ...reset, tpl_name: text } });
    await serve('login', { username: text, password: text });
    await serve('getWithProvider', { provider: 'google', client_id: text });
    await serve('register', { username: game.fresh('t'), password: text });
    await serve('get', { user_id, scope: text });
    expect(logged).toEqual([]);
    expect(await game.ask('get', { user_id })).toMatchObject({ user_id });
    expect(({} as { a?: unknown }).a).toBeUndefined();
  });
});
