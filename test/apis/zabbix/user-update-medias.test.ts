// The media of a user: the list that is sent is the list that is wanted.
import { describe, expect, test } from 'vitest';
import { usePlace } from './harness.ts';
import { newcomer, password, recordOf, toldOf } from './login-scene.ts';
import { refuseCreate, refuseUpdate, seen, silent } from './user-scene.ts';

const place = usePlace();
const plain = { active: '0', severity: '63', period: '1-7,00:00-24:00', userdirectory_mediaid: '0', provisioned: '0' };
const mediasOf = async (userid: string) => (await seen(place, userid)).medias;
const update = (userid: string, medias: unknown) => place.ask('user.update', { userid, medias });
const sms = (sendto: unknown, more: object = {}) => ({ mediatypeid: '3', sendto, ...more });
const mail = (sendto: unknown, more: object = {}) => ({ mediatypeid: '1', sendto, ...more });

test('new ones get defaults and ids of their own, alike ones too', async () => {
  const userid = await silent(place, { medias: [sms('+1'), sms('+1')] });
  const [first, second, ...none] = await mediasOf(userid);
  expect(none).toEqual([]);
  expect(first).toEqual({ mediaid: first.mediaid, mediatypeid: '3', sendto: '+1', ...plain });
  expect(second).toEqual({ ...first, mediaid: second.mediaid });
  expect(second.mediaid).not.toBe(first.mediaid);
});

test('those named are changed, others come, those not named go', async () => {
  const userid = await silent(place, { medias: [sms('+1'), sms('+2'), mail(['c@example.com', 'D <d@example.com>'])] });
  const [first, second, third] = await mediasOf(userid);
  await update(userid, [
    { mediaid: third.mediaid, severity: 3 },
    sms(['+4'], { active: 1 }),
    { mediaid: first.mediaid },
  ]);
  const [third2, fourth, first2, ...none] = await mediasOf(userid);
  expect([third2, first2, none]).toEqual([{ ...third, severity: '3' }, first, []]);
  expect(fourth).toMatchObject({ sendto: '+4', active: '1' });
  expect([first, second, third].map(({ mediaid }) => mediaid)).not.toContain(fourth.mediaid);
  await update(userid, []);
  expect(await mediasOf(userid)).toEqual([]);
  await update(userid, [sms('+5')]);
  const [fifth] = await mediasOf(userid);
  expect([first, second, third, fourth].map(({ mediaid }) => mediaid)).not.toContain(fifth.mediaid);
  const gone = 'Invalid parameter "/1/medias/1/mediaid": object does not exist or belongs to another object.';
  await refuseUpdate(place, { userid, medias: [{ mediaid: first.mediaid }] }, gone);
});

test('every field of one is changed alone', async () => {
  const userid = await silent(place, { medias: [sms('+1')] });
  const [before] = await mediasOf(userid);
  const { mediaid } = before;
  const fields = { active: '1', severity: '0', period: '6-7,8:00-9:30;{$NIGHT}', sendto: '' };
  for (const [name, value] of Object.entries(fields)) {
    await update(userid, [{ mediaid, [name]: value }]);
  }
  expect(await mediasOf(userid)).toEqual([{ ...before, ...fields }]);
});

test('another type leaves the address unchecked', async () => {
  const userid = await silent(place, { medias: [sms('not an address')] });
  const [{ mediaid }] = await mediasOf(userid);
  await update(userid, [{ mediaid, mediatypeid: '4' }]);
  expect(await mediasOf(userid)).toMatchObject([{ mediaid, mediatypeid: '4', sendto: ['not an address'] }]);
  const data = 'Invalid parameter "/1/medias/1/sendto/1": an email address is expected.';
  await refuseUpdate(place, { userid, medias: [{ mediaid, sendto: 'neither is this' }] }, data);
});

test('somebody else’s are nobody’s', async () => {
  const [{ mediaid }] = await mediasOf(await silent(place, { medias: [sms('+1')] }));
  const userid = await silent(place, { medias: [sms('+2')] });
  for (const id of [mediaid, '0', '9223372036854775807']) {
    const data = 'Invalid parameter "/1/medias/1/mediaid": object does not exist or belongs to another object.';
    await refuseUpdate(place, { userid, medias: [{ mediaid: id, sendto: 5 }] }, data);
  }
});

