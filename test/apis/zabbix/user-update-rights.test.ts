// Who may change whom, and what: by rank, oneself and others, the guest, the last super administrator, provisioned users.
import { describe, expect, test } from 'vitest';
import { updateUsers } from '../../../src/core/commands/update-users.ts';
import { untouched } from '../../../src/core/model/patch.ts';
import type { User } from '../../../src/core/model/user.ts';
import { adminPassword, openPlace, usePlace } from './harness.ts';
import { contextOf, newcomer, password } from './login-scene.ts';
import { refuseUpdate, seen, silent } from './user-scene.ts';

const place = usePlace();
const nobody = 'No permissions to referred object or it does not exist!';
const shut = 'User cannot add oneself to a disabled group or a group with disabled GUI access.';

async function member(roleid: string, more: object = {}) {
  const username = place.fresh('member');
  const userid = await newcomer(place, username, { roleid, ...more });
  return { userid, username, auth: await place.login(username, password) };
}

/** All that anybody may change of themselves. */
const own = {
  ...{ name: 'John', surname: 'Doe', url: '/x', autologin: 0, autologout: '1h', lang: 'de_DE', refresh: '1m' },
  ...{ theme: 'dark-theme', rows_per_page: 10, timezone: 'Europe/Riga' },
  medias: [{ mediatypeid: '1', sendto: ['john@example.com'] }],
};

describe.each([
  ['1', 'a user'],
  ['2', 'an admin'],
])('role %s, %s', (roleid) => {
  test('changes what is their own', async () => {
    const { userid, auth } = await member(roleid);
    expect(await place.ask('user.update', { userid, ...own }, auth)).toEqual({ userids: [userid] });
    const { medias, ...rest } = await seen(place, userid);
    expect(rest).toMatchObject({ name: 'John', autologout: '1h', lang: 'de_DE', timezone: 'Europe/Riga' });
    expect(medias).toMatchObject([{ mediatypeid: '1', sendto: ['john@example.com'] }]);
    const { body } = await place.rest('GET', `/api/users/serial:${userid}`);
    expect(body.emails, 'nobody gives themselves an address').toEqual([]);
  });

  test('reaches nobody else', async () => {
    const { userid, auth } = await member(roleid);
    for (const other of [await silent(place), '1', '2', '999999', '0', '9223372036854775807']) {
      await refuseUpdate(place, { userid: other, name: 'x' }, nobody, { code: -32500, auth });
      await refuseUpdate(place, [{ userid, name: 'x' }, { userid: other }], nobody, { code: -32500, auth });
    }
  });

  test('neither renames nor promotes nor moves oneself', async () => {
    const { userid, username, auth } = await member(roleid);
    const only = (name: string) => `Only Super admin users can update "${name}" parameter.`;
    await refuseUpdate(place, { userid, username: 'other' }, only('username'), { auth });
    await refuseUpdate(place, { userid, username: `${username} ` }, only('username'), { auth });
    await refuseUpdate(place, { userid, roleid: '3' }, 'User cannot change own role.', { auth });
    await refuseUpdate(place, { userid, roleid: '0' }, 'User cannot change own role.', { auth });
    for (const usrgrps of [[], [{ usrgrpid: '8' }], [{ usrgrpid: '7' }, { usrgrpid: '8' }]]) {
      await refuseUpdate(place, { userid, usrgrps }, only('usrgrps'), { auth });
    }
    const same = { userid, username, roleid, usrgrps: [{ usrgrpid: '7' }] };
    expect(await place.ask('user.update', same, auth)).toEqual({ userids: [userid] });
  });

  test('makes nobody', async () => {
    const { auth } = await member(roleid);
    await place.refuse('user.create', { username: 'x' }, -32500, 'No permissions to call "user.create".', auth);
  });
});

