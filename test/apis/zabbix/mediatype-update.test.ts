// Changing media types: what stays, what goes with a type, and what is refused.
import { describe, expect, test } from 'vitest';
import { usePlace } from './harness.ts';

const place = usePlace();

const email = { type: 0, smtp_server: 'mail.example.com', smtp_email: 'z@example.com' };
const webhook = { type: 4, script: 'return 1;' };
const get = async (id: string) => (await place.ask('mediatype.get', { mediatypeids: [id] }))[0];
const create = async (wish: object): Promise<string> =>
  (await place.ask('mediatype.create', { name: place.fresh('type'), ...wish })).mediatypeids[0];
const update = (wish: unknown) => place.ask('mediatype.update', wish);
const refuse = (wish: unknown, data: string, code = -32602) => place.refuse('mediatype.update', wish, code, data);

test('only what is given changes', async () => {
  const id = await create({ ...webhook, description: 'as it was', parameters: [{ name: 'a', value: '1' }] });
  const before = await get(id);
  expect(await update({ mediatypeid: id, status: 0, description: '' })).toEqual({ mediatypeids: [id] });
  expect(await get(id)).toEqual({ ...before, status: '0', description: '' });
  await update([{ mediatypeid: id, parameters: [] }]);
  expect((await get(id)).parameters).toEqual([]);
  expect(await update({ mediatypeid: id })).toEqual({ mediatypeids: [id] });
});

test('several at once, in the order of the call', async () => {
  const [a, b] = [await create(webhook), await create(email)];
  const [name, other] = [place.fresh('renamed'), place.fresh('renamed')];
  const wishes = [
    { mediatypeid: b, name },
    { mediatypeid: a, name: other },
  ];
  expect(await update(wishes)).toEqual({ mediatypeids: [b, a] });
  expect([(await get(a)).name, (await get(b)).name]).toEqual([other, name]);
});

test('a media type of a fresh server may be changed, and keeps its number', async () => {
  await update({ mediatypeid: '1', status: 0, smtp_server: 'smtp.example.org', smtp_security: 1, smtp_verify_peer: 1 });
  expect(await get('1')).toMatchObject({
    ...{ mediatypeid: '1', name: 'Email', status: '0', smtp_server: 'smtp.example.org', smtp_verify_peer: '1' },
  });
  await update({ mediatypeid: '1', smtp_security: 0 });
  expect(await get('1')).toMatchObject({ smtp_security: '0', smtp_verify_peer: '0' });
});

describe('another type', () => {
  test('takes what only the former one had', async () => {
    const secret = { smtp_authentication: 1, username: 'u', passwd: 'p', smtp_helo: 'h', smtp_port: 587 };
    const id = await create({ ...email, ...secret, message_format: 0, description: 'stays', maxattempts: 7 });
    await update({ mediatypeid: id, ...webhook });
    expect(await get(id)).toMatchObject({
      ...{ type: '4', script: 'return 1;', description: 'stays', maxattempts: '7', message_format: '1' },
      ...{ smtp_server: '', smtp_email: '', smtp_helo: '', smtp_port: '25', smtp_authentication: '0', username: '' },
    });
  });

  test('wants what the new one needs', async () => {
    const id = await create({ ...webhook, parameters: [{ name: 'a' }] });
    const before = await get(id);
    await refuse({ mediatypeid: id, type: 0 }, 'Invalid parameter "/1": the parameter "smtp_server" is missing.');
    await refuse({ mediatypeid: id, ...email, script: 'x' }, 'Invalid parameter "/1/script": value must be empty.');
    expect(await get(id)).toEqual(before);
    await update({ mediatypeid: id, type: 1, exec_path: 'x.sh' });
    expect(await get(id)).toMatchObject({ type: '1', exec_path: 'x.sh', script: '', parameters: [] });
    await update({ mediatypeid: id, type: 1 });
    expect(await get(id)).toMatchObject({ exec_path: 'x.sh' });
  });
});

test('what means nothing any more is emptied', async () => {
  const menu = { show_event_menu: 1, event_menu_url: 'https://x.example', event_menu_name: 'Open' };
  const hook = await create({ ...webhook, ...menu });
  await update({ mediatypeid: hook, show_event_menu: 0 });
  expect(await get(hook)).toMatchObject({ show_event_menu: '0', event_menu_url: '', event_menu_name: '' });
  const mail = await create({ ...email, smtp_authentication: 1, username: 'u', passwd: 'p' });
  await update({ mediatypeid: mail, smtp_authentication: 0 });
  expect(await get(mail)).toMatchObject({ smtp_authentication: '0', username: '' });
});

describe('refused, and nothing changed', () => {
  test.each([
    [{}, '/": cannot be empty'],
    [{ status: 0 }, '/1": the parameter "mediatypeid" is missing'],
    [{ mediatypeid: 'x' }, '/1/mediatypeid": a number is expected'],
    [{ mediatypeid: '3', name: '' }, '/1/name": cannot be empty'],
    [{ mediatypeid: '3', type: 5 }, '/1/type": value must be one of 0, 1, 2, 4'],
    [{ mediatypeid: '3', smtp_server: 'm' }, '/1/smtp_server": value must be empty'],
    [{ mediatypeid: '3', gsm_modem: '' }, '/1/gsm_modem": cannot be empty'],
    [{ mediatypeid: '3', content: 1 }, '/1": unexpected parameter "content"'],
    [
      [
        { mediatypeid: '3', name: 'n' },
        { mediatypeid: '4', name: 'n' },
      ],
      '/2": value (name)=(n) already exists',
    ],
    [
      [
        { mediatypeid: '4', status: 0 },
        { mediatypeid: '3', maxsessions: 3 },
      ],
      '/2/maxsessions": value must be 1',
    ],
  ])('%j', async (wish, words) => {
    const before = await place.ask('mediatype.get', {});
    await refuse(wish, `Invalid parameter "${words}.`);
    expect(await place.ask('mediatype.get', {})).toEqual(before);
  });

  test('names that are taken, also by one that is to get another', async () => {
    await refuse({ mediatypeid: '3', name: 'Gmail' }, 'Media type "Gmail" already exists.');
    const swap = [
      { mediatypeid: '34', name: 'Office365' },
      { mediatypeid: '36', name: 'Gmail' },
    ];
    await refuse(swap, 'Media type "Office365" already exists.');
    await update({ mediatypeid: '34', name: 'Gmail' });
    expect([(await get('34')).name, (await get('36')).name]).toEqual(['Gmail', 'Office365']);
  });

  test('what there is not, or twice', async () => {
    const words = 'No permissions to referred object or it does not exist!';
    await refuse([{ mediatypeid: '3', status: 0 }, { mediatypeid: '999' }], words, -32500);
    await refuse([{ mediatypeid: '3', status: 0 }, { mediatypeid: '3' }], words, -32500);
    expect((await get('3')).status).toBe('1');
  });
});
