// Media types: making them, and taking them away with all that is of them.
import { describe, expect, test } from 'vitest';
import { usePlace } from './harness.ts';

const place = usePlace();

const noPermissions = 'No permissions to referred object or it does not exist!';
const email = (name: string) => ({ type: 0, name, smtp_server: 'mail.example.com', smtp_email: 'z@example.com' });
const webhook = (name: string) => ({ type: 4, name, script: 'return 1;' });
const get = async (id: string) => (await place.ask('mediatype.get', { mediatypeids: [id] }))[0];
const count = () => place.ask('mediatype.get', { countOutput: true });
const create = async (wish: object): Promise<string> => (await place.ask('mediatype.create', wish)).mediatypeids[0];
const refuse = (wish: unknown, data: string) => place.refuse('mediatype.create', wish, -32602, data);

describe('create', () => {
  test('what is not said is as Zabbix has it', async () => {
    const name = place.fresh('plain');
    const id = await create(email(name));
    expect(Number(id)).toBeGreaterThanOrEqual(70);
    expect(await get(id)).toEqual({
      ...{
        mediatypeid: id,
        type: '0',
        name,
        smtp_server: 'mail.example.com',
        smtp_helo: '',
        smtp_email: 'z@example.com',
      },
      ...{ exec_path: '', gsm_modem: '', username: '', passwd: '', status: '1', smtp_port: '25', smtp_security: '0' },
      ...{ smtp_verify_peer: '0', smtp_verify_host: '0', smtp_authentication: '0', maxsessions: '1', maxattempts: '3' },
      ...{ attempt_interval: '10s', message_format: '1', content_type: '1', script: '', timeout: '30s' },
      ...{ process_tags: '0', show_event_menu: '0', event_menu_url: '', event_menu_name: '', description: '' },
      ...{ provider: '0', parameters: [] },
    });
  });

  test('several at once get numbers in the order of the call', async () => {
    const [a, b] = [place.fresh('a'), place.fresh('b')];
    const { mediatypeids } = await place.ask('mediatype.create', [email(a), { ...webhook(b), status: 0 }]);
    expect(Number(mediatypeids[1])).toBe(Number(mediatypeids[0]) + 1);
    expect((await get(mediatypeids[0])).name).toBe(a);
    expect(await get(mediatypeids[1])).toMatchObject({ name: b, type: '4', status: '0' });
  });

  test('each type takes its own', async () => {
    const script = await create({
      ...{ type: 1, name: place.fresh('script'), exec_path: 'notify.sh' },
      parameters: [{ sortorder: 2, value: 'second' }, { sortorder: '1', value: 'first' }, { sortorder: 3 }],
    });
    expect((await get(script)).parameters).toEqual([
      { sortorder: '1', value: 'first' },
      { sortorder: '2', value: 'second' },
      { sortorder: '3', value: '' },
    ]);
    const sms = await create({ type: '2', name: place.fresh('sms'), gsm_modem: '/dev/ttyS1' });
    expect(await get(sms)).toMatchObject({ type: '2', gsm_modem: '/dev/ttyS1', maxsessions: '1', parameters: [] });
    const menu = { show_event_menu: 1, event_menu_url: 'https://x.example/{EVENT.TAGS.id}', event_menu_name: 'Open' };
    const hook = await create({
      ...{ ...webhook(place.fresh('hook')), ...menu, timeout: '1m', process_tags: 1, maxsessions: 0 },
      parameters: [{ name: 'URL', value: '{ALERT.SENDTO}' }],
    });
    expect(await get(hook)).toMatchObject({
      ...{ ...menu, show_event_menu: '1', timeout: '1m', process_tags: '1', maxsessions: '0' },
      parameters: [{ name: 'URL', value: '{ALERT.SENDTO}' }],
    });
    const old = await create({ ...email(place.fresh('old')), content_type: 0 });
    expect(await get(old)).toMatchObject({ message_format: '0', content_type: '0' });
  });

  test('a password is told to nobody', async () => {
    const passwd = 'canary-71-secret';
    const secret = { smtp_authentication: 1, username: 'mailer', passwd };
    const id = await create({ ...email(place.fresh('secret')), ...secret });
    expect(await get(id)).toMatchObject({ username: 'mailer', passwd: '' });
    await place.ask('mediatype.update', { mediatypeid: id, passwd: `${passwd}-2` });
    const history = await place.rest('GET', '/api/realm/history');
    expect(JSON.stringify(history.body)).toContain(`extras.zabbix/mediatype/${id}`);
    for (const told of [history, await place.ask('mediatype.get', {}), await place.rest('GET', '/api/users')]) {
      expect(JSON.stringify(told)).not.toContain('canary');
    }
  });
});

