// The audit log: what was done shows, whoever did it and through whichever API, and secrets never do.
import { beforeAll, describe, expect, test } from 'vitest';
import { engines, usePlace } from './harness.ts';

describe.each(engines)('on %s', (engine) => {
  const place = usePlace({ engine });
  const password = 'Mizzenmast-47';

  type Entry = Record<string, string>;

  const last = async (count: number, more: object = {}): Promise<Entry[]> => {
    const asked = { sortfield: 'auditid', sortorder: 'DESC', limit: count, ...more };
    return await place.ask('auditlog.get', asked);
  };
  const detailsOf = ({ details = '' }: Entry) => JSON.parse(details);

  async function makeUser(more: object = {}): Promise<{ userid: string; username: string }> {
    const username = place.fresh('audited');
    const { userids } = await place.ask('user.create', {
      ...{ username, passwd: password, roleid: '1', usrgrps: [{ usrgrpid: '7' }], ...more },
    });
    return { userid: userids[0], username };
  }

  describe('a user', () => {
    test('who came, with all that is not as it would be anyway', async () => {
      const { userid, username } = await makeUser({
        name: 'Ann',
        autologout: '1h',
        medias: [{ mediatypeid: '3', sendto: '1' }],
      });
      const [entry] = await last(1);
      expect(entry).toEqual({
        auditid: expect.stringMatching(/^c[0-9a-z]{24}$/),
        userid: '1',
        username: 'Admin',
        clock: expect.stringMatching(/^\d{10}$/),
        ip: '127.0.0.1',
        action: '0',
        resourcetype: '0',
        resourceid: userid,
        resource_cuid: '0',
        resourcename: username,
        recordsetid: expect.stringMatching(/^c[0-9a-z]{24}$/),
        details: expect.any(String),
      });
      const { medias: _, ...details } = detailsOf(entry ?? {});
      expect(details).toMatchObject({
        'user.userid': ['add', userid],
        'user.username': ['add', username],
        'user.name': ['add', 'Ann'],
        'user.passwd': ['add', '******'],
        'user.autologout': ['add', '1h'],
        'user.roleid': ['add', '1'],
        'user.usrgrps[7]': ['add'],
        'user.usrgrps[7].usrgrpid': ['add', '7'],
      });
      expect(Object.keys(details).filter((path) => path.endsWith('.mediatypeid'))).toHaveLength(1);
      expect(details).not.toHaveProperty('user.theme');
    });

    test('who was changed, by the former name; nothing where nothing was', async () => {
      const { userid, username } = await makeUser({ medias: [{ mediatypeid: '3', sendto: '1' }] });
      const [media] = (await place.ask('user.get', { userids: userid, selectMedias: 'extend' }))[0].medias;
      const renamed = place.fresh('renamed');
      const medias = [{ mediaid: media.mediaid, active: 1 }];
      await place.ask('user.update', {
        userid,
        username: renamed,
        surname: 'Bee',
        usrgrps: [{ usrgrpid: '8' }],
        medias,
      });
      const [entry = {}] = await last(1);
      expect(entry).toMatchObject({ action: '1', resourceid: userid, resourcename: username });
      expect(detailsOf(entry)).toEqual({
        'user.username': ['update', renamed, username],
        'user.surname': ['update', 'Bee', ''],
        'user.usrgrps[7]': ['delete'],
        'user.usrgrps[8]': ['add'],
        'user.usrgrps[8].usrgrpid': ['add', '8'],
        'user.usrgrps[8].id': ['add', '8'],
        [`user.medias[${media.mediaid}]`]: ['update'],
        [`user.medias[${media.mediaid}].active`]: ['update', '1', '0'],
      });
      await place.ask('user.update', { userid });
      await place.ask('user.update', { userid, surname: 'Bee' });
      expect(await last(1)).toEqual([entry]);
      await place.ask('user.update', { userid, passwd: `${password}x` });
      expect(detailsOf((await last(1))[0] ?? {})).toEqual({ 'user.passwd': ['update', '******', '******'] });
    });

    test('who went, without details', async () => {
      const { userid, username } = await makeUser();
      await place.ask('user.delete', [userid]);
      expect(await last(1)).toMatchObject([{ action: '2', resourcetype: '0', resourcename: username, details: '' }]);
    });

    test('changed through another API has no caller', async () => {
      const { userid, username } = await makeUser();
      const made = await place.rest('POST', '/v1/users', { first_name: 'Cy', username: place.fresh('elsewhere') });
      expect(made.status).toBe(200);
      const [entry = {}] = await last(1);
      expect(entry).toMatchObject({ userid: '0', username: '', ip: '', action: '0' });
      expect(detailsOf(entry)).toMatchObject({ 'user.name': ['add', 'Cy'] });
      expect(await place.ask('auditlog.get', { filter: { resourcename: username }, output: ['resourceid'] })).toEqual([
        { resourceid: userid },
      ]);
    });
  });

  test('logins that fail and succeed, and logouts', async () => {
    const { userid, username } = await makeUser();
    await place.refuse(
      'user.login',
      { username, password: 'wrong' },
      -32500,
      'Incorrect user name or password or account is temporarily blocked.',
      null,
    );
    const who = { userid, username, resourceid: userid, resourcetype: '0' };
    const failed = await last(2);
    expect(failed).toMatchObject([
      { ...who, action: '9', details: '', ip: '127.0.0.1' },
      { ...who, action: '1', details: '{"user.attempt_failed":["update","1","0"]}' },
    ]);
    const session = await place.login(username, password);
    expect(await last(2)).toMatchObject([
      { ...who, action: '8', details: '' },
      { ...who, action: '1', details: '{"user.attempt_failed":["update","0","1"]}' },
    ]);
    await place.ask('user.logout', [], session);
    expect(await last(1)).toMatchObject([{ ...who, action: '4', details: '' }]);
  });

  test('groups, roles, tokens, media types and what is asked of passwords', async () => {
    const name = place.fresh('thing');
    const { usrgrpids } = await place.ask('usergroup.create', { name });
    expect(await last(1)).toMatchObject([
      { action: '0', resourcetype: '11', resourceid: usrgrpids[0], resourcename: name },
    ]);
    await place.ask('usergroup.update', { usrgrpid: usrgrpids[0], users_status: 1 });
    expect(detailsOf((await last(1))[0] ?? {})).toEqual({ 'usergroup.users_status': ['update', '1', '0'] });

    const { roleids } = await place.ask('role.create', { name, type: 1 });
    const role = { resourcetype: '44', resourceid: roleids[0] };
    const added = await last(1);
    expect(added).toMatchObject([{ ...role, action: '0', details: '' }]);
    await place.ask('role.update', { roleid: roleids[0], rules: { 'api.access': 0 } });
    expect(await last(1)).toEqual(added);
    await place.ask('role.update', { roleid: roleids[0], name: `${name}2` });
    expect(detailsOf((await last(1))[0] ?? {})).toEqual({ 'role.name': ['update', `${name}2`, name] });

    const { tokenids } = await place.ask('token.create', { name });
    expect(detailsOf((await last(1))[0] ?? {})).toEqual({
      'token.tokenid': ['add', tokenids[0]],
      'token.name': ['add', name],
      'token.userid': ['add', '1'],
    });
    for (const _ of [1, 2]) {
      const [{ token }] = await place.ask('token.generate', tokenids);
      const [entry = {}] = await last(1);
      expect(entry).toMatchObject({ action: '1', resourcetype: '45', resourceid: tokenids[0], resourcename: name });
      expect(detailsOf(entry)).toEqual({ 'token.token': ['update', '******', '******'] });
      expect(JSON.stringify(entry)).not.toContain(token);
    }
    await place.ask('token.delete', tokenids);
    expect(await last(1)).toMatchObject([{ action: '2', resourcetype: '45', details: '' }]);

    await place.ask('mediatype.update', { mediatypeid: '1', status: 0 });
    const [mediatype = {}] = await last(1);
    expect(mediatype).toMatchObject({ action: '1', resourcetype: '3', resourceid: '1', resourcename: 'Email' });
    expect(detailsOf(mediatype)).toEqual({ 'mediatype.status': ['update', '0', '1'] });

    await place.ask('authentication.update', { passwd_min_length: 9 });
    const [law = {}] = await last(1);
    expect(law).toMatchObject({ action: '1', resourcetype: '42', resourceid: '1' });
    expect(detailsOf(law)).toEqual({ 'authentication.passwd_min_length': ['update', '9', '8'] });
  });

  describe('get', () => {
    const all: { entries: Entry[] } = { entries: [] };
    beforeAll(async () => {
      await makeUser();
      all.entries = await place.ask('auditlog.get', {});
    });

    test('tells by id, user, time, filter and search', async () => {
      const { auditid = '' } = all.entries[3] ?? {};
      expect(await place.ask('auditlog.get', { auditids: auditid })).toEqual([all.entries[3]]);
      expect(await place.ask('auditlog.get', { auditids: [auditid, `c${'z'.repeat(24)}`] })).toEqual([all.entries[3]]);
      expect(await place.ask('auditlog.get', { filter: { auditid } })).toEqual([all.entries[3]]);
      const byUser = await place.ask('auditlog.get', { userids: '1' });
      expect(byUser).toEqual(all.entries.filter(({ userid }) => userid === '1'));
      expect(await place.ask('auditlog.get', { time_till: 1000 })).toEqual([]);
      expect(await place.ask('auditlog.get', { time_from: 1000, countOutput: true })).toBe(String(all.entries.length));
      const found = await place.ask('auditlog.get', { search: { details: 'user.USERNAME' } });
      expect(found).toEqual(all.entries.filter(({ details }) => details?.includes('user.username')));
      expect(found.length).toBeGreaterThan(0);
    });

    test('sorts both ways, and stops at the limit', async () => {
      expect(await place.ask('auditlog.get', { limit: 2 })).toEqual(all.entries.slice(0, 2));
      expect(await last(3)).toEqual(all.entries.toReversed().slice(0, 3));
      const clocks = (await last(50, { sortfield: 'clock' })).map(({ clock }) => Number(clock));
      expect(clocks).toEqual(clocks.toSorted((left, right) => right - left));
      const people = (await place.ask('auditlog.get', { sortfield: 'userid' })).map(({ userid }: Entry) =>
        Number(userid),
      );
      expect(people).toEqual(people.toSorted((left: number, right: number) => left - right));
    });

    test.each([
      [{ foo: 1 }, 'Invalid parameter "/": unexpected parameter "foo".'],
      [{ auditids: 'x' }, 'Invalid parameter "/auditids": an array is expected.'],
      [{ auditids: ['x'] }, 'Invalid parameter "/auditids/1": must be 25 characters long.'],
      [{ auditids: ['x'.repeat(25)] }, 'Invalid parameter "/auditids/1": CUID is expected.'],
      [{ time_from: 'x' }, 'Invalid parameter "/time_from": an integer is expected.'],
      [{ sortfield: 'ip' }, 'Invalid parameter "/sortfield/1": value must be one of "auditid", "userid", "clock".'],
      [{ search: { userid: '1' } }, 'Invalid parameter "/search": unexpected parameter "userid".'],
      [{ filter: { details: '1' } }, 'Invalid parameter "/filter": unexpected parameter "details".'],
    ])('refuses %j', async (params, data) => place.refuse('auditlog.get', params, -32602, data));

    test('is for super administrators', async () => {
      const { username } = await makeUser({ roleid: '2', passwd: 'Foremast-4711' });
      const auth = await place.login(username, 'Foremast-4711');
      await place.refuse('auditlog.get', {}, -32500, 'No permissions to call "auditlog.get".', auth);
    });
  });
});
