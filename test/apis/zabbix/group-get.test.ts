// Getting user groups.
import { beforeAll, describe, expect, test } from 'vitest';
import { usePlace } from './harness.ts';

const place = usePlace();
const got = (params: object) => place.ask('usergroup.get', { output: ['usrgrpid'], ...params });
const ids = (...usrgrpids: string[]) => usrgrpids.map((usrgrpid) => ({ usrgrpid }));

beforeAll(async () => {
  const passwd = 'Quarterdeck-92';
  await place.ask('user.create', [
    { username: 'three', passwd, usrgrps: [{ usrgrpid: '11' }, { usrgrpid: '7' }] },
    { username: 'four', passwd, usrgrps: [{ usrgrpid: '11' }] },
  ]);
  await place.rest('POST', '/api/users', { username: 'five', groups: ['11', 'staff'] });
});

test('tells all of a fresh server by id', async () => {
  const plain = {
    gui_access: '0',
    users_status: '0',
    debug_mode: '0',
    userdirectoryid: '0',
    mfa_status: '0',
    mfaid: '0',
  };
  expect(await place.ask('usergroup.get', [])).toEqual([
    { usrgrpid: '7', name: 'Zabbix administrators', ...plain },
    { usrgrpid: '8', name: 'Guests', ...plain },
    { usrgrpid: '9', name: 'Disabled', ...plain, users_status: '1' },
    { usrgrpid: '11', name: 'Enabled debug mode', ...plain, debug_mode: '1' },
    { usrgrpid: '12', name: 'No access to the frontend', ...plain, gui_access: '3' },
    { usrgrpid: '13', name: 'Internal', ...plain, gui_access: '1' },
  ]);
});

test.each([
  [{ usrgrpids: '7' }, ['7']],
  [{ usrgrpids: [11, '007', 99] }, ['7', '11']],
  [{ usrgrpids: [] }, []],
  [{ userids: '3' }, ['7', '11']],
  [{ userids: ['2', '4'] }, ['8', '9', '11', '13']],
  [{ userids: '5' }, ['11']],
  [{ userids: '99' }, []],
  [{ userids: '3', usrgrpids: ['7', '8'] }, ['7']],
  [{ status: 1 }, ['9']],
  [{ status: '0', limit: 2 }, ['7', '8']],
  [{ mfa_status: 1 }, []],
  [{ mfa_status: [0, 1], status: 1 }, ['9']],
  [{ mfaids: '5' }, []],
  [{ filter: { name: ['Guests', 'Internal', 'guests'] } }, ['8', '13']],
  [{ filter: { gui_access: [1, 3], foo: 1 } }, ['12', '13']],
  [{ search: { name: 'ENABLED' } }, ['11']],
  [{ search: { name: 'd' }, startSearch: true }, ['9']],
  [{ sortfield: 'name', limit: 3 }, ['9', '11', '8']],
  [{ sortfield: ['usrgrpid'], sortorder: ['DESC'], limit: 1 }, ['13']],
  [{ editable: true, limit: 1, foo: 'bar' }, ['7']],
])('%j', async (params, expected) => expect(await got(params)).toEqual(ids(...expected)));

test('the form of the answer', async () => {
  expect(await place.ask('usergroup.get', { countOutput: true, limit: 1, selectUsers: 'extend' })).toBe('6');
  expect(await got({ usrgrpids: '8', preservekeys: true })).toEqual({ 8: { usrgrpid: '8' } });
  expect(await got({ usrgrpids: '8', output: ['name', 'foo'] })).toEqual([{ usrgrpid: '8', name: 'Guests' }]);
});

test.each([
  [{ sortfield: 'gui_access' }, 'Sorting by field "gui_access" not allowed.'],
  [{ usrgrpids: 'x' }, 'Database error occurred.'],
  [{ userids: ['1', null] }, 'Database error occurred.'],
  [{ status: 'on' }, 'Database error occurred.'],
])('%j is refused', (params, data) => place.refuse('usergroup.get', params, -32500, data));

describe('selects', () => {
  test('users ride along by id, whoever is in the group', async () => {
    expect(await got({ usrgrpids: ['11', '12'], selectUsers: ['username'] })).toEqual([
      {
        usrgrpid: '11',
        users: [
          { userid: '3', username: 'three' },
          { userid: '4', username: 'four' },
          { userid: '5', username: 'five' },
        ],
      },
      { usrgrpid: '12', users: [] },
    ]);
  });

  test('all of a user includes access over all of their groups', async () => {
    const [group] = await got({ usrgrpids: '9', selectUsers: 'extend' });
    expect(group.users).toEqual([
      expect.objectContaining({ userid: '2', username: 'guest', gui_access: '1', debug_mode: '0', users_status: '1' }),
    ]);
    expect((await got({ usrgrpids: '9', selectUsers: ['users_status'] }))[0].users).toEqual([
      { userid: '2', gui_access: '1', debug_mode: '0', users_status: '1' },
    ]);
    expect(JSON.stringify(group)).not.toMatch(/passw/);
  });

  test('there are no rights and no tag filters', async () => {
    const all = { selectHostGroupRights: 'extend', selectTemplateGroupRights: ['id'], selectRights: 'extend' };
    expect(await got({ usrgrpids: '7', ...all, selectTagFilters: 'extend' })).toEqual([
      { usrgrpid: '7', hostgroup_rights: [], templategroup_rights: [], rights: [], tag_filters: [] },
    ]);
    expect(await got({ usrgrpids: '7', selectRights: 'count', selectUsers: 'count', selectTagFilters: null })).toEqual(
      ids('7'),
    );
  });
});
