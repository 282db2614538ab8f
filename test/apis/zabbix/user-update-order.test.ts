// Of several faults the one is told that Zabbix finds first.
import { describe, expect, test } from 'vitest';
import { provisioned } from './group-scene.ts';
import { usePlace } from './harness.ts';
import { newcomer, password } from './login-scene.ts';
import { refuseCreate, refuseUpdate, silent } from './user-scene.ts';

const place = usePlace();
const both = { autologin: 1, autologout: '1h' };
const weak = { passwd: 'short' };
const policy = 'Incorrect value for field "/1/passwd": must be at least 8 characters long.';
const automatic = 'Auto-login and auto-logout options cannot be enabled together.';

/** Each fault with what is told of it, in the order of the checks. */
const updateFaults: readonly (readonly [wish: object, data: string, code?: number])[] = [
  [{ name: 5 }, 'Invalid parameter "/1/name": a character string is expected.'],
  [
    { usrgrps: [{ usrgrpid: 7 }, { usrgrpid: '7' }] },
    'Invalid parameter "/1/usrgrps/2": value (usrgrpid)=(7) already exists.',
  ],
  [both, automatic],
  [{ current_passwd: 'wrong' }, 'Incorrect current password.'],
  [weak, policy],
  [{ roleid: '99' }, 'Invalid parameter "/1/roleid": object does not exist.'],
  [{ medias: [{ sendto: 'x' }] }, 'Invalid parameter "/1/medias/1": the parameter "mediatypeid" is missing.'],
  [{ username: 'guest' }, 'User with username "guest" already exists.'],
  [{ usrgrps: [{ usrgrpid: '99' }] }, 'Invalid parameter "/1/usrgrps/1": object does not exist.'],
  [
    { medias: [{ mediatypeid: '999', sendto: 'x' }] },
    'Invalid parameter "/1/medias/1/mediatypeid": object does not exist.',
  ],
];

const createFaults: readonly (readonly [wish: object, data: string])[] = [
  [{ name: 5 }, 'Invalid parameter "/1/name": a character string is expected.'],
  [{ medias: [{ sendto: 'x' }] }, 'Invalid parameter "/1/medias/1": the parameter "mediatypeid" is missing.'],
  [both, automatic],
  [weak, policy],
  [{ username: 'guest' }, 'User with username "guest" already exists.'],
  [{ roleid: '99' }, 'Invalid parameter "/1/roleid": object does not exist.'],
  [{ usrgrps: [{ usrgrpid: '99' }] }, 'Invalid parameter "/1/usrgrps/1": object does not exist.'],
  [{ usrgrps: [] }, 'User "NEW" must have a password, because internal authentication is in effect.'],
  [
    { medias: [{ mediatypeid: '999', sendto: 'x' }] },
    'Invalid parameter "/1/medias/1/mediatypeid": object does not exist.',
  ],
  [
    { medias: [{ mediatypeid: '1', sendto: 'x' }] },
    'Invalid parameter "/1/medias/1/sendto/1": an email address is expected.',
  ],
];

function pairsOf<Fault extends readonly [object, string, ...unknown[]]>(faults: readonly Fault[]) {
  return faults.flatMap((first, index) =>
    faults
      .slice(index + 1)
      // Two faults of one property cannot stand in one wish.
      .filter(([second]) => Object.keys(second).every((name) => !Object.keys(first[0]).includes(name)))
      .map(([second]) => [{ ...second, ...first[0] }, first[1]] as const),
  );
}

test.each(pairsOf(updateFaults))('update %j: %s', async (wish, data) => {
  await refuseUpdate(place, { userid: await silent(place), ...wish }, data);
});

test.each(pairsOf(createFaults))('create %j: %s', async (wish, data) => {
  const username = place.fresh('new');
  const usrgrps = data.includes('must have a password') ? [] : [{ usrgrpid: '12' }];
  const named = 'username' in wish ? String(wish.username) : username;
  await refuseCreate(place, { username, usrgrps, ...wish }, data.replace('NEW', named));
});

