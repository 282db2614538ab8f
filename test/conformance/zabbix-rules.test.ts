// Zabbix' contract, rules: what calls that succeed do and leave alone.
import { describe, expect, test } from 'vitest';
import { medias, password, useScene, type Who } from './zabbix-scene.ts';

const { on, ask } = useScene();
const update = (wish: object, by: Who = 'Admin') => ask('user.update', { userid: '7', ...wish }, by);
const seen = async (userid = '7') => (await ask('user.get', { userids: userid, selectMedias: 'extend' }))[0];
const dead = 'Session terminated, re-login, please.';
const lives = async (session: string) => {
  const { error } = await on().place.call('user.get', { countOutput: true }, session);
  return error === undefined ? true : error.data;
};

describe('a user', () => {
  test('has either autologin or autologout', async () => {
    await update({ autologin: 1 });
    expect(await seen()).toMatchObject({ autologin: '1', autologout: '0' });
    await update({ autologout: 90 });
    expect(await seen()).toMatchObject({ autologin: '0', autologout: '90' });
    await update({ autologin: 1, autologout: 0 });
    expect(await seen()).toMatchObject({ autologin: '1', autologout: '0' });
  });

  test.each([
    ...['http://a', 'HTTP://x', 'ssh://x', 'mailto:a@b', 'a', '/x', '//host/x', 'zabbix.php?action=x', '{$MACRO}'],
    ...['ht!tp://x', ''],
  ])('has the url %j', async (url) => {
    await update({ url });
    expect(await seen()).toMatchObject({ url });
  });

  test('has the values as they were sent', async () => {
    const wish = { refresh: '1m', rows_per_page: '007', timezone: 'UTC', lang: 'bg_BG', username: ' silent\t' };
    await update(wish);
    expect(await seen()).toMatchObject({ ...wish, rows_per_page: '7' });
    await update({ username: 'silent', refresh: 45 });
    expect(await seen()).toMatchObject({ username: 'silent', refresh: '45' });
  });

  test('is told the same about oneself without harm', async () => {
    const same = { userid: '3', username: 'mate', roleid: '1', usrgrps: [{ usrgrpid: '14' }] };
    expect(await ask('user.update', same, 'mate')).toEqual({ userids: ['3'] });
  });

  test('needs no password where a directory or nobody asks for one', async () => {
    for (const usrgrps of [[{ usrgrpid: '16' }], [{ usrgrpid: '13' }, { usrgrpid: '12' }], [{ usrgrpid: '12' }]]) {
      await update({ usrgrps });
    }
  });

  test('has the media that were sent; those with an id keep what is not said', async () => {
    await update({
      medias: [
        { mediaid: medias.silent, severity: 4 },
        { mediatypeid: 3, sendto: '' },
      ],
    });
    const [kept, added] = (await seen()).medias;
    expect(kept).toMatchObject({ mediaid: medias.silent, sendto: '+1', severity: '4' });
    expect(added).toMatchObject({ sendto: '', severity: '63' });
    await update({ medias: [{ mediaid: medias.silent, mediatypeid: '1' }] });
    expect((await seen()).medias, 'the stored address is not checked again').toMatchObject([{ sendto: ['+1'] }]);
    await ask('user.update', { userid: '10', medias: [] });
    expect((await seen('10')).medias, 'provisioned ones stay').toMatchObject([{ mediaid: medias.parrot[0] }]);
  });
});

describe('sessions', () => {
  test('end with any password, and with no other change; tokens go on', async () => {
    const { place, shows } = on();
    const [own, other] = [await place.login('captain', password), await place.login('captain', password)];
    await place.ask('user.update', { userid: '5', name: 'x', usrgrps: [{ usrgrpid: '7' }] }, own);
    await ask('user.update', { userid: '5', username: 'skipper' });
    expect([await lives(own), await lives(other)]).toEqual([true, true]);
    const wish = { userid: '5', username: 'captain', passwd: password, current_passwd: password };
    await place.ask('user.update', wish, own);
    expect([await lives(own), await lives(other)]).toEqual([dead, dead]);
    expect(await lives(shows.get("the captain's token") ?? '')).toBe(true);
  });

  test('end for good when used while a group is disabled, and outlive it unused', async () => {
    const { place } = on();
    const [used, unused] = [await place.login('officer', password), await place.login('officer', password)];
    await ask('usergroup.update', { usrgrpid: '14', users_status: 1 });
    expect(await lives(used)).toBe(dead);
    expect(await lives(on().shows.get("the mate's token") ?? '')).toBe('Not authorized.');
    await ask('usergroup.update', { usrgrpid: '14', users_status: 0 });
    expect([await lives(used), await lives(unused)]).toEqual([dead, true]);
    expect(await lives(on().shows.get("the mate's token") ?? '')).toBe(true);
  });

  test('feel the rules of a role at once', async () => {
    const { place, shows } = on();
    await ask('role.update', { roleid: '6', rules: { 'api.access': 1, 'api.mode': 1, api: ['user.*'] } });
    expect(await lives(shows.get('mute') ?? '')).toBe(true);
    const { error } = await place.call('role.get', {}, shows.get('mute') ?? null);
    expect(error?.data).toBe('No permissions to call "role.get".');
    await ask('role.update', { roleid: '6', rules: { 'api.mode': 0, api: ['*.get'] } });
    expect(await lives(shows.get('mute') ?? '')).toBe('No permissions to call "user.get".');
  });
});