/** A new media, and what is said of it. The same in both methods. */
const refusals: readonly (readonly [media: unknown, data: string])[] = [
  [{}, '": the parameter "mediatypeid" is missing'],
  [{ mediatypeid: '3' }, '": the parameter "sendto" is missing'],
  [{ sendto: '+1' }, '": the parameter "mediatypeid" is missing'],
  ['+1', '": an array is expected'],
  [sms('+1', { userdirectory_mediaid: '1' }), '": unexpected parameter "userdirectory_mediaid"'],
  [sms('+1', { provisioned: '0' }), '": unexpected parameter "provisioned"'],
  [{ mediatypeid: 'x', sendto: '+1' }, '/mediatypeid": a number is expected'],
  [{ mediatypeid: '999', sendto: '+1' }, '/mediatypeid": object does not exist'],
  [{ mediatypeid: '0', sendto: '+1' }, '/mediatypeid": object does not exist'],
  [sms([]), '/sendto": cannot be empty'],
  [sms(5), '/sendto": an array is expected'],
  [sms(null), '/sendto": an array is expected'],
  [sms([5]), '/sendto/1": a character string is expected'],
  [sms(['+1', '+2']), '/sendto": a character string is expected'],
  [sms('x'.repeat(1025)), '/sendto": value is too long'],
  [mail(''), '/sendto/1": cannot be empty'],
  [mail(['a@example.com', '']), '/sendto/2": cannot be empty'],
  [mail('x'), '/sendto/1": an email address is expected'],
  [mail(['a@example.com', 'a@localhost']), '/sendto/2": an email address is expected'],
  [mail(`${'a'.repeat(65)}@example.com`), '/sendto/1": an email address is expected'],
  [mail(Array.from({ length: 60 }, (_, index) => `someone${index}@example.com`)), '/sendto": value is too long'],
  [sms('+1', { active: 2 }), '/active": value must be one of 0, 1'],
  [sms('+1', { severity: 64 }), '/severity": value must be one of 0-63'],
  [sms('+1', { severity: -1 }), '/severity": value must be one of 0-63'],
  [sms('+1', { period: '1-8,00:00-24:00' }), '/period": a time period is expected'],
  [sms('+1', { period: '' }), '/period": cannot be empty'],
  [sms('+1', { period: '1-7,00:00-24:00;'.repeat(65) }), '/period": value is too long'],
];

test.each(refusals)('%j is refused', async (media, reason) => {
  const data = `Invalid parameter "/1/medias/1${reason}.`;
  await refuseUpdate(place, { userid: await silent(place, { medias: [sms('+9')] }), medias: [media] }, data);
  await refuseCreate(place, { username: place.fresh('nobody'), usrgrps: [{ usrgrpid: '12' }], medias: [media] }, data);
});

test('ids are for changes, and each once', async () => {
  const userid = await silent(place, { medias: [sms('+1')] });
  const [{ mediaid }] = await mediasOf(userid);
  const data = `Invalid parameter "/1/medias/2": value (mediaid)=(${mediaid}) already exists.`;
  await refuseUpdate(place, { userid, medias: [{ mediaid }, { mediaid: `0${mediaid}`, sendto: 5 }] }, data);
  const medias = [sms('+1', { mediaid })];
  await refuseCreate(
    place,
    { username: 'x', medias },
    'Invalid parameter "/1/medias/1": unexpected parameter "mediaid".',
  );
  await refuseUpdate(
    place,
    { userid, medias: [{ mediaid: 'x' }] },
    'Invalid parameter "/1/medias/1/mediaid": a number is expected.',
  );
});

test('more than can be kept are refused', async () => {
  const userid = await silent(place);
  const medias = Array.from({ length: 100 }, () => sms('x'.repeat(1000)));
  await refuseUpdate(place, [{ userid: '2' }, { userid, medias }], 'Invalid parameter "/2/medias": value is too long.');
});

