// Coronium's contract: what cannot be taken is refused by name, and bodies, headers and scopes that no client sends are no way in.
import { describe, expect, test } from 'vitest';
import { md5 } from '../apis/coronium/game.ts';
import { everything } from './coronium-everything.ts';
import { refuses } from './coronium-refusals.ts';
import { valueRows } from './coronium-rows-values.ts';
import { useScene } from './coronium-scene.ts';
import { type Headers, ourHeaders, pluginHeaders, post } from './coronium-wire.ts';

describe('members', () => refuses(valueRows));

const scene = useScene();
const answer = (error: string, status: number) => JSON.stringify({ result: { error, status } });
const noJson = answer('The body is not good JSON.', 801);
const noTable = answer('The body must be a table.', 801);
const noId = answer('user_id is missing.', 804);
const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

/** Calls, and sees that nothing has changed. */
async function idle(work: () => Promise<string>): Promise<string> {
  const { store } = scene().wire.game.app.ports;
  const before = await everything(store);
  const text = await work();
  expect(await everything(store)).toEqual(before);
  return text;
}

describe('bodies', () => {
  test.each([
    ['', noId],
    ['[]', noId],
    ['\ufeff{}', noId],
    [' {} ', noId],
    [' ', noJson],
    ['null', noTable],
    ['7', noTable],
    ['"update"', noTable],
    ['[1]', noTable],
    ['[[]]', noTable],
    ['{', noJson],
    ['{"user_id":"x"', noJson],
    ['{"user_id":"x"} {}', noJson],
    ["{'user_id':'x'}", noJson],
    ['{"user_id":NaN}', noJson],
    ['{"user_id":"x","update":{"extra":{"a":1e999}}}', noJson],
    ['{"user_id":"\\ud800"}', noJson],
    ['{"user_id":"\\u0000"}', noJson],
    ['{"user_id":"x","__proto__":{"active":true}}', noJson],
    ['{"user_id":"x","update":{"__proto__":{"active":true}}}', noJson],
    ['{"user_id":"x","update":{"extra":{"__proto__":"x"}}}', noJson],
    ['{"user_id":"x","update":{"extra":{"constructor":"x"}}}', noJson],
    ['{"user_id":"x","update":{"extra":{"\\u005f_proto__":"x"}}}', noJson],
    [deep(9), noJson],
    [deep(100_000 / 5), noJson],
    ['['.repeat(100_000), noJson],
  ])('%.60s', async (body, text) => {
    expect(await idle(() => scene().wire.ours('update', body))).toBe(text);
  });

  test.each([
    ['half a character', Buffer.from([0x7b, 0xff, 0x7d])],
    ['Latin 1', Buffer.from('{"user_id":"ä"}', 'latin1')],
    ['an overlong slash', Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
    ['UTF-16', Buffer.from('{"user_id":"x"}', 'utf16le')],
  ])('%s is no UTF-8', async (_, body) => {
    expect(await idle(() => scene().wire.ours('get', body))).toBe(noJson);
  });

  test('of 256 KiB are read, larger ones are not', async () => {
    const body = (length: number) => `{"user_id":"x","more":"${'x'.repeat(length - 25)}"}`;
    expect(await idle(() => scene().wire.ours('get', body(262_144)))).toBe(answer('The user was not found.', 604));
    expect(await idle(() => scene().wire.ours('get', body(262_145)))).toBe(answer('The request is too large.', 801));
    expect(await idle(() => scene().wire.plugin('get', 'x'.repeat(1_000_000)))).toContain('"status":801');
  });

  test('in pieces, of a length that was not said, are read the same', async () => {
    const { wire, names } = scene();
    const body = `{"user_id":"${names.get('bob')}"}`;
    const chunked = { ...ourHeaders('get', body), 'Transfer-Encoding': 'chunked' };
    expect((await post(wire.url, chunked, body)).text).toBe(await wire.ours('get', body));
  });

  test('of duplicate keys the last one counts, and it alone', async () => {
    const { wire, names } = scene();
    const [ann, bob] = [names.get('ann'), names.get('bob')];
    const body = `{"user_id":"${bob}","user_id":"${ann}","update":{"group":"first","group":"last"},"update":{"extra":{"twice":1,"twice":2}}}`;
    const { result } = JSON.parse(await wire.ours('update', body));
    expect(result).toMatchObject({ user_id: ann, group: 'crew', extra: { twice: 2 } });
    expect(JSON.parse(await wire.ours('get', `{"user_id":"${bob}"}`)).result).not.toHaveProperty('extra');
  });

  test('of any content type, or none, are JSON', async () => {
    const { wire, names } = scene();
    const body = `{"user_id":"${names.get('bob')}"}`;
    const { 'Content-Type': type, ...rest } = ourHeaders('get', body);
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=utf-8', `${type}`];
    const wanted = (await post(wire.url, rest, body)).text;
    expect(wanted).toContain('"username":"Bob"');
    for (const other of types)
      expect((await post(wire.url, { ...rest, 'Content-Type': other }, body)).text).toBe(wanted);
    const odd = await post(wire.url, { ...rest, 'Content-Type': 'nonsense' }, body);
    expect([odd.status, odd.text]).toEqual([200, answer('The request is malformed.', 801)]);
  });
});

describe('headers', () => {
  const body = '{"user_id":"x"}';
  const send = async (more: Headers) => await idle(async () => (await post(scene().wire.url, more, body)).text);

  test.each(['X-Project-Id', 'X-Action', 'X-Scope', 'X-Request-Auth', 'Idempotency-Key', 'X-Session-Token'])(
    '%s is not too long, and UTF-8',
    async (name) => {
      const signed = pluginHeaders('get');
      expect(await send({ ...signed, [name]: 'x'.repeat(513) })).toBe(
        answer(`${name.toLowerCase()} is too long.`, 801),
      );
      expect(await send({ ...signed, [name]: 'caf\u00e9' })).toBe(
        answer(`${name.toLowerCase()} is not in UTF-8.`, 801),
      );
    },
  );

  test('without a project there is nothing here', async () => {
    const { 'X-Project-Id': _, ...rest } = ourHeaders('get', body);
    const { status, text } = await post(scene().wire.url, rest, body);
    expect([status, JSON.parse(text)]).toEqual([404, { error: 'not-found' }]);
  });

  test.each([
    ['x'.repeat(101), 'The scope must have 1 to 100 visible characters.'],
    ['😀'.repeat(101), 'The scope must have 1 to 100 visible characters.'],
    ['a\tb', 'The scope must have 1 to 100 visible characters.'],
    ['a\u202eb', 'The scope must have 1 to 100 visible characters.'],
    ['a\u200bb', 'The scope must have 1 to 100 visible characters.'],
    ['x'.repeat(513), 'x-scope is too long.'],
  ])('a scope is not called %.20j', async (scope, text) => {
    expect(await idle(() => scene().wire.ours('get', body, { scope }))).toBe(answer(text, 801));
    expect(await idle(() => scene().wire.plugin('get', body, { scope }))).toBe(answer(text, 801));
  });
});

describe('of other alphabets', () => {
  test.each(['Ärger & Übermut', '迷宮', '😀'.repeat(100), 'a.b:c/d?e#f', 'Straße'])(
    '%.20s is a scope, and a name',
    async (name) => {
      const { wire } = scene();
      for (const by of ['ours', 'plugin'] as const) {
        const username = `${name.slice(0, 80)}${by}`;
        const wish = {
          username,
          password: md5('pässwörd'),
          extra: { [name.slice(0, 20)]: name },
          group: name.slice(0, 20),
        };
        const { result } = JSON.parse(
          await wire[by]('create', JSON.stringify({ ...wish, scope: name }), { scope: name }),
        );
        const body = JSON.stringify({ username, password: md5('pässwörd'), scope: name });
        expect(JSON.parse(await wire[by]('login', body, { scope: name })).result).toMatchObject({
          ...{ user_id: result.user_id, username, extra: wish.extra, group: wish.group, scope: name },
        });
      }
    },
  );
});
