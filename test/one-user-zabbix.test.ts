// One user through three APIs: made by one, changed by another, read by the third, every way round; and one law for all of them.
import { describe, expect, test } from 'vitest';
import { usePlace } from './apis/zabbix/harness.ts';

const place = usePlace();
const password = 'Bowsprit-and-Boom-5';

type ApiName = 'zabbix' | 'clerk' | 'workos';

/** What every one of them can say of a user. */
type Person = { first: string; last: string; email: string | null };

/** The ids of one user, in the spelling of each. */
type Ids = Readonly<Record<ApiName, string>>;

/** One API: makes, renames and reads users in its own words. */
type Speaker = {
  make: (person: { first: string; last: string; email: string }) => Promise<string>;
  rename: (id: string, first: string, last: string) => Promise<void>;
  setPassword: (id: string, text: string) => Promise<void>;
  accepts: (id: string, text: string) => Promise<boolean>;
  read: (id: string) => Promise<Person>;
};

const rest = async (method: 'GET' | 'POST' | 'PATCH' | 'PUT', url: string, body?: object) => {
  const answer = await place.rest(method, url, body);
  expect([200, 201], `${method} ${url} ${JSON.stringify(answer.body)}`).toContain(answer.status);
  return answer.body;
};

const speakers: Readonly<Record<ApiName, Speaker>> = {
  zabbix: {
    async make({ first, last, email }) {
      const medias = [{ mediatypeid: '1', sendto: [email] }];
      const user = { username: place.fresh('person'), name: first, surname: last, medias, passwd: password };
      return (await place.ask('user.create', { ...user, roleid: '1', usrgrps: [{ usrgrpid: '8' }] })).userids[0];
    },
    async rename(userid, name, surname) {
      await place.ask('user.update', { userid, name, surname });
    },
    async setPassword(userid, passwd) {
      await place.ask('user.update', { userid, passwd });
    },
    async accepts(userid, text) {
      const [{ username }] = await place.ask('user.get', { userids: userid, output: ['username'] });
      const { result } = await place.call('user.login', { username, password: text }, null);
      // Somebody without a role has no business here, but only whoever knows the password is told.
      const told = await place.call('user.login', { username, password: text }, null);
      return result !== undefined || told.error?.data === 'No permissions for system access.';
    },
    async read(userid) {
      const [user] = await place.ask('user.get', { userids: userid, selectMedias: ['mediatypeid', 'sendto'] });
      const [media] = user.medias.filter(({ mediatypeid }: { mediatypeid: string }) => mediatypeid === '1');
      return { first: user.name, last: user.surname, email: media?.sendto[0] ?? null };
    },
  },
  clerk: {
    async make({ first, last, email }) {
      const user = { first_name: first, last_name: last, email_address: [email], password };
      return (await rest('POST', '/v1/users', user)).id;
    },
    async rename(id, first_name, last_name) {
      await rest('PATCH', `/v1/users/${id}`, { first_name, last_name });
    },
    async setPassword(id, text) {
      await rest('PATCH', `/v1/users/${id}`, { password: text });
    },
    async accepts(id, text) {
      return (await place.rest('POST', `/v1/users/${id}/verify_password`, { password: text })).status === 200;
    },
    async read(id) {
      const user = await rest('GET', `/v1/users/${id}`);
      const primary = user.email_addresses.find((one: { id: string }) => one.id === user.primary_email_address_id);
      return { first: user.first_name, last: user.last_name, email: primary?.email_address ?? null };
    },
  },
  workos: {
    async make({ first, last, email }) {
      const user = { first_name: first, last_name: last, email, password };
      return (await rest('POST', '/user_management/users', user)).id;
    },
    async rename(id, first_name, last_name) {
      await rest('PUT', `/user_management/users/${id}`, { first_name, last_name });
    },
    async setPassword(id, text) {
      await rest('PUT', `/user_management/users/${id}`, { password: text });
    },
    // WorkOS' sign-in wants more than a password of an unproven address: the native one tells as much.
    async accepts(id, text) {
      const { ids } = await rest('GET', `/api/users/${id}`);
      return await speakers.clerk.accepts(ids.clerk, text);
    },
    async read(id) {
      const { first_name: first, last_name: last, email } = await rest('GET', `/user_management/users/${id}`);
      return { first, last, email: email === '' ? null : email };
    },
  },
};

