// Passwords set through user.create and user.update: the policy, who must show the old one, who needs one, and what ends with it.
import { afterEach, describe, expect, test } from 'vitest';
import { adminPassword, usePlace } from './harness.ts';
import { giveToken, gone, newcomer, password, recordOf, toldOf } from './login-scene.ts';
import { refuseCreate, refuseUpdate, silent } from './user-scene.ts';

const place = usePlace();
const other = 'Mizzenmast-77';
const law = (rules: number, least = 8) =>
  place.ask('authentication.update', { passwd_check_rules: rules, passwd_min_length: least });
const short = (count: number) => `must be at least ${count} characters long`;
const letters = 'must contain at least one lowercase and one uppercase Latin letter';
const digit = 'must contain at least one digit';
const special = 'must contain at least one special character';
const names = "must not contain user's name, surname or username";
const common = 'must not be one of common or context-specific passwords';

/** Somebody with a session. */
async function member(more: object = {}) {
  const username = place.fresh('member');
  const userid = await newcomer(place, username, more);
  return { userid, username, auth: await place.login(username, password) };
}
const isAlive = async (sessionid: string) =>
  (await place.call('user.checkAuthentication', { sessionid }, null)).error === undefined;

describe('the policy', () => {
  afterEach(() => law(8));

  test.each([
    [0, 'Shorter', short(8)],
    [15, 'short', short(8)],
    [1, 'lowercase only', letters],
    [1, 'UPPERCASE ONLY', letters],
    [1, 'ÄÖÜ äöü 12345', letters],
    [2, 'without digits', digit],
    [2, 'arabic ٣٤٥٦٧', digit],
    [4, 'Letters1andDigits', special],
    [4, 'Letters1€andDigits', special],
    [15, 'lowercase1 only', letters],
    [15, 'Jonathan-Wick-1', names],
    [8, 'xx-JONATHAN-xx', names],
    [8, 'the wickedest one', names],
    [8, 'Password1', common],
    [8, 'password1', common],
  ])('rules %i refuse %j', async (rules, passwd, text) => {
    await law(rules);
    const data = `Incorrect value for field "/1/passwd": ${text}.`;
    const userid = await silent(place, { name: 'Jonathan', surname: 'Wick' });
    await refuseUpdate(place, { userid, passwd }, data);
    await refuseCreate(place, { username: 'Nobody', name: 'Jonathan', surname: 'Wick', passwd }, data);
  });

  test.each([
    [0, 'password'],
    [0, 'ÄÖÜäöüß8'],
    [7, 'aA1 aaaa'],
    [7, 'password-Password1'],
    [15, 'Quite-Something-1'],
  ])('rules %i take %j', async (rules, passwd) => {
    await law(rules);
    const { userids } = await place.ask('user.create', { username: place.fresh('taken'), passwd });
    await place.ask('user.update', { userid: userids[0], passwd });
  });

  test('counts characters, as many as it says', async () => {
    const userid = await silent(place);
    await law(0, 20);
    const data = `Incorrect value for field "/1/passwd": ${short(20)}.`;
    await refuseUpdate(place, { userid, passwd: 'ü'.repeat(19) }, data);
    await place.ask('user.update', { userid, passwd: 'üA'.repeat(10) });
    await law(0, 1);
    await place.ask('user.update', { userid, passwd: 'x' });
    await place.ask('user.update', { userid, passwd: 'ü'.repeat(72) });
    await refuseUpdate(place, { userid, passwd: 'x'.repeat(73) }, 'Invalid parameter "/1/passwd": value is too long.');
  });

  test('looks at the names of the request, else at those there are, one letter too', async () => {
    const userid = await silent(place, { username: 'Bartholomew', surname: 'Q' });
    const data = `Incorrect value for field "/1/passwd": ${names}.`;
    await refuseUpdate(place, { userid, passwd: 'acquired-taste' }, data);
    await refuseUpdate(place, { userid, passwd: 'bartholomew-1', surname: '' }, data);
    await refuseUpdate(place, { userid, passwd: 'Zaphod-the-1st', name: 'zaphod', surname: '' }, data);
    const wish = { userid, passwd: 'bartholomew-1', surname: '', username: 'Zoe' };
    expect(await place.ask('user.update', wish)).toEqual({ userids: [userid] });
    expect(await place.ask('user.update', { userid, username: 'bartholomew' }), 'a later rename is free').toBeDefined();
  });

  test('names the element', async () => {
    const [one, two] = [await silent(place), await silent(place)];
    const data = `Incorrect value for field "/2/passwd": ${short(8)}.`;
    await refuseUpdate(
      place,
      [
        { userid: one, passwd: other },
        { userid: two, passwd: 'x' },
      ],
      data,
    );
  });
});

