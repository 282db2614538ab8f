// Several users in one call, and several calls at the same moment.
import { describe, expect, test } from 'vitest';
import { toldDuring } from './group-scene.ts';
import { engines, usePlace } from './harness.ts';
import { recordOf } from './login-scene.ts';
import { refuseCreate, refuseUpdate, seen, silent } from './user-scene.ts';

describe.each(engines)('on %s', (engine) => {
  const place = usePlace({ engine });
  const empty = 'Invalid parameter "/": cannot be empty.';
  const usrgrps = [{ usrgrpid: '12' }];

  describe('the shapes of a call', () => {
    test.each(['user.create', 'user.update'])('%s wants something', async (method) => {
      await place.refuse(method, [], -32602, empty);
      await place.refuse(method, {}, -32602, empty);
      await place.refuse(method, ['x'], -32602, 'Invalid parameter "/1": an array is expected.');
      await place.refuse(method, [null], -32602, 'Invalid parameter "/1": an array is expected.');
    });

    test('answers in the order of the request, one or many, and ids as they are', async () => {
      const names = ['b', 'a', 'c'].map((word) => place.fresh(word));
      const { userids } = await place.ask(
        'user.create',
        names.map((username) => ({ username, usrgrps })),
      );
      const shown = await Promise.all(userids.map((userid: string) => seen(place, userid)));
      expect(shown.map(({ username }) => username)).toEqual(names);
      expect(userids.map(Number)).toEqual(userids.map(Number).toSorted((left: number, right: number) => left - right));
      const turned = userids.toReversed().map((userid: string) => ({ userid: Number(userid), name: 'x' }));
      expect(await place.ask('user.update', turned)).toEqual({ userids: userids.toReversed() });
      expect(await place.ask('user.update', { userid: `00${userids[0]}` })).toEqual({ userids: [userids[0]] });
      expect(await place.ask('user.create', { username: place.fresh('d'), usrgrps })).toEqual({
        userids: [expect.any(String)],
      });
    });

    test.each([
      ['x', 'a number is expected'],
      [null, 'a number is expected'],
      [-1, 'a number is expected'],
      [1.5, 'a number is expected'],
      ['', 'a number is expected'],
      [[], 'a number is expected'],
      ['9223372036854775808', 'a number is too large'],
    ])('userid %j is none', (userid, reason) =>
      place.refuse('user.update', { userid, name: 'x' }, -32602, `Invalid parameter "/1/userid": ${reason}.`),
    );
  });

  describe('all or nothing', () => {
    test('of a change', async () => {
      const [one, two] = [await silent(place), await silent(place)];
      const told = await toldDuring(place, async () => {
        for (const bad of [{ name: 5 }, { roleid: '99' }, { username: 'guest' }, { passwd: 'x' }, { usrgrps: [] }]) {
          const wish = [
            { userid: one, name: 'changed', passwd: 'Mizzenmast-77', medias: [] },
            { userid: two, ...bad },
          ];
          const { error } = await place.call('user.update', wish);
          expect(error?.code).toBe(-32602);
        }
      });
      expect(told).toEqual([]);
      expect(await seen(place, one)).toMatchObject({ name: '' });
    });

    test('of a creation', async () => {
      const wish = { username: place.fresh('whole'), usrgrps };
      await refuseCreate(place, [wish, { username: 'guest', usrgrps }], 'User with username "guest" already exists.');
      await refuseCreate(
        place,
        [wish, { username: 5 }],
        'Invalid parameter "/2/username": a character string is expected.',
      );
      const data = `Invalid parameter "/2": value (username)=(${wish.username}) already exists.`;
      await refuseCreate(place, [wish, wish], data);
      await place.ask('user.create', wish);
    });

    test('names of a call are each others’, and those there were before it', async () => {
      const [first, second] = [place.fresh('swap'), place.fresh('swap')];
      const [one, two] = [await silent(place, { username: first }), await silent(place, { username: second })];
      const swap = [
        { userid: one, username: second },
        { userid: two, username: first },
      ];
      await refuseUpdate(place, swap, `User with username "${second}" already exists.`);
      const both = [
        { userid: one, username: 'same' },
        { userid: two, username: 'same' },
      ];
      await refuseUpdate(place, both, 'Invalid parameter "/2": value (username)=(same) already exists.');
      const folded = [
        { userid: one, username: 'same' },
        { userid: two, username: 'SAME' },
      ];
      await refuseUpdate(place, folded, 'User with username "SAME" already exists.');
      await refuseCreate(
        place,
        [
          { username: 'e', usrgrps },
          { username: 'E', usrgrps },
        ],
        'User with username "E" already exists.',
      );
      await refuseUpdate(place, { userid: one, username: 'GUEST' }, 'User with username "GUEST" already exists.');
      await refuseUpdate(place, { userid: one, username: 'Admin' }, 'User with username "Admin" already exists.');
      await place.ask('user.update', { userid: one, username: first.replace('s', 'S') });
      await refuseUpdate(
        place,
        { userid: '1', passwd: 'x', username: 'guest' },
        'Incorrect value for field "/1/passwd": must be at least 8 characters long.',
      );
    });
  });

  test('what changes nothing is told of nowhere', async () => {
    const medias = [{ mediatypeid: '3', sendto: '+1' }];
    const userid = await silent(place, { name: 'N', lang: 'de_DE', refresh: '1m', medias });
    const { username, ...user } = await seen(place, userid);
    const { mediaid } = user.medias[0];
    const told = await toldDuring(place, async () => {
      await place.ask('user.update', { userid });
      await place.ask('user.update', [{ userid }, { userid: '1' }]);
      await place.ask('user.update', {
        ...{ userid, username, name: 'N', surname: '', url: '', lang: 'de_DE', refresh: '1m', theme: 'default' },
        ...{ rows_per_page: 50, timezone: 'default', roleid: '1', usrgrps, autologin: 0, autologout: '15m' },
        medias: [{ mediaid, sendto: '+1', severity: 63 }],
      });
    });
    expect(told).toEqual([]);
    expect(await recordOf(place, userid)).toMatchObject({ rev: 1 });
  });

  describe('at the same moment', () => {
    test('fifty changes of one user all survive', async () => {
      const userid = await silent(place);
      const wishes = Array.from({ length: 50 }, (_, index) => {
        const fields = [
          { name: 'N' },
          { surname: 'S' },
          { url: '/u' },
          { refresh: '9s' },
          { theme: 'hc-dark' },
          { rows_per_page: 9 },
        ];
        const more = [{ lang: 'de_DE' }, { timezone: 'UTC' }, { roleid: '2' }, { autologout: '9m' }];
        return { userid, ...[...fields, ...more][index % 10] };
      });
      const answers = await Promise.all(wishes.map((wish) => place.call('user.update', wish)));
      expect(answers).toEqual(wishes.map(() => ({ result: { userids: [userid] } })));
      expect(await seen(place, userid)).toMatchObject({
        ...{ name: 'N', surname: 'S', url: '/u', refresh: '9s', theme: 'hc-dark', rows_per_page: '9' },
        ...{ lang: 'de_DE', timezone: 'UTC', roleid: '2', autologout: '9m' },
      });
    });

    test('so do changes of oneself, and lists of users in any order', async () => {
      const [one, two] = [await silent(place), await silent(place)];
      const fields = [{ name: 'N' }, { surname: 'S' }, { url: '/u' }, { refresh: '9s' }];
      await Promise.all([
        ...fields.map((field) => place.ask('user.update', { userid: '1', ...field })),
        ...fields.map((field) =>
          place.ask('user.update', [
            { userid: one, ...field },
            { userid: two, ...field },
          ]),
        ),
        ...fields.map((field) =>
          place.ask('user.update', [
            { userid: two, ...field },
            { userid: one, ...field },
          ]),
        ),
      ]);
      for (const userid of ['1', one, two]) {
        expect(await seen(place, userid)).toMatchObject({ name: 'N', surname: 'S', url: '/u', refresh: '9s' });
      }
    });

    test('of two who want a name one gets it', async () => {
      const username = place.fresh('wanted');
      const userid = await silent(place);
      const answers = await Promise.all([
        place.call('user.create', { username, usrgrps }),
        place.call('user.create', { username, usrgrps }),
        place.call('user.update', { userid, username }),
      ]);
      expect(answers.filter(({ result }) => result !== undefined)).toHaveLength(1);
      for (const { error } of answers.filter(({ result }) => result === undefined)) {
        expect(error).toMatchObject({ code: -32602, data: `User with username "${username}" already exists.` });
      }
      expect(await place.ask('user.get', { countOutput: true, filter: { username } })).toBe('1');
    });

    test('nobody gets a role that goes', async () => {
      for (let round = 0; round < 10; round++) {
        const userid = await silent(place);
        const { roleids } = await place.ask('role.create', { name: place.fresh('brief'), type: 1 });
        const [removed, given, made] = await Promise.all([
          place.call('role.delete', roleids),
          place.call('user.update', { userid, roleid: roleids[0] }),
          place.call('user.create', { username: place.fresh('briefly'), usrgrps, roleid: roleids[0] }),
        ]);
        const holders = [given, made].filter(({ result }) => result !== undefined).length;
        expect(holders === 0 || removed.result === undefined, JSON.stringify([removed, given, made])).toBe(true);
        if (holders === 0) expect((await seen(place, userid)).roleid).toBe('1');
      }
    });
  });
});
