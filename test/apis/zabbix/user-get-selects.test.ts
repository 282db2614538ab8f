// Getting users with what belongs to them: groups, media, media types, the role, access.
import { beforeAll, describe, expect, test } from 'vitest';
import { usePlace } from './harness.ts';

const place = usePlace();
const told = async (userid: string, params: object) => {
  const [user] = await place.ask('user.get', { output: [], userids: userid, ...params });
  return user;
};

beforeAll(async () => {
  const passwd = 'Quarterdeck-92';
  const email = { mediatypeid: '4', sendto: ['a@example.com', 'Bo <b@example.com>'], active: 1, severity: 5 };
  const sms = { mediatypeid: '3', sendto: '+1', period: '1-5,09:00-18:00' };
  await place.ask('user.create', [
    {
      username: 'three',
      passwd,
      roleid: '2',
      usrgrps: [{ usrgrpid: '12' }, { usrgrpid: '7' }],
      medias: [email, sms, sms],
    },
    { username: 'four', passwd },
  ]);
  const mail = { address: 'five@example.com', verified: true };
  await place.rest('POST', '/api/users', { username: 'five', emails: [mail], groups: ['staff', '11'] });
});

describe('selectUsrgrps', () => {
  test('tells groups by id, and no label that is none', async () => {
    expect(await told('3', { selectUsrgrps: ['name'] })).toEqual({
      userid: '3',
      usrgrps: [
        { usrgrpid: '7', name: 'Zabbix administrators' },
        { usrgrpid: '12', name: 'No access to the frontend' },
      ],
    });
    expect((await told('5', { selectUsrgrps: 'extend' })).usrgrps).toEqual([
      {
        usrgrpid: '11',
        name: 'Enabled debug mode',
        gui_access: '0',
        users_status: '0',
        debug_mode: '1',
        userdirectoryid: '0',
        mfa_status: '0',
        mfaid: '0',
      },
    ]);
    expect(await told('4', { selectUsrgrps: 'extend' })).toEqual({ userid: '4', usrgrps: [] });
  });

  test.each([['usrgrpid'], [[]], [['foo']], [true]])('%j names the id', async (selectUsrgrps) => {
    expect((await told('5', { selectUsrgrps })).usrgrps).toEqual([{ usrgrpid: '11' }]);
  });
});

describe('selectMedias', () => {
  test('tells lists of addresses for email and texts for the rest', async () => {
    const { medias } = await told('3', { selectMedias: 'extend' });
    const sms = { mediatypeid: '3', sendto: '+1', active: '0', severity: '63', period: '1-5,09:00-18:00' };
    const own = { userdirectory_mediaid: '0', provisioned: '0' };
    expect(medias).toEqual([
      {
        ...{ mediaid: '3000001', mediatypeid: '4', sendto: ['a@example.com', 'Bo <b@example.com>'] },
        ...{ active: '1', severity: '5', period: '1-7,00:00-24:00', ...own },
      },
      { mediaid: '3000002', ...sms, ...own },
      { mediaid: '3000003', ...sms, ...own },
    ]);
  });

  test('tells the primary address of somebody who has never had any', async () => {
    expect((await told('5', { selectMedias: ['mediatypeid', 'sendto'] })).medias).toEqual([
      { mediatypeid: '1', sendto: ['five@example.com'] },
    ]);
    expect((await told('4', { selectMedias: 'extend' })).medias).toEqual([]);
  });

  test('the id does not ride along', async () => {
    expect((await told('5', { selectMedias: ['severity', 'userid'] })).medias).toEqual([{ severity: '63' }]);
    expect((await told('5', { selectMedias: ['foo'] })).medias).toEqual([[]]);
  });
});

test('selectMediatypes tells each type once, with its id', async () => {
  expect((await told('3', { selectMediatypes: ['name'] })).mediatypes).toEqual([
    { mediatypeid: '3', name: 'SMS' },
    { mediatypeid: '4', name: 'Email (HTML)' },
  ]);
  const [sms] = (await told('3', { selectMediatypes: 'extend' })).mediatypes;
  expect(sms).toMatchObject({ type: '2', gsm_modem: '/dev/ttyS0', passwd: '', parameters: [] });
  expect((await told('4', { selectMediatypes: 'extend' })).mediatypes).toEqual([]);
});

describe('selectRole', () => {
  test('tells an object, or an empty list', async () => {
    expect((await told('3', { selectRole: 'extend' })).role).toEqual({
      ...{ roleid: '2', name: 'Admin role', type: '2', readonly: '0' },
    });
    expect((await told('1', { selectRole: ['type', 'readonly'] })).role).toEqual({ type: '3', readonly: '1' });
    expect((await told('3', { selectRole: [] })).role).toEqual([]);
    expect((await told('4', { selectRole: 'extend' })).role).toEqual([]);
  });

  test.each([
    ['count', '/output', 'value must be "extend"'],
    [['foo'], '/output/1', 'value must be one of "roleid", "name", "type", "readonly"'],
    [true, '/output', 'an array or a character string is expected'],
  ])('%j is refused as role.get would', async (selectRole, path, reason) => {
    await place.refuse('user.get', { selectRole }, -32602, `Invalid parameter "${path}": ${reason}.`);
    expect(await place.ask('user.get', { selectRole, userids: [] })).toEqual([]);
  });
});

describe('getAccess', () => {
  test.each([[true], [false], [1], ['']])('%j tells the highest over the groups, as texts', async (getAccess) => {
    const { gui_access, debug_mode, users_status } = await told('3', { getAccess });
    expect([gui_access, debug_mode, users_status]).toEqual(['3', '0', '0']);
  });

  test('tells numbers where there is no group, labels notwithstanding', async () => {
    expect(await told('4', { getAccess: true })).toEqual({
      userid: '4',
      gui_access: 0,
      debug_mode: 0,
      users_status: 0,
    });
    expect(await told('5', { getAccess: true })).toMatchObject({ debug_mode: '1' });
    expect(await told('2', { getAccess: true })).toMatchObject({ gui_access: '1', users_status: '1' });
  });
});

test('count and null tell nothing more', async () => {
  const count = { selectUsrgrps: 'count', selectMedias: 'count', selectMediatypes: 'count' };
  expect(await told('3', { ...count, selectRole: null, getAccess: null })).toEqual({ userid: '3' });
});

test('what is told along rides with preservekeys, and not with a count', async () => {
  expect(await place.ask('user.get', { output: [], userids: 4, preservekeys: 1, selectRole: 'extend' })).toEqual({
    4: { userid: '4', role: [] },
  });
  expect(await place.ask('user.get', { countOutput: true, selectRole: 'count', getAccess: true })).toBe('5');
});
