// Getting media types.
import { beforeAll, describe, expect, test } from 'vitest';
import { usePlace } from './harness.ts';

const place = usePlace();
const got = (params: object) => place.ask('mediatype.get', { output: ['mediatypeid'], ...params });
const ids = (...mediatypeids: string[]) => mediatypeids.map((mediatypeid) => ({ mediatypeid }));

beforeAll(async () => {
  const passwd = 'Quarterdeck-92';
  const sms = { mediatypeid: '3', sendto: '+1' };
  await place.ask('user.create', [
    { username: 'three', passwd, medias: [sms, sms, { mediatypeid: '38', sendto: 'x' }] },
    { username: 'four', passwd, medias: [sms] },
  ]);
  const mail = { address: 'five@example.com', verified: true };
  await place.rest('POST', '/api/users', { username: 'five', emails: [mail] });
});

test('tells all of a fresh server by id, wholly', async () => {
  const all = await place.ask('mediatype.get', {});
  expect(all).toHaveLength(39);
  expect(all.slice(0, 4).map(({ name }: { name: string }) => name)).toEqual(['Email', 'SMS', 'Email (HTML)', 'Gmail']);
  expect(all[1]).toEqual({
    ...{ mediatypeid: '3', type: '2', name: 'SMS', smtp_server: '', smtp_helo: '', smtp_email: '', exec_path: '' },
    ...{ gsm_modem: '/dev/ttyS0', username: '', passwd: '', status: '1', smtp_port: '25', smtp_security: '0' },
    ...{ smtp_verify_peer: '0', smtp_verify_host: '0', smtp_authentication: '0', maxsessions: '1', maxattempts: '3' },
    ...{ attempt_interval: '10s', message_format: '1', content_type: '1', script: '', timeout: '30s' },
    ...{ process_tags: '0', show_event_menu: '0', event_menu_url: '', event_menu_name: '', description: '' },
    ...{ provider: '0', parameters: [] },
  });
});

test.each([
  [{ mediatypeids: '1' }, ['1']],
  [{ mediatypeids: ['69', 3, '99'] }, ['3', '69']],
  [{ mediatypeids: [] }, []],
  [{ userids: '3' }, ['3', '38']],
  [{ userids: ['4', '5', '99'] }, ['1', '3']],
  [{ userids: '1' }, []],
  [{ mediaids: '3000003' }, ['38']],
  [{ mediaids: ['4000001', '5000000', '5000001'] }, ['1', '3']],
  [{ mediaids: ['3000003', '4000001'], userids: '4' }, ['3']],
  [{ userids: '3', mediatypeids: '38' }, ['38']],
  [{ filter: { name: 'SMS' } }, ['3']],
  [{ filter: { type: ['0', 2], status: 1, provider: 0 } }, ['1', '3', '4']],
  [{ filter: { status: 0 } }, []],
  [{ filter: { type: 2, foo: 1, parameters: 'x' } }, ['3']],
  [{ search: { name: 'office' } }, ['36', '37']],
  [{ search: { smtp_server: 'gmail' } }, ['34', '35']],
  [{ sortfield: 'mediatypeid', sortorder: 'DESC', limit: 2 }, ['69', '68']],
  [{ editable: true, limit: '1' }, ['1']],
])('%j', async (params, expected) => expect(await got(params)).toEqual(ids(...expected)));

test('the form of the answer', async () => {
  expect(await place.ask('mediatype.get', { countOutput: true, filter: { type: 4 }, selectUsers: 'extend' })).toBe(
    '32',
  );
  expect(await got({ mediatypeids: '3', preservekeys: true, output: ['name'] })).toEqual({
    3: { mediatypeid: '3', name: 'SMS' },
  });
  expect(await got({ mediatypeids: '3', output: ['parameters'] })).toEqual([{ mediatypeid: '3', parameters: [] }]);
  expect(await got({ mediatypeids: '3', output: null })).toEqual(ids('3'));
});

test.each([
  [{ sortfield: 'name' }, 'Sorting by field "name" not allowed.'],
  [{ mediatypeids: 'x' }, 'Database error occurred.'],
  [{ mediaids: ['-1'] }, 'Database error occurred.'],
])('%j is refused', (params, data) => place.refuse('mediatype.get', params, -32500, data));

describe('selects', () => {
  test('users: whoever has media of the type, each once', async () => {
    expect(await got({ mediatypeids: ['1', '3', '4'], selectUsers: ['username'] })).toEqual([
      { mediatypeid: '1', users: [{ userid: '5', username: 'five' }] },
      {
        mediatypeid: '3',
        users: [
          { userid: '3', username: 'three' },
          { userid: '4', username: 'four' },
        ],
      },
      { mediatypeid: '4', users: [] },
    ]);
    expect(await got({ mediatypeids: '3', selectUsers: 'count' })).toEqual(ids('3'));
  });

  test('templates: as they were sent, by super administrators', async () => {
    const sent = { eventsource: 1, recovery: 0, subject: 'found', message: 'a host' };
    const wish = { type: 0, name: 'told', smtp_server: 'mail.example.com', smtp_email: 'z@example.com' };
    const { mediatypeids } = await place.ask('mediatype.create', { ...wish, message_templates: [sent] });
    const [mediatypeid] = mediatypeids;
    const told = { ...sent, eventsource: '1', recovery: '0' };
    expect(await got({ mediatypeids, selectMessageTemplates: 'extend' })).toEqual([
      { mediatypeid, message_templates: [told] },
    ]);
    expect(await got({ mediatypeids, selectMessageTemplates: ['subject', 'no field'] })).toEqual([
      { mediatypeid, message_templates: [{ subject: 'found' }] },
    ]);
    expect(await got({ mediatypeids, selectMessageTemplates: 'count' })).toEqual([{ mediatypeid }]);
    await place.ask('mediatype.delete', mediatypeids);
  });

  test('there are no templates but those that were sent, and no actions', async () => {
    expect(await got({ mediatypeids: '1', selectMessageTemplates: 'extend', selectActions: 'extend' })).toEqual([
      { mediatypeid: '1', message_templates: [], actions: [] },
    ]);
  });
});