test('a media type that goes takes its media along', async () => {
  const type = { type: 2, name: place.fresh('modem'), gsm_modem: '/dev/null' };
  const { mediatypeids } = await place.ask('mediatype.create', type);
  const userid = await silent(place, { medias: [sms('+1', { mediatypeid: mediatypeids[0] }), sms('+2')] });
  const [gone, stays] = await mediasOf(userid);
  await place.ask('mediatype.delete', mediatypeids);
  expect(await mediasOf(userid)).toEqual([stays]);
  const data = 'Invalid parameter "/1/medias/1/mediaid": object does not exist or belongs to another object.';
  await refuseUpdate(place, { userid, medias: [{ mediaid: gone.mediaid }] }, data);
  await update(userid, [{ mediaid: stays.mediaid }]);
  expect(await mediasOf(userid)).toEqual([stays]);
});

describe('of email', () => {
  const addressesOf = async (userid: string) => (await recordOf(place, userid)).emails.map(({ address }) => address);
  const patchPrimary = async (userid: string, address: string) => {
    const emails = [{ address, verified: true }];
    const { status } = await place.rest('PATCH', `/api/users/serial:${userid}`, { emails, primaryEmail: address });
    expect(status).toBe(200);
  };

  test('the first becomes the address of whoever has none, unproven', async () => {
    const medias = [sms('x@example.com'), mail(['Anne <anne@example.com>', 'bob@example.com', 'c@example.com'])];
    const userid = await silent(place, { medias });
    const { emails, primaryEmailId } = await recordOf(place, userid);
    expect(emails).toMatchObject([
      { id: primaryEmailId, address: 'bob@example.com', verification: null, reserved: false },
    ]);
    const later = await silent(place);
    await update(later, [mail('D <d@example.com>')]);
    expect(await addressesOf(later)).toEqual([]);
    await update(later, [mail('d@[127.0.0.1]'), mail('e@example.com')]);
    expect(await addressesOf(later)).toEqual(['e@example.com']);
    await update(later, [mail('f@example.com')]);
    expect(await addressesOf(later), 'one is enough').toEqual(['e@example.com']);
    expect(await mediasOf(later)).toMatchObject([{ sendto: ['f@example.com'] }]);
  });

  test('nobody gets one by themselves', async () => {
    const userid = await newcomer(place, 'alone');
    const auth = await place.login('alone', password);
    await place.ask('user.update', { userid, medias: [mail('alone@example.com')] }, auth);
    expect(await addressesOf(userid)).toEqual([]);
    expect(await mediasOf(userid)).toMatchObject([{ sendto: ['alone@example.com'] }]);
  });

  test('follow the primary address, in whatever spelling, and those of other types do not', async () => {
    const userid = await silent(place, {
      medias: [mail(['g@example.com', 'h@example.com']), mail('G@Example.com'), sms('g@example.com')],
    });
    const [first, second, third] = await mediasOf(userid);
    await patchPrimary(userid, 'new@example.com');
    expect(await mediasOf(userid)).toEqual([
      { ...first, sendto: ['new@example.com', 'h@example.com'] },
      { ...second, sendto: ['new@example.com'] },
      third,
    ]);
    await update(userid, [{ mediaid: second.mediaid, mediatypeid: '3' }]);
    await patchPrimary(userid, 'newer@example.com');
    expect(await mediasOf(userid)).toMatchObject([{ mediaid: second.mediaid, sendto: 'new@example.com' }]);
  });

  test('the address of somebody made elsewhere is shown, changed and dropped like any', async () => {
    const made = await place.rest('POST', '/api/users', { emails: [{ address: 'i@example.com', verified: true }] });
    const userid = String(made.body.serial);
    const [shown, ...none] = await mediasOf(userid);
    expect([shown, none]).toEqual([
      { mediaid: shown.mediaid, mediatypeid: '1', sendto: ['i@example.com'], ...plain },
      [],
    ]);
    await update(userid, [{ mediaid: shown.mediaid, sendto: 'I@example.com' }]);
    expect(await toldOf(place, userid), 'nothing is different').toEqual([]);
    await update(userid, [{ mediaid: shown.mediaid, severity: 1 }, mail('j@example.com')]);
    expect((await mediasOf(userid))[0]).toEqual({ ...shown, severity: '1' });
    expect(await addressesOf(userid)).toEqual(['i@example.com']);
    await update(userid, []);
    expect([await mediasOf(userid), await addressesOf(userid)]).toEqual([[], ['i@example.com']]);
  });
});
