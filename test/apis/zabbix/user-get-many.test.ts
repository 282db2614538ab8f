// Getting users of a directory with many: the answers are the same by whatever way they are found.
import { beforeAll, describe, expect, test } from 'vitest';
import { engines, usePlace } from './harness.ts';

describe.each(engines)('on %s', (engine) => {
  const place = usePlace({ engine });
  const count = 2000;
  const first = 3;
  const got = (params: object) => place.ask('user.get', { output: ['userid'], ...params });
  const ids = (...userids: number[]) => userids.map((userid) => ({ userid: `${userid}` }));

  beforeAll(async () => {
    for (let made = 0; made < count; made += 500) {
      const users = Array.from({ length: 500 }, (_, index) => {
        const number = made + index;
        const usrgrps = [{ usrgrpid: '12' }, ...(number % 400 === 0 ? [{ usrgrpid: '8' }] : [])];
        return { username: `many ${number}`, usrgrps, roleid: number % 1000 === 0 ? '2' : '1' };
      });
      await place.ask('user.create', users);
    }
  }, 120_000);

  test('everybody, page by page', async () => {
    const everybody = await got({});
    expect(everybody).toEqual(ids(...Array.from({ length: count + 2 }, (_, index) => index + 1)));
    expect(await got({ countOutput: true })).toBe('2002');
    expect(await got({ countOutput: true, usrgrpids: '12' })).toBe('2000');
    expect(await got({ limit: 3, sortfield: 'username', sortorder: 'DESC' })).toEqual(
      ids(first + 999, first + 998, first + 997),
    );
  });

  test('few of them, by what is known of them', async () => {
    expect(await got({ userids: ['2002', '1000', '5000'] })).toEqual(ids(1000, 2002));
    expect(await got({ filter: { username: ['many 1999', 'many 0', 'MANY 1'] } })).toEqual(ids(first, first + 1999));
    expect(await got({ filter: { userid: '1500' } })).toEqual(ids(1500));
    expect(await got({ filter: { username: 'many 7' }, userids: '8' })).toEqual([]);
    expect(await got({ usrgrpids: '8' })).toEqual(ids(2, ...[0, 400, 800, 1200, 1600].map((number) => first + number)));
    expect(await got({ filter: { roleid: 2 } })).toEqual(ids(first, first + 1000));
    expect(await got({ usrgrpids: ['8', '12'], limit: 2 })).toEqual(ids(2, first));
    expect(await got({ usrgrpids: '12', limit: 2, filter: { roleid: 2 }, sortfield: 'userid' })).toEqual(
      ids(first, first + 1000),
    );
  });

  test('hundreds by their ids, in the order of these', async () => {
    const userids = Array.from({ length: 250 }, (_, index) => `${2202 - 4 * index}`);
    const found = userids.map(Number).filter((userid) => userid <= count + 2);
    expect(found).toHaveLength(200);
    expect(await got({ userids })).toEqual(ids(...found.toReversed()));
    expect(await got({ userids, limit: 101 })).toEqual(ids(...found.toReversed().slice(0, 101)));
  });

  test('a way by one field is not taken where another one will do as well', async () => {
    const filter = { username: 'many 1', roleid: '2', userid: '2002' };
    expect(await got({ filter, searchByAny: true })).toEqual(ids(first, first + 1, first + 1000, 2002));
  });

  test('roles and groups tell their many users', async () => {
    const [, admins] = await place.ask('role.get', { output: ['roleid'], selectUsers: 'count' });
    expect(admins).toEqual({ roleid: '2', users: '2' });
    const [group] = await place.ask('usergroup.get', { usrgrpids: '12', output: [], selectUsers: ['username'] });
    expect(group.users).toHaveLength(count);
    expect(group.users[1999]).toEqual({ userid: '2002', username: 'many 1999' });
  });
});