describe('getting users', () => {
  const ids = async (params: object, by: Who = 'Admin') =>
    (await ask('user.get', { output: [], sortfield: 'userid', ...params }, by)).map(
      ({ userid }: { userid: string }) => userid,
    );

  test.each<[object, string[]]>([
    [{ filter: { username: 'mate' } }, ['3']],
    [{ filter: { username: 'MATE' } }, []],
    [{ filter: { username: ['mate', 'parrot', 'x'] } }, ['3', '10']],
    [{ filter: { username: 'mate', name: 'x' } }, []],
    [{ filter: { username: 'mate', name: 'Zabbix' }, searchByAny: true }, ['1', '3']],
    [{ filter: { roleid: 0 } }, ['9']],
    [{ filter: { provisioned: 1 } }, ['10']],
    [{ filter: { autologout: '900' }, userids: ['3', '1'] }, ['3']],
    [{ filter: { roleid: 'x' } }, []],
    [{ filter: { username: '' }, userids: '3' }, ['3']],
    [{ filter: { foo: 1 }, userids: 3 }, ['3']],
    [{ search: { username: 'MAT' } }, ['3']],
    [{ search: { username: ['a', 't'] } }, ['3', '5', '10']],
    [{ search: { username: '%' } }, []],
    [{ search: { username: 'aptain' }, startSearch: true }, []],
    [{ search: { username: 'capt' }, startSearch: true }, ['5']],
    [{ search: { username: 'm*e' }, searchWildcardsEnabled: true }, ['3', '6']],
    [{ search: { username: 'm*t' }, searchWildcardsEnabled: true }, []],
    [{ search: { username: 'a' }, excludeSearch: true, userids: ['3', '4', '6'] }, ['4', '6']],
    [{ userids: [] }, []],
    [{ usrgrpids: '12' }, ['7', '10']],
    [{ mediaids: medias.parrot[0] }, ['10']],
    [{ limit: 2 }, ['1', '2']],
    [{ limit: '1', sortorder: 'DESC' }, ['11']],
    [{ limit: 0, sortorder: 'desc', userids: ['4', '3'] }, ['3', '4']],
  ])('%j → %j', async (params, expected) => expect(await ids(params)).toEqual(expected));

  test('goes by groups for everybody else', async () => {
    expect(await ids({}, 'officer')).toEqual(await ids({ usrgrpids: ['14'] }));
    expect(await ids({ filter: { roleid: '1' } }, 'mate')).toEqual(['3']);
  });
});

describe('what goes takes along what is its own', () => {
  test('a user their tokens; those made for others stay', async () => {
    const { place } = on();
    const session = await place.login('bosun', password);
    const { tokenids } = await place.ask('token.create', [{ name: 'own' }, { name: 'given', userid: '3' }], session);
    await ask('user.delete', ['11']);
    expect(await lives(session)).toBe(dead);
    expect(await ask('token.get', { tokenids })).toMatchObject([{ tokenid: tokenids[1], creator_userid: '0' }]);
  });

  test('a group its places, a media type its media', async () => {
    const { usrgrpids } = await ask('usergroup.create', { name: 'Cabin', userids: ['3'] });
    await ask('usergroup.delete', usrgrpids);
    const [mate] = await ask('user.get', { userids: '3', selectUsrgrps: ['usrgrpid'] });
    expect(mate.usrgrps).toEqual([{ usrgrpid: '14' }]);
    await update({ medias: [{ mediatypeid: '70', sendto: 'flag' }] });
    await ask('mediatype.delete', ['70']);
    expect((await seen()).medias).toEqual([]);
  });
});
