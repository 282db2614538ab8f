// Signing in on the hosted pages, from the client's request to the code in its address.
import { describe, expect, test } from 'vitest';
import { writeId } from '../../../src/apis/workos/wire/ids.ts';
import { redeemAuthorization } from '../../../src/core/commands/authorize-client.ts';
import { createInvitation } from '../../../src/core/commands/create-invitation.ts';
import { createMembership } from '../../../src/core/commands/create-membership.ts';
import { createOrganization } from '../../../src/core/commands/create-organization.ts';
import { confirmTotp, enrolTotp } from '../../../src/core/commands/enrol-totp.ts';
import { clear, set } from '../../../src/core/model/patch.ts';
import { isProven } from '../../../src/core/rules/primary.ts';
import { blankPatch } from '../../commands/organizations.ts';
import { codeAt as codeOf, totpOf } from '../../time-codes.ts';
import { listChange, wish } from '../../users.ts';
import {
  base,
  challenge,
  clientId,
  complaintsOf,
  freshEmail,
  mailedTo,
  makeUser,
  password,
  toldClient,
  useHouse,
  Visitor,
  verifier,
} from './hosted.ts';

const codeAt = (secret: string, now: number): string => codeOf({ ...totpOf(0), secret }, now);

describe('the hosted pages', () => {
  const house = useHouse();
  const visitor = () => new Visitor(house);
  const anybody = () => ({ ...house().context, actor: { kind: 'anybody', address: null } }) as const;
  const redeem = (code: string) => redeemAuthorization(anybody(), { code, verifier, clientId, invitation: null });
  const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };

  test('sign in with a password; no session begins before the client redeems the code, once', async () => {
    const user = await makeUser(house());
    const ada = visitor();
    const page = await ada.enter({ ...pkce, state: 'a b&c', login_hint: user.email });
    expect([page.status, page.url]).toEqual([200, `${base}/sign-in`]);
    expect(page.text).toContain(`value="${user.email}"`);
    const told = toldClient(await ada.submit(page, { intent: 'password', email: user.email, password }));
    expect(told).toEqual({ code: expect.stringMatching(/^[\w-]{43}$/), state: 'a b&c' });
    const all = { userId: user.id, client: null, status: null, now: 0, limit: 9, offset: 0 };
    expect(await house().app.ports.store.findSessions('default', all)).toEqual([]);
    const { session, user: signedIn } = await redeem(told.code ?? '');
    expect([signedIn.id, session.method]).toEqual([user.id, 'password']);
    await expect(redeem(told.code ?? '')).rejects.toThrow('code-rejected');
    expect((await ada.open(`${base}/sign-in`)).status).toBe(400);
    expect((await ada.submit(page, { intent: 'password', email: user.email, password })).status).toBe(400);
  });

  test('sign in with a code by mail, also one that was sent again', async () => {
    const { email } = await makeUser(house(), { password: clear });
    const ada = visitor();
    const sent = await ada.submit(await ada.enter(), { intent: 'magic-code', email, password: '' });
    expect(sent.url).toBe(`${base}/code`);
    const first = await mailedTo(house(), 'magic-code', email);
    const again = await ada.submit(sent, { intent: 'resend', code: '' });
    expect(again.text).toContain('We have sent another code.');
    const second = await mailedTo(house(), 'magic-code', email);
    if (first !== second) {
      const wrong = await ada.submit(again, { intent: 'verify', code: first });
      expect([wrong.status, complaintsOf(wrong).length]).toEqual([400, 1]);
    }
    const code = `${second.slice(0, 3)} ${second.slice(3)}`;
    expect(toldClient(await ada.submit(again, { intent: 'verify', code }))).toHaveProperty('code');
  });

  test('have an address verified first', async () => {
    const email = freshEmail();
    await makeUser(house(), { emails: listChange({ add: [wish(email, { claim: 'reserved' })] }) });
    const ada = visitor();
    const page = await ada.submit(await ada.enter(pkce), { intent: 'password', email, password });
    expect(page.url).toBe(`${base}/verify`);
    expect((await ada.open(`${base}/verify`)).status).toBe(200);
    const again = await ada.submit(page, { intent: 'resend', code: '' });
    expect(again.text).toContain('We have sent another code.');
    const code = await mailedTo(house(), 'email-verification', email);
    const { user } = await redeem(toldClient(await ada.submit(again, { intent: 'verify', code })).code ?? '');
    expect(user.emails.map((one) => [one.address, isProven(one)])).toEqual([[email, true]]);
  });

  test('ask for the code of an authenticator app', async () => {
    const user = await makeUser(house());
    const { context } = house();
    const reference = { by: 'id', id: user.id } as const;
    const { secret } = await enrolTotp(context, reference, { system: false, issuer: 'Acme' });
    const now = context.ports.clock();
    await confirmTotp(context, reference, codeAt(secret, now - 30_000), { system: false });
    const ada = visitor();
    const page = await ada.submit(await ada.enter(pkce), { intent: 'password', email: user.email, password });
    expect(page.url).toBe(`${base}/second-factor`);
    const wrong = await ada.submit(page, { intent: 'verify', code: '000000' });
    expect([wrong.status, complaintsOf(wrong)]).toEqual([400, [expect.stringContaining('the app')]]);
    const told = toldClient(await ada.submit(wrong, { intent: 'verify', code: codeAt(secret, now) }));
    expect((await redeem(told.code ?? '')).user.id).toBe(user.id);
  });

  test('ask for the organization among several, and go straight to the one that the client names', async () => {
    const user = await makeUser(house());
    const { context } = house();
    const ids: string[] = [];
    for (const name of ['Acme & <Sons>', 'Other']) {
      const organization = await createOrganization(context, { ...blankPatch, name: set(name) });
      ids.push(organization.id);
      await createMembership(context, { userId: user.id, organizationId: organization.id, roles: ['member'] });
    }
    const ada = visitor();
    const page = await ada.submit(await ada.enter(pkce), { intent: 'password', email: user.email, password });
    expect(page.url).toBe(`${base}/organization`);
    expect(page.text).toContain('Acme &amp; &lt;Sons&gt;');
    expect(complaintsOf(await ada.submit(page, {}))).toEqual(['Choose one of them.']);
    const foreign = writeId('organization', user.id);
    expect((await ada.submit(page, { organizationId: foreign })).status).toBe(400);
    const wanted = writeId('organization', ids[1] ?? '');
    const { session } = await redeem(toldClient(await ada.submit(page, { organizationId: wanted })).code ?? '');
    expect(session.organizationId).toBe(ids[1]);

    const straight = await ada.submit(await ada.enter({ ...pkce, organization_id: wanted, provider: null }), {
      ...{ intent: 'password', email: user.email, password },
    });
    expect((await redeem(toldClient(straight).code ?? '')).session.organizationId).toBe(ids[1]);
    const outsider = await makeUser(house());
    const refused = await ada.submit(await ada.enter({ organization_id: wanted }), {
      ...{ intent: 'password', email: outsider.email, password },
    });
    expect([refused.status, complaintsOf(refused)]).toEqual([
      400,
      ['You do not belong to the organization that this is for.'],
    ]);
  });

  test('accept an invitation for the address it went to, and for no other', async () => {
    const { context } = house();
    const organization = await createOrganization(context, { ...blankPatch, name: set('Inviting') });
    const user = await makeUser(house());
    const wanted = { email: user.email, organizationId: organization.id, role: null, inviterId: null, days: 7 };
    const { token } = await createInvitation(context, wanted, (secret) => `https://app.example.com/${secret}`);
    const ada = visitor();
    const outsider = await makeUser(house());
    const page = await ada.enter({ ...pkce, invitation_token: token });
    expect(page.text).toContain(`value="${user.email}"`);
    const refused = await ada.submit(page, { intent: 'password', email: outsider.email, password });
    expect([refused.status, complaintsOf(refused)]).toEqual([
      400,
      ['The invitation is for another address, or no longer open.'],
    ]);
    const told = toldClient(await ada.submit(refused, { intent: 'password', email: user.email, password }));
    expect((await redeem(told.code ?? '')).session.organizationId).toBe(organization.id);
    expect((await ada.enter({ invitation_token: token })).text).not.toContain(user.email);
  });

  test('let an invited stranger join by the link of the mail, which names no client', async () => {
    const { context } = house();
    const email = freshEmail();
    const organization = await createOrganization(context, { ...blankPatch, name: set('Welcoming') });
    const wanted = { email, organizationId: organization.id, role: null, inviterId: null, days: 7 };
    const { token, invitation } = await createInvitation(context, wanted, String);
    const ada = visitor();
    const page = await ada.open(`${base}?invitation_token=${token}`);
    expect([page.url, page.text.includes(`value="${email}"`)]).toEqual([`${base}/sign-up`, true]);
    const sent = await ada.submit(page, { firstName: 'Ada', lastName: '', email, password });
    const code = await mailedTo(house(), 'sign-up', email);
    expect(toldClient(await ada.submit(sent, { intent: 'verify', code }))).toEqual({ code: expect.any(String) });
    const stored = await context.ports.store.loadDocument('default', 'invitation', invitation.id);
    expect(stored).toMatchObject({ acceptedAt: expect.any(Number), acceptedUserId: expect.any(String) });
    const members = {
      kind: 'membership',
      userId: stored?.acceptedUserId ?? '',
      organizationId: organization.id,
    } as const;
    const query = { ...members, subject: null, direction: 'ascending', after: null, limit: 9 } as const;
    expect(await context.ports.store.findDocuments('default', query)).toHaveLength(1);
  });

  test('sign up: the account exists once the code is shown, with the password of whoever shows it', async () => {
    const email = freshEmail();
    const ada = visitor();
    const page = await ada.enter({ ...pkce, screen_hint: 'sign-up' });
    expect(page.url).toBe(`${base}/sign-up`);
    const weak = await ada.submit(page, { firstName: 'Ada', lastName: '', email, password: 'qz7!k' });
    expect([weak.status, complaintsOf(weak)]).toEqual([400, ['This password is too short.']]);
    const sent = await ada.submit(weak, { firstName: 'Ada', lastName: '', email, password });
    expect(sent.url).toBe(`${base}/code`);
    const code = await mailedTo(house(), 'sign-up', email);
    const mallory = visitor();
    await mallory.submit(await mallory.enter({ screen_hint: 'sign-up' }), {
      ...{ firstName: 'M', lastName: '', email, password: 'the password of another' },
    });
    const { user } = await redeem(toldClient(await ada.submit(sent, { intent: 'verify', code })).code ?? '');
    expect([user.firstName, user.lastName, user.emails.map(isProven)]).toEqual(['Ada', null, [true]]);
    expect(toldClient(await ada.submit(await ada.enter(), { intent: 'password', email, password }))).toHaveProperty(
      'code',
    );
  });

  test('reset a forgotten password in another browser', async () => {
    const { email } = await makeUser(house());
    const ada = visitor();
    const asked = await ada.submit(await ada.open((await ada.enter()).url.replace('sign-in', 'forgotten')), { email });
    expect([asked.status, asked.url]).toEqual([200, `${base}/mailed`]);
    const token = await mailedTo(house(), 'password-reset', email);
    const elsewhere = visitor();
    const page = await elsewhere.open(`${base}/reset?token=${token}`);
    expect(page.text).toContain(email);
    const weak = await elsewhere.submit(page, { password: 'qz7!k' });
    expect(complaintsOf(weak)).toEqual(['This password is too short.']);
    const done = await elsewhere.submit(weak, { password: 'another staple 8?' });
    expect([done.status, done.url]).toEqual([200, `${base}/done`]);
    expect(done.text).not.toContain('/sign-in');
    expect((await ada.open(`${base}/done`)).text).toContain('/sign-in');
    for (const used of [
      await elsewhere.open(`${base}/reset?token=${token}`),
      await elsewhere.submit(weak, { password }),
    ]) {
      expect([used.status, used.text.includes('cannot be used')]).toEqual([400, true]);
    }
    const page2 = await ada.open(`${base}/sign-in`);
    expect((await ada.submit(page2, { intent: 'password', email, password })).status).toBe(400);
    const told = toldClient(await ada.submit(page2, { intent: 'password', email, password: 'another staple 8?' }));
    expect(told).toHaveProperty('code');
  });
});

