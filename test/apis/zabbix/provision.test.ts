// user.provision and userdirectory.test: what a directory makes of users, and what it takes from them.
import { afterEach, expect, test } from 'vitest';
import { searcher } from '../../ldap/people.ts';
import { bringingIn, deadPort, ldapAt, ldapPort, passwords, type Row, rows, signInBy, without } from './directories.ts';
import { openPlace, type Place } from './harness.ts';

const opened: Place[] = [];
afterEach(async () => {
  for (const place of opened.splice(0)) await place.app.close(100);
});

/** A realm into which the directory has brought ada. */
async function withAda(more: object = {}) {
  const place = await openPlace();
  opened.push(place);
  const id = await signInBy(place, ldapAt(await ldapPort(), { ...bringingIn, ...more }));
  await place.login('ada', passwords.ada);
  const read = async () => {
    const selects = { selectUsrgrps: ['usrgrpid'], selectMedias: 'extend' };
    return (await place.ask('user.get', { filter: { username: 'ada' }, ...selects }))[0];
  };
  const ask = async (held: readonly Row[]) =>
    place.ask('userdirectory.update', {
      userdirectoryid: id,
      port: await ldapPort(held),
      bind_password: searcher.password,
    });
  return { place, id, read, ask, userid: (await read()).userid };
}

const renamed = rows.map((row) =>
  row.attributes.uid?.includes('ada')
    ? { ...row, attributes: { ...row.attributes, cn: ['Augusta Ada'], mail: ['king@example.org'] } }
    : row,
);

test('brings up to date who is linked, and tells only of them', async () => {
  const { place, read, ask, userid } = await withAda();
  const [media] = (await read()).medias;
  await ask(renamed);
  expect(await place.ask('user.provision', ['1', userid, '999'])).toEqual({ userids: [userid] });
  expect(await read()).toMatchObject({
    ...{ name: 'Augusta Ada', surname: 'Lovelace', roleid: '2', usrgrps: [{ usrgrpid: '7' }] },
    medias: [{ mediaid: media.mediaid, sendto: ['king@example.org'] }],
  });
  expect(await place.ask('user.provision', ['1'])).toEqual({ userids: [] });
});

test('whoever is gone there loses role, groups and media, but what is their own', async () => {
  const { place, read, ask, userid } = await withAda({
    provision_groups: [...bringingIn.provision_groups, { name: '*', roleid: '1', user_groups: [{ usrgrpid: '8' }] }],
  });
  const [given] = (await read()).medias;
  const own = { mediatypeid: '3', sendto: '+1' };
  await place.ask('user.update', { userid, medias: [{ mediaid: given.mediaid }, own] });
  await place.rest('PATCH', `/api/users/${userid}`, { groups: ['7', '8', 'label of others'] });
  await ask(without('ada'));
  expect(await place.ask('user.provision', [userid])).toEqual({ userids: [userid] });
  const user = await read();
  expect(user).toMatchObject({ roleid: '0', usrgrps: [{ usrgrpid: '9' }], provisioned: '1' });
  expect(user.medias).toMatchObject([own]);
});

test('a server that cannot be asked takes nothing from anybody', async () => {
  const { place, id, read, userid } = await withAda();
  const before = await read();
  await place.ask('userdirectory.update', {
    userdirectoryid: id,
    port: await deadPort(),
    bind_password: searcher.password,
  });
  await place.refuse('user.provision', [userid], -32602, 'Cannot connect to LDAP server.');
  expect(await read()).toEqual(before);
});

test('a directory that brings nobody in any more is asked nothing', async () => {
  const { place, id, read, userid } = await withAda();
  const before = await read();
  await place.ask('userdirectory.update', { userdirectoryid: id, provision_status: 0 });
  const gone = 'No permissions to referred object or it does not exist!';
  await place.refuse('user.provision', [userid], -32500, gone);
  expect(await read()).toEqual(before);
});

