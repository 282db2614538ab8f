// Whatever is sent, by whomever: an answer in Zabbix' words, never a failure of ours, and never a right that nobody gave.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { methods } from '../../../src/apis/zabbix/methods.ts';
import { usePlace } from './harness.ts';

const place = usePlace();

const names =
  `userid userids username passwd current_passwd name surname roleid usrgrps usrgrpid usrgrpids medias mediaid mediaids mediatypeid
  mediatypeids sendto active severity period lang theme timezone refresh autologin autologout rows_per_page url users rights hostgroup_rights
  templategroup_rights tag_filters gui_access users_status debug_mode mfa_status mfaid userdirectoryid type rules ui api actions modules
  api.mode api.access services.read.list services.read.tag status tokenids tokenid token expires_at description valid_at expired_at output filter
  search searchByAny startSearch excludeSearch searchWildcardsEnabled sortfield sortorder limit countOutput preservekeys editable
  selectUsrgrps selectMedias selectMediatypes selectRole selectUsers selectRules getAccess roleids parameters message_templates
  smtp_server login_attempts login_block passwd_min_length passwd_check_rules sessionid extend id __proto__ constructor toString 0`
    .trim()
    .split(/\s+/);
const values = [
  null,
  true,
  '',
  '0',
  '1',
  '2',
  '3',
  '13',
  0,
  1,
  2,
  3,
  -1,
  1.5,
  1e30,
  'extend',
  'count',
  'x',
  '9223372036854775807',
];
const more = [
  '99999999999999999999',
  '$&',
  '%',
  '*',
  'a\u0001b',
  '{$M}',
  '\ud83d\ude00',
  'x'.repeat(3000),
  'userid',
  'username',
  'name',
];

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(...values, ...more),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
}));
const params = value.filter((one) => typeof one === 'object' && one !== null);

test.each(['super administrator', 'user'])('by a %s', { timeout: 600_000 }, async (who) => {
  const isUser = who === 'user';
  const username = place.fresh('plain');
  const password = 'Quarterdeck-92';
  const roleid = isUser ? '1' : '3';
  await place.ask('user.create', { username, passwd: password, roleid, usrgrps: [{ usrgrpid: '7' }] });
  const called = [...methods.keys()].filter((name) => !['user.logout', 'user.login'].includes(name));
  const auth = await place.login(username, password);
  const open = new Set(['apiinfo.version', 'user.checkAuthentication']);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...called), params, async (method, sent) => {
      const answer = await place.call(method, sent, open.has(method) ? null : auth);
      expect(answer.error?.data ?? '').not.toMatch(/System error|TypeError|undefined|\[object/);
    }),
    { numRuns: 300 },
  );
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});