describe('where a second factor is demanded', () => {
  const house = useHouse({ requireSecondFactor: true });

  test('one is set up on the way, with the same key after a wrong code', async () => {
    const user = await makeUser(house());
    const ada = new Visitor(house);
    const page = await ada.submit(await ada.enter(), { intent: 'password', email: user.email, password });
    expect(page.url).toBe(`${base}/enrol`);
    const secret = /<code class="shown">([A-Z2-7]+)</.exec(page.text)?.[1] ?? '';
    expect(page.text).toContain('src="data:image/png;base64,');
    const wrong = await ada.submit(page, { code: '000000' });
    expect(wrong.text).toContain(secret);
    const code = codeAt(secret, house().context.ports.clock());
    expect(toldClient(await ada.submit(wrong, { code }))).toHaveProperty('code');
  });
});

describe('where strangers may not join', () => {
  const house = useHouse({ allowSignUp: false });

  test('nobody is led to the page, and nobody signs up', async () => {
    const ada = new Visitor(house);
    const page = await ada.enter({ screen_hint: 'sign-up' });
    expect([page.url, page.text.includes('sign-up')]).toEqual([`${base}/sign-in`, false]);
    const form = await ada.open(`${base}/sign-up`);
    const refused = await ada.submit(form, { firstName: 'A', lastName: '', email: freshEmail(), password });
    expect([refused.status, complaintsOf(refused)]).toEqual([400, ['No accounts can be made here at present.']]);
  });
});
