// Logging in with a password that an LDAP server knows, and coming in by one for the first time.
import { afterEach, expect, test } from 'vitest';
import { bringingIn, deadPort, ldapAt, ldapPort, passwords, signInBy, without } from './directories.ts';
import { openPlace, type Place } from './harness.ts';

const opened: Place[] = [];
afterEach(async () => {
  for (const place of opened.splice(0)) await place.app.close(100);
});

async function open(): Promise<Place> {
  const place = await openPlace();
  opened.push(place);
  return place;
}

const wrong = 'Incorrect user name or password or account is temporarily blocked.';
const attempt = (place: Place, username: string, password: string) =>
  place.call('user.login', { username, password }, null);
const refused = (data: string, code = -32500) => ({ error: { code, data, message: expect.any(String) } });
const userOf = async (place: Place, username: string) => {
  const selects = { selectUsrgrps: ['usrgrpid'], selectMedias: 'extend', selectRole: ['roleid'] };
  return (await place.ask('user.get', { filter: { username }, ...selects }))[0];
};

/** A user here of that name, in a group whose members sign in as told. */
async function member(place: Place, username: string, gui_access: number, more: object = {}) {
  const { usrgrpids } = await place.ask('usergroup.create', { name: place.fresh('group'), gui_access, ...more });
  const user = { username, passwd: 'Local-secret-5', roleid: '1', usrgrps: [{ usrgrpid: usrgrpids[0] }] };
  return (await place.ask('user.create', user)).userids[0];
}

test('members of a group that signs in by LDAP have their password there, and nowhere else', async () => {
  const place = await open();
  await place.ask('userdirectory.create', ldapAt(await ldapPort()));
  await place.ask('authentication.update', { ldap_auth_enabled: 1 });
  await member(place, 'ada', 2);
  expect(await place.login('ada', passwords.ada)).toMatch(/^[0-9a-f]{32}$/);
  expect(await attempt(place, 'ada', 'Local-secret-5')).toEqual(refused(wrong));
  expect(await attempt(place, 'ada', '')).toEqual(refused(wrong));
  expect(await userOf(place, 'ada')).toMatchObject({ attempt_failed: '2', userdirectoryid: '0', provisioned: '0' });
  await member(place, 'josé', 1);
  expect(await place.login('josé', 'Local-secret-5')).toMatch(/./);
  expect(await attempt(place, 'josé', passwords.jose)).toEqual(refused(wrong));
});

test('while LDAP is off no password is right for them', async () => {
  const place = await open();
  await place.ask('userdirectory.create', ldapAt(await ldapPort()));
  await member(place, 'ada', 2);
  expect(await attempt(place, 'ada', passwords.ada)).toEqual(refused(wrong));
  expect(await attempt(place, 'ada', 'Local-secret-5')).toEqual(refused(wrong));
});

test('the group says which directory, and the system what a group leaves open', async () => {
  const place = await open();
  await place.ask('userdirectory.create', ldapAt(await ldapPort(without('ada')), { name: 'standard' }));
  const { userdirectoryids } = await place.ask('userdirectory.create', ldapAt(await ldapPort(), { name: 'other' }));
  await place.ask('authentication.update', { ldap_auth_enabled: 1, authentication_type: 1 });
  await member(place, 'ada', 0, { userdirectoryid: userdirectoryids[0] });
  await member(place, 'josé', 0);
  expect(await place.login('ada', passwords.ada)).toMatch(/./);
  expect(await place.login('josé', passwords.jose)).toMatch(/./);
});

test('a server that cannot be asked lets nobody in and blocks nobody', async () => {
  const place = await open();
  await place.ask('userdirectory.create', ldapAt(await deadPort()));
  await place.ask('authentication.update', { ldap_auth_enabled: 1 });
  await member(place, 'ada', 2);
  expect(await attempt(place, 'ada', passwords.ada)).toEqual(refused('Cannot connect to LDAP server.', -32602));
  expect(await userOf(place, 'ada')).toMatchObject({ attempt_failed: '0' });
});