describe('of oneself', () => {
  test('what the account is comes before what it may', async () => {
    const userid = await newcomer(place, 'mate');
    const auth = await place.login('mate', password);
    const unknown = { medias: [{ mediaid: '5' }] };
    const foreign = 'Invalid parameter "/1/medias/1/mediaid": object does not exist or belongs to another object.';
    await refuseUpdate(place, { userid, passwd: 'short' }, policy, { auth });
    await refuseUpdate(place, { userid, passwd: 'Mizzenmast-77', roleid: '99' }, 'Current password is mandatory.', {
      auth,
    });
    await refuseUpdate(
      place,
      { userid, roleid: '99', ...unknown },
      'Invalid parameter "/1/roleid": object does not exist.',
      { auth },
    );
    await refuseUpdate(place, { userid, roleid: '2', ...unknown }, foreign, { auth });
    await refuseUpdate(
      place,
      { userid, username: 'guest', roleid: '2' },
      'Only Super admin users can update "username" parameter.',
      { auth },
    );
    await refuseUpdate(place, { userid, roleid: '2', usrgrps: [] }, 'User cannot change own role.', { auth });
    await refuseUpdate(
      place,
      { userid, usrgrps: [{ usrgrpid: '99' }], medias: [{ mediatypeid: '999', sendto: '' }] },
      'Only Super admin users can update "usrgrps" parameter.',
      { auth },
    );
  });
});

describe('across the users of a call', () => {
  test('the schema of all, then duplicates, then whether they are, then user by user', async () => {
    const [one, two] = [await silent(place), await silent(place)];
    const twice = [{ userid: one, ...both }, { userid: one }];
    const duplicate = `Invalid parameter "/2": value (userid)=(${one}) already exists.`;
    await refuseUpdate(
      place,
      [...twice, { userid: two, name: 5 }],
      'Invalid parameter "/3/name": a character string is expected.',
    );
    await refuseUpdate(place, [...twice, { userid: '999999' }], duplicate);
    await refuseUpdate(
      place,
      [{ userid: one, ...both }, { userid: '999999' }],
      'No permissions to referred object or it does not exist!',
      { code: -32500 },
    );
    await refuseUpdate(
      place,
      [
        { userid: one, roleid: '99' },
        { userid: two, ...both },
      ],
      automatic,
    );
    await refuseUpdate(
      place,
      [
        { userid: one, ...weak },
        { userid: two, ...both },
      ],
      policy,
    );
    await refuseUpdate(
      place,
      [
        { userid: one, username: 'guest' },
        { userid: two, roleid: '99' },
      ],
      'Invalid parameter "/2/roleid": object does not exist.',
    );
  });

  test('a provisioned user is looked at first; role and groups in their turn', async () => {
    const userid = await provisioned(place, 'kept', { usrgrps: [{ usrgrpid: '12' }] });
    const readonly = (name: string) =>
      `Invalid parameter "/1": cannot update readonly parameter "${name}" of provisioned user.`;
    await refuseUpdate(place, { userid, username: 'x', ...both }, readonly('username'));
    await refuseUpdate(place, { userid, roleid: '2', ...both }, automatic);
    await refuseUpdate(place, { userid, roleid: '2', medias: [{}] }, readonly('roleid'));
    await refuseUpdate(
      place,
      { userid, usrgrps: [{ usrgrpid: '999' }], medias: [{}] },
      'Invalid parameter "/1/medias/1": the parameter "mediatypeid" is missing.',
    );
    await refuseUpdate(place, { userid, usrgrps: [{ usrgrpid: '999' }] }, readonly('usrgrps'));
  });

  test('unexpected members come before the kinds of those that are known', async () => {
    const userid = await silent(place);
    await refuseUpdate(
      place,
      { userid, name: 5, zeta: 1, alpha: 1 },
      'Invalid parameter "/1": unexpected parameter "zeta".',
    );
    await refuseUpdate(place, { name: 5 }, 'Invalid parameter "/1": the parameter "userid" is missing.');
    await refuseCreate(place, { name: 5 }, 'Invalid parameter "/1": the parameter "username" is missing.');
    expect(await place.call('user.update', [])).toMatchObject({
      error: { data: 'Invalid parameter "/": cannot be empty.' },
    });
  });
});