test('is told ids, each once', async () => {
  const { place, userid } = await withAda();
  await place.refuse('user.provision', [], -32602, 'Invalid parameter "/": cannot be empty.');
  const twice = `Invalid parameter "/2": value (${userid}) already exists.`;
  await place.refuse('user.provision', [userid, userid], -32602, twice);
  const session = await place.login('ada', passwords.ada);
  await place.refuse('user.provision', [userid], -32500, 'No permissions to call "user.provision".', session);
});

test('of several mappings the highest role counts, and all groups', async () => {
  const { read } = await withAda({
    provision_groups: [
      { name: 'op*', roleid: '1', user_groups: [{ usrgrpid: '8' }] },
      { name: 'night*', roleid: '3', user_groups: [{ usrgrpid: '7' }, { usrgrpid: '11' }] },
      { name: 'operator', roleid: '2', user_groups: [{ usrgrpid: '12' }] },
    ],
  });
  const user = await read();
  expect(user.roleid).toBe('3');
  expect(user.usrgrps.map(({ usrgrpid }: { usrgrpid: string }) => usrgrpid).sort()).toEqual(['11', '7', '8']);
});

test('users outlive their directory, as users like any', async () => {
  const { place, id, read, userid } = await withAda();
  await place.ask('authentication.update', { authentication_type: 0, ldap_auth_enabled: 0, ldap_jit_status: 0 });
  await place.ask('userdirectory.delete', [id]);
  expect(await read()).toMatchObject({ userdirectoryid: '0', provisioned: '0', roleid: '2', medias: [] });
  await place.ask('user.update', { userid, passwd: 'Brand-new-77' });
  expect(await place.login('ada', 'Brand-new-77')).toMatch(/./);
});

test('a test tells what would become of a user, and changes nothing', async () => {
  const { place, id } = await withAda();
  const sent = ldapAt(await ldapPort(), bringingIn);
  const { idp_type, name, ...settings } = sent;
  const ada = { test_username: 'ada', test_password: passwords.ada };
  const made = {
    ...{ username: 'ada', name: 'Ada Lovelace', surname: 'Lovelace', roleid: '2', usrgrps: [{ usrgrpid: '7' }] },
    medias: [expect.objectContaining({ name: 'Mail', mediatypeid: '1', sendto: ['ada@example.org'] })],
  };
  expect(await place.ask('userdirectory.test', { ...settings, ...ada })).toEqual(made);
  expect(await place.ask('userdirectory.test', { userdirectoryid: id, ...ada })).toEqual({
    ...made,
    userdirectoryid: id,
  });
  const plain = ldapAt(await ldapPort(), { name: undefined });
  const jose = { test_username: 'josé', test_password: passwords.jose };
  expect(await place.ask('userdirectory.test', { ...plain, ...jose })).toEqual({ username: 'josé' });
  expect(await place.ask('user.get', { countOutput: true })).toBe('3');
});

test('a test tells what is wrong', async () => {
  const { place, id } = await withAda();
  const ada = { test_username: 'ada', test_password: 'wrong' };
  const wrong = 'Incorrect user name or password or account is temporarily blocked.';
  await place.refuse('userdirectory.test', { userdirectoryid: id, ...ada }, -32500, wrong);
  await place.refuse('userdirectory.test', { userdirectoryid: id, ...ada, test_username: '*' }, -32500, wrong);
  const port = await deadPort();
  await place.refuse(
    'userdirectory.test',
    { userdirectoryid: id, ...ada, port, bind_password: searcher.password },
    -32602,
    'Cannot connect to LDAP server.',
  );
  const bind = { userdirectoryid: id, ...ada, bind_password: 'x' };
  await place.refuse('userdirectory.test', bind, -32602, 'Cannot bind to LDAP server.');
  const missing = 'Invalid parameter "/": the parameter "host" is missing.';
  await place.refuse('userdirectory.test', ada, -32602, missing);
  const gone = 'No permissions to referred object or it does not exist!';
  await place.refuse('userdirectory.test', { userdirectoryid: '999', ...ada }, -32500, gone);
  const empty = 'Invalid parameter "/test_password": cannot be empty.';
  await place.refuse('userdirectory.test', { userdirectoryid: id, ...ada, test_password: '' }, -32602, empty);
});