describe('a super administrator', () => {
  test('changes everything of others', async () => {
    const userid = await silent(place);
    const wish = {
      userid,
      username: place.fresh('renamed'),
      roleid: '2',
      usrgrps: [{ usrgrpid: '9' }, { usrgrpid: '12' }],
    };
    await place.ask('user.update', wish);
    const { usrgrps, ...rest } = await seen(place, userid);
    expect(rest).toMatchObject({ username: wish.username, roleid: '2' });
    expect(usrgrps).toEqual([{ usrgrpid: '9' }, { usrgrpid: '12' }]);
    for (const unknown of ['999999', '0', '9223372036854775807']) {
      await refuseUpdate(place, [{ userid, name: 'x' }, { userid: unknown }], nobody, { code: -32500 });
    }
  });

  test('renames and moves oneself, but not out, and changes no role of their own', async () => {
    const { userid, auth } = await member('3');
    await place.ask('user.update', { userid, username: place.fresh('captain'), usrgrps: [] }, auth);
    await place.ask('user.update', { userid, usrgrps: [{ usrgrpid: '7' }], roleid: '3' }, auth);
    await refuseUpdate(place, { userid, roleid: '2' }, 'User cannot change own role.', { auth });
    await refuseUpdate(place, { userid, usrgrps: [{ usrgrpid: '7' }, { usrgrpid: '9' }] }, shut, { auth });
    await refuseUpdate(place, { userid, usrgrps: [{ usrgrpid: '12' }] }, shut, { auth });
  });
});

describe('the guest', () => {
  test.each([
    [{ username: 'visitor' }, 'Cannot rename guest user.'],
    [{ lang: 'default' }, 'Not allowed to set language for user "guest".'],
    [{ theme: 'default' }, 'Not allowed to set theme for user "guest".'],
    [{ passwd: password }, 'Not allowed to set password for user "guest".'],
    [{ username: 'visitor', lang: 'de_DE' }, 'Cannot rename guest user.'],
    [{ passwd: password, theme: 'default' }, 'Not allowed to set theme for user "guest".'],
  ])('stays the guest: %j', (wish, data) => refuseUpdate(place, { userid: '2', ...wish }, data));

  test('is free to change otherwise', async () => {
    const wish = {
      userid: '2',
      username: 'guest',
      name: 'G',
      url: '/g',
      rows_per_page: 5,
      timezone: 'UTC',
      refresh: '10s',
    };
    await place.ask('user.update', wish);
    expect(await seen(place, '2')).toMatchObject({ username: 'guest', name: 'G', rows_per_page: '5', timezone: 'UTC' });
    await place.ask('user.update', { userid: '2', roleid: '1', usrgrps: [{ usrgrpid: '8' }, { usrgrpid: '12' }] });
    expect(await seen(place, '2')).toMatchObject({ roleid: '1' });
  });
});

describe('the last super administrator', () => {
  const last = 'At least one active user must exist with role "Super admin role".';

  test('stays one, and nobody counts who cannot get in', async () => {
    const alone = await openPlace();
    const chief = await newcomer(alone, 'chief', { roleid: '3' });
    const auth = await alone.login('chief', password);
    const others = [
      { roleid: '3', usrgrps: [] },
      { roleid: '3', usrgrps: [{ usrgrpid: '7' }, { usrgrpid: '9' }] },
      { roleid: '3', usrgrps: [{ usrgrpid: '12' }] },
      { roleid: '2', usrgrps: [{ usrgrpid: '7' }] },
    ];
    for (const [index, other] of others.entries()) await newcomer(alone, `other ${index}`, other);
    await alone.ask('user.update', { userid: '1', roleid: '2' }, auth);
    await refuseUpdate(alone, { userid: chief, roleid: '2' }, last, { auth });
    await refuseUpdate(
      alone,
      [
        { userid: chief, roleid: '1', name: 'x' },
        { userid: '1', name: 'x' },
      ],
      last,
      { auth },
    );
    await alone.ask('user.update', { userid: '1', roleid: '3' }, auth);
    await refuseUpdate(alone, { userid: chief, roleid: '2' }, 'User cannot change own role.', { auth });
    await refuseUpdate(
      alone,
      [
        { userid: '1', roleid: '2' },
        { userid: chief, roleid: '2' },
      ],
      last,
      { auth },
    );
    await alone.app.close(100);
  });

  test('of two who take each other’s role away at the same moment, one stays', async () => {
    const alone = await openPlace();
    const chief = await newcomer(alone, 'chief', { roleid: '3' });
    const auth = await alone.login('chief', password);
    const answers = await Promise.all([
      alone.call('user.update', { userid: '1', roleid: '2' }, auth),
      alone.call('user.update', { userid: chief, roleid: '2' }, await alone.login('Admin', adminPassword)),
    ]);
    expect(answers.filter(({ result }) => result !== undefined)).toHaveLength(1);
    await alone.app.close(100);
  });
});