const names: readonly ApiName[] = ['zabbix', 'clerk', 'workos'];
const ways = names.flatMap((maker) =>
  names.flatMap((changer) =>
    names
      .filter((reader) => new Set([maker, changer, reader]).size === 3)
      .map((reader) => ({ maker, changer, reader })),
  ),
);

async function idsOf(maker: ApiName, id: string): Promise<Ids> {
  const user = await rest('GET', `/api/users/${id}`);
  expect(user.ids[maker]).toBe(id);
  return user.ids;
}

describe.each(ways)('made by $maker, changed by $changer, read by $reader', ({ maker, changer, reader }) => {
  test('is one user', async () => {
    const email = `${place.fresh('one')}@example.com`;
    const ids = await idsOf(maker, await speakers[maker].make({ first: 'Ada', last: 'Byron', email }));
    for (const name of names) {
      expect(await speakers[name].read(ids[name]), name).toEqual({ first: 'Ada', last: 'Byron', email });
    }
    await speakers[changer].rename(ids[changer], 'Augusta', 'Lovelace');
    expect(await speakers[reader].read(ids[reader])).toEqual({ first: 'Augusta', last: 'Lovelace', email });
    const history = await rest('GET', `/api/users/${ids.clerk}/history`);
    expect(history.items[0]).toMatchObject({ api: changer, type: 'user.updated' });
  });

  test('has one password', async () => {
    const email = `${place.fresh('key')}@example.com`;
    const ids = await idsOf(maker, await speakers[maker].make({ first: 'Ada', last: 'Byron', email }));
    const text = `Halyard-${place.fresh('and-sheet')}`;
    await speakers[changer].setPassword(ids[changer], text);
    expect(await speakers[reader].accepts(ids[reader], text)).toBe(true);
    expect(await speakers[reader].accepts(ids[reader], password)).toBe(false);
  });
});

describe('a password policy set by authentication.update', () => {
  test('is obeyed by all, from then on and until it is taken back', async () => {
    const weak = 'lowercaseonlyhere';
    const refusedBy = async () => {
      const email = () => `${place.fresh('law')}@example.com`;
      const clerk = await place.rest('POST', '/v1/users', { email_address: [email()], password: weak });
      const workos = await place.rest('POST', '/user_management/users', { email: email(), password: weak });
      const native = await place.rest('POST', '/api/users', { username: place.fresh('law'), password: weak });
      const user = { username: place.fresh('law'), passwd: weak, roleid: '1', usrgrps: [{ usrgrpid: '8' }] };
      const zabbix = await place.call('user.create', user);
      return { clerk: clerk.status, workos: workos.status, native: native.status, zabbix: zabbix.error?.data };
    };
    expect(await refusedBy()).toEqual({ clerk: 200, workos: 201, native: 201, zabbix: undefined });
    await place.ask('authentication.update', { passwd_min_length: 12, passwd_check_rules: 11 });
    expect(await refusedBy()).toEqual({
      clerk: 422,
      workos: expect.toSatisfy((status: number) => status === 400 || status === 422),
      native: 422,
      zabbix:
        'Incorrect value for field "/1/passwd": must contain at least one lowercase and one uppercase Latin letter.',
    });
    await place.ask('authentication.update', { passwd_min_length: 8, passwd_check_rules: 8 });
    expect(await refusedBy()).toEqual({ clerk: 200, workos: 201, native: 201, zabbix: undefined });
  });

  test('is not passed by for want of a restart: a longer password is asked of an update as well', async () => {
    const email = `${place.fresh('law')}@example.com`;
    const id = await speakers.workos.make({ first: 'Ada', last: 'Byron', email });
    await place.ask('authentication.update', { passwd_min_length: 30 });
    const { status } = await place.rest('PUT', `/user_management/users/${id}`, { password: 'Bowsprit-and-Boom-6' });
    expect(status).toBeGreaterThanOrEqual(400);
    await place.ask('authentication.update', { passwd_min_length: 8 });
  });
});