describe('create refuses, and makes nothing', () => {
  test.each([
    [{}, '/": cannot be empty'],
    [[], '/": cannot be empty'],
    [[7], '/1": an array is expected'],
    [{ name: 'x' }, '/1": the parameter "type" is missing'],
    [{ type: 0 }, '/1": the parameter "name" is missing'],
    [{ type: 3, name: 'x' }, '/1/type": value must be one of 0, 1, 2, 4'],
    [{ type: 'x', name: 'x' }, '/1/type": an integer is expected'],
    [{ type: 0, name: '' }, '/1/name": cannot be empty'],
    [{ type: 0, name: 'x'.repeat(101) }, '/1/name": value is too long'],
    [{ mediatypeid: 1, ...email('x') }, '/1": unexpected parameter "mediatypeid"'],
    [{ ...email('x'), nonsense: 1 }, '/1": unexpected parameter "nonsense"'],
    [[email('x'), webhook('x')], '/2": value (name)=(x) already exists'],
    [{ type: 0, name: 'x' }, '/1": the parameter "smtp_server" is missing'],
    [{ type: 0, name: 'x', smtp_server: 'm' }, '/1": the parameter "smtp_email" is missing'],
    [{ type: 1, name: 'x' }, '/1": the parameter "exec_path" is missing'],
    [{ type: 2, name: 'x' }, '/1": the parameter "gsm_modem" is missing'],
    [{ type: 4, name: 'x' }, '/1": the parameter "script" is missing'],
    [{ ...webhook('x'), show_event_menu: 1 }, '/1": the parameter "event_menu_url" is missing'],
    [{ ...webhook('x'), smtp_server: 'm' }, '/1/smtp_server": value must be empty'],
    [{ ...webhook('x'), smtp_port: 26 }, '/1/smtp_port": value must be 25'],
    [{ ...webhook('x'), passwd: 'p' }, '/1/passwd": value must be empty'],
    [{ ...webhook('x'), timeout: '61s' }, '/1/timeout": value must be one of 1-60'],
    [{ ...webhook('x'), event_menu_name: 'n' }, '/1/event_menu_name": value must be empty'],
    [{ ...webhook('x'), parameters: [{ value: 'v' }] }, '/1/parameters/1": the parameter "name" is missing'],
    [
      { ...webhook('x'), parameters: [{ name: 'n' }, { name: 'n' }] },
      '/1/parameters/2": value (name)=(n) already exists',
    ],
    [{ ...email('x'), parameters: [{ name: 'n' }] }, '/1/parameters": should be empty'],
    [{ ...email('x'), parameters: 'n' }, '/1/parameters": an array is expected'],
    [{ ...email('x'), username: 'u' }, '/1/username": value must be empty'],
    [{ ...email('x'), smtp_verify_peer: 1 }, '/1/smtp_verify_peer": value must be 0'],
    [{ ...email('x'), smtp_port: 65_536 }, '/1/smtp_port": value must be one of 0-65535'],
    [{ ...email('x'), smtp_server: '' }, '/1/smtp_server": cannot be empty'],
    [{ ...email('x'), timeout: '31s' }, '/1/timeout": value must be 30'],
    [{ ...email('x'), maxattempts: 101 }, '/1/maxattempts": value must be one of 1-100'],
    [{ ...email('x'), attempt_interval: '61m' }, '/1/attempt_interval": value must be one of 0-3600'],
    [{ ...email('x'), status: 2 }, '/1/status": value must be one of 0, 1'],
    [{ ...email('x'), maxsessions: 101 }, '/1/maxsessions": value must be one of 0-100'],
    [{ type: 2, name: 'x', gsm_modem: 'm', maxsessions: 2 }, '/1/maxsessions": value must be 1'],
    [{ ...email('x'), smtp_authentication: 1, provider: 1, username: '' }, '/1/username": cannot be empty'],
    [
      { ...email('x'), message_templates: [{ eventsource: 1, recovery: 1 }] },
      '/1/message_templates/1/recovery": value must be 0',
    ],
  ])('%j', async (wish, words) => {
    const before = await count();
    await refuse(wish, `Invalid parameter "${words}.`);
    expect(await count()).toBe(before);
  });

  test('a name that is taken, and what came with it', async () => {
    const [before, other] = [await count(), place.fresh('other')];
    await refuse([email(other), email('SMS')], 'Media type "SMS" already exists.');
    expect(await count()).toBe(before);
    expect(Number(await create(email(other)))).toBeGreaterThan(69);
    await create(email('sms'));
  });

  test('both names of the format', async () => {
    const words = 'Deprecated parameter "/1/content_type" cannot be used with "/1/message_format".';
    await refuse({ ...email('x'), content_type: 1, message_format: 1 }, words);
  });

  test('an address for the menu that is none', async () => {
    const menu = { show_event_menu: 1, event_menu_name: 'n', event_menu_url: 'javascript:alert(1)' };
    await refuse({ ...webhook('x'), ...menu }, 'Invalid parameter "/1/event_menu_url": unacceptable URL.');
    await place.ask('settings.update', { validate_uri_schemes: 0 });
    await create({ ...webhook(place.fresh('any')), ...menu });
    await place.ask('settings.update', { validate_uri_schemes: 1 });
  });
});