describe('a provisioned user', () => {
  async function kept() {
    const userid = await silent(place, {
      medias: [
        { mediatypeid: '3', sendto: '+1' },
        { mediatypeid: '1', sendto: 'a@example.com' },
      ],
    });
    const [first, second] = (await seen(place, userid)).medias;
    const context = await contextOf(place);
    const reference = { by: 'serial', serial: Number(userid) } as const;
    const make = (user: User) => {
      const { medias } = user.extras.zabbix ?? {};
      const list = Array.isArray(medias) ? medias : [];
      const provided = list.map((media, index) =>
        index === 0 ? Object.assign({}, media, { userdirectory_mediaid: '1' }) : media,
      );
      return {
        ...untouched,
        extras: { op: 'merge', api: 'zabbix', value: { userdirectoryid: '1', medias: provided } },
      } as const;
    };
    await updateUsers(context, [{ reference, patch: make, ifRev: null }], { system: false });
    return { userid, first, second, user: await seen(place, userid) };
  }
  const readonly = (name: string, path = '/1') =>
    `Invalid parameter "${path}": cannot update readonly parameter "${name}" of provisioned user.`;

  test('is what the directory says', async () => {
    const { userid, user } = await kept();
    expect(user).toMatchObject({ userdirectoryid: '1', provisioned: '1' });
    await refuseUpdate(place, { userid, username: 'x' }, readonly('username'));
    await refuseUpdate(place, { userid, passwd: password }, readonly('passwd'));
    await refuseUpdate(place, { userid, passwd: password, username: 'x' }, readonly('username'));
    await refuseUpdate(place, { userid, roleid: '2' }, readonly('roleid'));
    await refuseUpdate(place, { userid, roleid: '999' }, readonly('roleid'));
    await refuseUpdate(place, { userid, usrgrps: [{ usrgrpid: '7' }] }, readonly('usrgrps'));
    const same = {
      userid,
      username: user.username,
      roleid: '1',
      usrgrps: [{ usrgrpid: '12' }],
      name: 'N',
      surname: 'S',
    };
    await place.ask('user.update', same);
    expect(await seen(place, userid)).toEqual({ ...user, name: 'N', surname: 'S' });
  });

  test('keeps the media from there', async () => {
    const { userid, first, second, user } = await kept();
    const { mediaid } = first;
    const path = '/1/medias/1';
    await refuseUpdate(place, { userid, medias: [{ mediaid, sendto: '+2' }] }, readonly('sendto', path));
    await refuseUpdate(place, { userid, medias: [{ mediaid, mediatypeid: '1' }] }, readonly('mediatypeid', path));
    await refuseUpdate(
      place,
      { userid, medias: [{ mediaid, sendto: '+2', mediatypeid: '1' }] },
      readonly('mediatypeid', path),
    );
    await place.ask('user.update', {
      userid,
      medias: [{ mediaid, sendto: '+1', mediatypeid: 3, severity: 1 }, second].map(withoutRead),
    });
    expect((await seen(place, userid)).medias).toMatchObject([
      { mediaid, severity: '1', provisioned: '1' },
      { mediaid: second.mediaid },
    ]);
    await place.ask('user.update', { userid, medias: [] });
    expect((await seen(place, userid)).medias).toMatchObject([{ ...user.medias[0], severity: '1' }]);
  });
});

function withoutRead({ userdirectory_mediaid: _, provisioned: __, ...media }: Record<string, unknown>) {
  return media;
}