test('whoever the directory knows comes in, with what it gives them', async () => {
  const place = await open();
  const id = await signInBy(place, ldapAt(await ldapPort(), bringingIn));
  const before = Math.floor(Date.now() / 1000);
  expect(await attempt(place, 'ada', 'wrong')).toEqual(refused(wrong));
  expect(await userOf(place, 'ada')).toBeUndefined();
  expect(await place.login('ada', passwords.ada)).toMatch(/^[0-9a-f]{32}$/);
  const user = await userOf(place, 'ada');
  expect(user).toMatchObject({
    ...{ name: 'Ada Lovelace', surname: 'Lovelace', roleid: '2', userdirectoryid: id, provisioned: '1' },
    usrgrps: [{ usrgrpid: '7' }],
    medias: [{ mediatypeid: '1', sendto: ['ada@example.org'], active: '0', severity: '63', provisioned: '1' }],
  });
  expect(Number(user.ts_provisioned)).toBeGreaterThanOrEqual(before);
  await place.login('ada', passwords.ada);
  expect((await userOf(place, 'ada')).medias).toEqual(user.medias);
  const clerk = await place.rest('GET', '/v1/users?query=Lovelace');
  expect(clerk.body).toMatchObject([{ username: 'ada', password_enabled: false }]);
  const passwd = { userid: user.userid, passwd: 'Brand-new-77' };
  const readonly = 'cannot update readonly parameter "passwd" of provisioned user.';
  await place.refuse('user.update', passwd, -32602, `Invalid parameter "/1": ${readonly}`);
});

test('whoever is in no group that is mapped stays outside', async () => {
  const place = await open();
  await signInBy(place, ldapAt(await ldapPort(), bringingIn));
  expect(await attempt(place, 'josé', passwords.jose)).toEqual(refused(wrong));
  expect(await attempt(place, 'josé', passwords.jose)).toEqual(refused(wrong));
  expect(await userOf(place, 'josé')).toBeUndefined();
});

test('nobody comes in where that is not wanted', async () => {
  const place = await open();
  const id = await signInBy(place, ldapAt(await ldapPort(), bringingIn));
  await place.ask('authentication.update', { ldap_jit_status: 0 });
  expect(await attempt(place, 'ada', passwords.ada)).toEqual(refused(wrong));
  await place.ask('authentication.update', { ldap_jit_status: 1, authentication_type: 0 });
  expect(await attempt(place, 'ada', passwords.ada)).toEqual(refused(wrong));
  await place.ask('authentication.update', { authentication_type: 1 });
  await place.ask('userdirectory.update', { userdirectoryid: id, provision_status: 0 });
  expect(await attempt(place, 'ada', passwords.ada)).toEqual(refused(wrong));
  expect(await userOf(place, 'ada')).toBeUndefined();
});

test('a name that somebody has already is nobody else’s', async () => {
  const place = await open();
  await signInBy(place, ldapAt(await ldapPort(), bringingIn));
  await member(place, 'Ada', 1);
  expect(await attempt(place, 'ada', passwords.ada)).toEqual(refused(wrong));
  expect(await userOf(place, 'Ada')).toMatchObject({ provisioned: '0', roleid: '1' });
});

test('guesses at who is not known yet are counted', async () => {
  const place = await open();
  await signInBy(place, ldapAt(await ldapPort(), bringingIn));
  for (let count = 0; count < 10; count++) await attempt(place, 'ada', `wrong ${count}`);
  expect(await attempt(place, 'ada', passwords.ada)).toEqual(refused(wrong));
  expect(await userOf(place, 'ada')).toBeUndefined();
});

test('several who come in at the same moment are one', async () => {
  const place = await open();
  await signInBy(place, ldapAt(await ldapPort(), bringingIn));
  const answers = await Promise.all(Array.from({ length: 5 }, () => attempt(place, 'ada', passwords.ada)));
  expect(answers.map(({ result }) => typeof result)).toEqual(Array(5).fill('string'));
  expect(await place.ask('user.get', { filter: { username: 'ada' }, countOutput: true })).toBe('1');
});

test('whoever loses the groups there is shut out by the next login, and let in again by one with them', async () => {
  const place = await open();
  const id = await signInBy(place, ldapAt(await ldapPort(), bringingIn));
  await place.login('ada', passwords.ada);
  const elsewhere = [{ name: 'nobody at all', roleid: '1', user_groups: [{ usrgrpid: '8' }] }];
  await place.ask('userdirectory.update', { userdirectoryid: id, provision_groups: elsewhere });
  expect(await attempt(place, 'ada', passwords.ada)).toEqual(refused('No permissions for system access.', -32602));
  expect(await userOf(place, 'ada')).toMatchObject({ roleid: '0', usrgrps: [{ usrgrpid: '9' }] });
  await place.ask('userdirectory.update', { userdirectoryid: id, provision_groups: bringingIn.provision_groups });
  expect(await place.login('ada', passwords.ada)).toMatch(/./);
  expect(await userOf(place, 'ada')).toMatchObject({ roleid: '2', usrgrps: [{ usrgrpid: '7' }] });
});