describe('delete', () => {
  const withMedias = async (medias: readonly object[]) => {
    const user = { username: place.fresh('user'), passwd: 'kYx7ahBz9', roleid: '1', usrgrps: [{ usrgrpid: '7' }] };
    return (await place.ask('user.create', { ...user, medias })).userids[0];
  };
  const mediasOf = async (userid: string) =>
    (await place.ask('user.get', { userids: [userid], selectMedias: ['mediatypeid', 'sendto'] }))[0].medias;

  test('takes the media of users along, and no others', async () => {
    const [gone, staying] = [await create(webhook(place.fresh('gone'))), await create(webhook(place.fresh('stays')))];
    const media = (mediatypeid: string, sendto: string) => ({ mediatypeid, sendto });
    const both = await withMedias([media(gone, 'a'), media(staying, 'b'), media(gone, 'c')]);
    const one = await withMedias([media(gone, 'd')]);
    const none = await withMedias([media(staying, 'e')]);
    expect(await place.ask('mediatype.delete', [gone])).toEqual({ mediatypeids: [gone] });
    expect(await get(gone)).toBeUndefined();
    expect(await mediasOf(both)).toEqual([media(staying, 'b')]);
    expect(await mediasOf(one)).toEqual([]);
    expect(await mediasOf(none)).toEqual([media(staying, 'e')]);
    expect(await create(webhook(place.fresh('next')))).not.toBe(gone);
  });

  test('does all or nothing', async () => {
    const id = await create(webhook(place.fresh('kept')));
    const user = await withMedias([{ mediatypeid: id, sendto: 'x' }]);
    const refuseDelete = (params: unknown, code: number, data: string) =>
      place.refuse('mediatype.delete', params, code, data);
    await refuseDelete([id, '999'], -32500, noPermissions);
    await refuseDelete([id, id], -32602, `Invalid parameter "/2": value (${id}) already exists.`);
    await refuseDelete([], -32602, 'Invalid parameter "/": cannot be empty.');
    await refuseDelete(['x'], -32602, 'Invalid parameter "/1": a number is expected.');
    expect((await get(id)).mediatypeid).toBe(id);
    expect(await mediasOf(user)).toHaveLength(1);
  });
});

test('only super admins make, change and delete them', async () => {
  const before = await count();
  for (const roleid of ['1', '2']) {
    const someone = { username: place.fresh('plain'), passwd: 'kYx7ahBz9', roleid, usrgrps: [{ usrgrpid: '7' }] };
    await place.ask('user.create', someone);
    const session = await place.login(someone.username, someone.passwd);
    for (const [verb, params] of [
      ['create', email('x')],
      ['update', { mediatypeid: 1, name: 'x' }],
      ['delete', ['1']],
    ] as const) {
      const words = `No permissions to call "mediatype.${verb}".`;
      await place.refuse(`mediatype.${verb}`, params, -32500, words, session);
    }
  }
  expect(await count()).toBe(before);
});