describe('the password before', () => {
  test('is shown for one’s own, by everybody', async () => {
    for (const roleid of ['1', '2', '3']) {
      const { userid, username, auth } = await member({ roleid });
      await refuseUpdate(place, { userid, passwd: other }, 'Current password is mandatory.', { auth });
      const wrong = { userid, passwd: other, current_passwd: 'wrong' };
      await refuseUpdate(place, wrong, 'Incorrect current password.', { auth });
      await refuseUpdate(place, { userid, current_passwd: 'wrong' }, 'Incorrect current password.', { auth });
      const right = { userid, passwd: other, current_passwd: password };
      expect(await place.ask('user.update', right, auth)).toEqual({ userids: [userid] });
      await place.login(username, other);
    }
  });

  test('of others need not be, but is theirs if it is', async () => {
    const { userid, username } = await member();
    const wrong = { userid, current_passwd: adminPassword };
    await refuseUpdate(place, wrong, 'Incorrect current password.');
    await refuseUpdate(place, { userid: await silent(place), current_passwd: 'none' }, 'Incorrect current password.');
    await place.ask('user.update', { userid, current_passwd: password, name: 'x' });
    await place.ask('user.update', { userid, passwd: other });
    await place.login(username, other);
  });

  test('cannot be guessed for ever', async () => {
    const { userid, auth } = await member();
    for (let count = 0; count < 12; count++) {
      await place.refuse(
        'user.update',
        { userid, current_passwd: `no ${count}` },
        -32602,
        'Incorrect current password.',
        auth,
      );
    }
    const right = { userid, current_passwd: password };
    const { error } = await place.call('user.update', right, auth);
    expect(error).toBeDefined();
  });
});

describe('whoever has none', () => {
  const needed = (name: string) => `User "${name}" must have a password, because internal authentication is in effect.`;
  const makeGroup = async (gui_access: number) =>
    (await place.ask('usergroup.create', { name: place.fresh('group'), gui_access })).usrgrpids[0];

  test.each([
    [[], true],
    [[0], true],
    [[1], true],
    [[2], false],
    [[3], false],
    [[1, 2], false],
    [[0, 1], true],
    [[0, 3], false],
  ])('needs one by the highest access to the pages of %j: %s', async (accesses, isNeeded) => {
    const usrgrps = await Promise.all(accesses.map(async (access) => ({ usrgrpid: await makeGroup(access) })));
    const [username, renamed] = [place.fresh('bare'), place.fresh('renamed')];
    const userid = await silent(place);
    if (isNeeded) {
      await refuseCreate(place, { username, usrgrps }, needed(username));
      await refuseUpdate(place, { userid, username: renamed, usrgrps }, needed(renamed));
    } else {
      await place.ask('user.create', { username, usrgrps });
      await place.ask('user.update', { userid, usrgrps });
    }
    await place.ask('user.create', { username: place.fresh('bare'), passwd: other, usrgrps });
    await place.ask('user.update', { userid, usrgrps, passwd: other });
    await place.ask('user.update', { userid, usrgrps: [] });
  });

  test('is asked only when the groups change, or there are none', async () => {
    const usrgrpid = await makeGroup(3);
    const username = place.fresh('bare');
    const userid = await silent(place, { username, usrgrps: [{ usrgrpid }] });
    await place.ask('usergroup.update', { usrgrpid, gui_access: 0 });
    await place.ask('user.update', { userid, name: 'x', usrgrps: [{ usrgrpid }] });
    await refuseUpdate(place, { userid, usrgrps: [{ usrgrpid }, { usrgrpid: '8' }] }, needed(username));
    await place.ask('usergroup.delete', [usrgrpid]);
    await refuseUpdate(place, { userid, name: 'y' }, needed(username));
    await place.ask('user.update', { userid, name: 'y', usrgrps: [{ usrgrpid: '12' }] });
  });
});

describe('a new password', () => {
  test('ends every session of the user, of the caller too, and no token', async () => {
    const { userid, username, auth } = await member();
    const more = await place.login(username, password);
    const bystander = await member();
    await giveToken(place, userid, 'f'.repeat(64));
    await place.ask('user.update', { userid, passwd: password, current_passwd: password }, auth);
    await place.refuse('user.get', {}, -32602, gone, auth);
    expect([await isAlive(auth), await isAlive(more), await isAlive(bystander.auth)]).toEqual([false, false, true]);
    expect(await place.ask('user.update', { userid, name: 'x' }, 'f'.repeat(64))).toEqual({ userids: [userid] });
    expect((await toldOf(place, userid)).map(({ type }) => type)).toContain('user.updated');
    await place.login(username, password);
  });

  test('is the only change that does', async () => {
    const { userid, auth } = await member();
    const wish = { username: place.fresh('renamed'), roleid: '2', usrgrps: [{ usrgrpid: '8' }], name: 'x', medias: [] };
    await place.ask('user.update', { userid, current_passwd: password, ...wish });
    expect(await isAlive(auth)).toBe(true);
    const refused = { userid, passwd: other, roleid: '99' };
    await place.call('user.update', refused);
    expect(await isAlive(auth), 'nothing happens when it is refused').toBe(true);
  });

  test('is told of nowhere', async () => {
    const { userid } = await member();
    await place.ask('user.update', { userid, passwd: other });
    const [record, told] = [await recordOf(place, userid), await toldOf(place, userid)];
    expect(JSON.stringify([record, told])).not.toContain(other);
    const change = told.find(({ type }) => type === 'user.updated');
    expect(change?.diff).toContainEqual({ path: 'secrets.password', before: null, after: 'changed' });
  });
});
