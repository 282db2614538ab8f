// What Zabbix' API is asked and told about the user.

import { userDescription } from '../../src/apis/zabbix/user/describe.ts';
import type { Json } from '../../src/core/model/json.ts';
import type { User } from '../../src/core/model/user.ts';
import { differing, free } from './fields.ts';
import { type Ask, keys, type Request } from './place.ts';
import { password, sample } from './sample.ts';
import { consents, emailTraits, otherContacts } from './silent-fields.ts';
import { changesBy, memberOf, type Speaker, type Trial } from './speaker.ts';

const rpc = (method: string, params: Json): Request => ({
  ...{ method: 'POST', url: '/api_jsonrpc.php' },
  body: { jsonrpc: '2.0', method, params, id: 1 },
});

const resultOf = (body: Json): Json => memberOf(body, 'result');

const change = changesBy(
  (parameters) =>
    ({ serial }) =>
      rpc('user.update', { userid: String(serial), ...parameters }),
);

const reset: Trial = { name: 'user.resettotp', send: ({ serial }) => rpc('user.resettotp', [String(serial)]) };

const login = (text: string) => () => ({
  ...rpc('user.login', { username: 'ada_lovelace', password: text }),
  headers: { authorization: '' },
});

/** Somebody without any address gets the first that is given. */
const noAddress: User = { ...sample, emails: [], primaryEmailId: null };

const medias = (address: string) => [{ mediatypeid: '1', sendto: [address] }];

async function begin(ask: Ask) {
  const login = rpc('user.login', { username: 'Admin', password: keys.administrator });
  const { body } = await ask({ ...login, headers: { authorization: '' } });
  return { authorization: `Bearer ${String(resultOf(body))}` };
}

export const zabbix: Speaker = {
  api: 'zabbix',
  title: 'Zabbix',
  begin,
  async read(ask, id) {
    const all = {
      selectUsrgrps: 'extend',
      selectMedias: 'extend',
      selectRole: 'extend',
      getAccess: true,
    };
    const { body } = await ask(rpc('user.get', { userids: id, output: 'extend', ...all }));
    const users = resultOf(body);
    const user: Json = Array.isArray(users) ? (users[0] ?? null) : null;
    return { status: user === null ? 404 : 200, body: user };
  },
  parameters: Object.keys(userDescription.fields),
  modifiers: [
    ...['userid', 'attempt_failed', 'attempt_ip', 'attempt_clock'],
    ...['userdirectoryid', 'ts_provisioned', 'provisioned'],
  ],
  trials: [
    change('username', 'grace_hopper'),
    change('name', 'Grace'),
    change('surname', 'Hopper'),
    change('passwd', 'Mizzen-and-Jib-31', { from: differing('credentials.password') }),
    change('passwd', 'Mizzen-and-Jib-31', { from: differing('credentials.password.compromised') }),
    change('lang', 'fr_FR'),
    change('timezone', 'Asia/Tokyo'),
    change('roleid', '2'),
    change('usrgrps', [{ usrgrpid: '8' }]),
    change('theme', 'dark-theme'),
    change('url', 'https://example.com/'),
    change('autologin', 1),
    change('autologout', '1h'),
    change('refresh', '1m'),
    change('rows_per_page', 20),
    change('medias', medias('a@example.org')),
    change('medias', medias('a@example.org'), { from: noAddress }),
    {
      ...change('medias', medias('a@example.org'), { from: noAddress }),
      instead: change('medias', medias('b@example.org')).send,
    },
    {
      name: 'user.unblock',
      send: ({ serial }) => rpc('user.unblock', [String(serial)]),
    },
    reset,
    { ...reset, from: differing('credentials.backupCodes') },
    { name: 'user.login', from: free, send: login(password) },
    { name: 'user.login', from: free, refused: true, send: login('a wrong one') },
  ],
  silences: [
    { fields: ['realm'], why: 'A session is of one realm.' },
    { fields: ['id', 'aliases'], why: 'Zabbix’ ids are numbers: the serial.' },
    {
      fields: ['rev', 'createdAt', 'updatedAt'],
      why: 'Zabbix’ user has neither revisions nor dates; `auditlog.get` tells who changed what when.',
    },
    { fields: ['system'], why: 'Built-in accounts are shown like everybody else.' },
    {
      fields: ['name', 'externalId', 'profileImageId'],
      why: 'Zabbix’ user has a name and a surname and no such members.',
    },
    {
      fields: otherContacts,
      why: 'Zabbix has media, and only those of email are contacts of the user.',
    },
    {
      fields: emailTraits,
      why: 'A medium is a place to send to; whose it is nobody proves.',
    },
    { fields: ['identities'], why: 'Zabbix signs in by password and by directory, not through providers.' },
    {
      fields: ['active', 'confirmation', 'bannedAt'],
      why: 'In Zabbix a group is disabled, not a user (`users_status` tells of the groups); who is shut out finds `user.login` refused.',
    },
    {
      fields: consents,
      why: 'Zabbix knows no terms, no accounts that delete themselves and no organizations.',
    },
    { fields: ['metadata'], why: 'Zabbix’ user has no metadata; what only Zabbix knows of one is in `extras`.' },
    {
      fields: ['credentials.backupCodes', 'credentials.mfaEnabledAt'],
      why: 'Zabbix has no backup codes, and its API enrols nobody in a second factor.',
    },
  ],
};
