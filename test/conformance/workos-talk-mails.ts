// The part of the talk with the WorkOS API that is about codes and links by mail, and about second factors.
import { codeAt, totpOf } from '../time-codes.ts';
import { textAt } from './app.ts';
import { absent, fresh, nobody, not, password, type Talk, users, wait } from './workos-talk.ts';

const attempts = Array.from({ length: 11 });

async function verifyAddress(talk: Talk): Promise<void> {
  const { get, post, person, mailed, authenticate } = talk;
  const { id, email } = await person({ email_verified: false });
  const [send, confirm] = [`${users}/${id}/email_verification/send`, `${users}/${id}/email_verification/confirm`];
  await post(confirm, { code: '123456' });
  for (const url of [send, send, send, send, `${users}/${nobody}/email_verification/send`]) await post(url);
  await post(confirm);
  await post(`${users}/${nobody}/email_verification/confirm`, { code: '123456' });
  wait(talk, 11);
  await post(confirm, { code: await mailed('email-verification', email) });
  const asked = await authenticate('password', { email, password });
  for (const each of [textAt(asked.body, 'email_verification_id'), absent('email_verification'), 'x']) {
    await get(`/user_management/email_verification/${each}`);
  }
  const code = await mailed('email-verification', email);
  for (const each of [not(code), code, code]) await post(confirm, { code: each });
  await post(send);
  const guessed = await person({ email_verified: false });
  await post(`${users}/${guessed.id}/email_verification/send`);
  const wrong = not(await mailed('email-verification', guessed.email));
  for (const _ of attempts) await post(`${users}/${guessed.id}/email_verification/confirm`, { code: wrong });
}

async function changeAddress(talk: Talk): Promise<void> {
  const { post, put, person, mailed } = talk;
  const [{ id, email }, taken] = [await person(), await person()];
  const [send, confirm] = [`${users}/${id}/email_change/send`, `${users}/${id}/email_change/confirm`];
  await post(confirm, { code: '123456' });
  for (const address of [email, taken.email, 'no address', 5]) await post(send, { new_email: address });
  await post(send);
  await post(`${users}/${nobody}/email_change/send`, { new_email: `${fresh()}@example.com` });
  await post(`${users}/${nobody}/email_change/confirm`, { code: '123456' });
  const next = `${fresh()}@example.com`;
  for (let index = 0; index < 4; index++) await post(send, { new_email: next });
  await post(confirm);
  const code = await mailed('email-change', id);
  for (const each of [not(code), code, code]) await post(confirm, { code: each });

  const [late, rival] = [`${fresh()}@example.com`, `${fresh()}@example.com`];
  await post(send, { new_email: late });
  wait(talk, 11);
  await post(confirm, { code: await mailed('email-change', id) });
  await post(send, { new_email: rival });
  await person({ email: rival });
  await post(confirm, { code: await mailed('email-change', id) });
  const own = `${fresh()}@example.com`;
  await post(send, { new_email: own });
  await put(`${users}/${id}`, { email: own, email_verified: true });
  await post(confirm, { code: await mailed('email-change', id) });
  await post(send, { new_email: `${fresh()}@example.com` });
  const wrong = not(await mailed('email-change', id));
  for (const _ of attempts) await post(confirm, { code: wrong });
}

async function resetPassword(talk: Talk): Promise<void> {
  const { get, post, person } = talk;
  const reset = '/user_management/password_reset';
  const { email } = await person();
  const made = await post(reset, { email });
  for (const address of ['nobody@example.com', 'no address', '', 5]) await post(reset, { email: address });
  await post(reset);
  for (const each of [textAt(made.body, 'id'), absent('password_reset'), 'x']) await get(`${reset}/${each}`);
  const token = textAt(made.body, 'password_reset_token');
  for (const plain of ['short', 'another Long pass 9', 'another Long pass 9']) {
    await post(`${reset}/confirm`, { token, new_password: plain });
  }
  await post(`${reset}/confirm`);
  await post(`${reset}/confirm`, { token: 'none', new_password: password });
  for (let index = 0; index < 3; index++) await post(reset, { email });
}

async function sendCodes(talk: Talk): Promise<void> {
  const { get, post, under } = talk;
  const magic = '/user_management/magic_auth';
  const email = `${fresh()}@example.com`;
  const made = await post(magic, { email, ip_address: '203.0.113.42', user_agent: 'x', radar_auth_attempt_id: 'x' });
  for (const address of ['no address', '', 5]) await post(magic, { email: address });
  await post(magic);
  await post(magic, { email: `${fresh()}@example.com`, invitation_token: 'none' });
  for (const each of [textAt(made.body, 'id'), absent('magic_auth'), 'x']) await get(`${magic}/${each}`);
  for (let index = 0; index < 3; index++) await post(magic, { email });
  await under({ allowSignUp: false }, () => post(magic, { email: `${fresh()}@example.com` }));
}

/** The code that an authenticator app shows, so many steps from now. */
export function appCode({ memory }: Talk, secret: string, steps = 0): string {
  return codeAt({ ...totpOf(7), secret }, Date.now() + memory.clock.ms + steps * 30_000);
}

async function useFactors(talk: Talk): Promise<void> {
  const { get, post, remove, person } = talk;
  const { id } = await person();
  const url = `${users}/${id}/auth_factors`;
  const bodies = [{ type: 'totp', totp_issuer: 'Acme', totp_user: 'ada', totp_secret: totpOf(9).secret }, {}];
  for (const body of [...bodies, { type: 'sms' }, { type: 'totp', totp_secret: '!' }]) await post(url, body);
  const made = await post(url, { type: 'totp' });
  const [factor, secret] = [
    textAt(made.body, 'authentication_factor', 'id'),
    textAt(made.body, 'authentication_factor', 'totp', 'secret'),
  ];
  const verify = `/auth/challenges/${textAt(made.body, 'authentication_challenge', 'id')}/verify`;
  const wrong = not(appCode(talk, secret));
  await post(verify);
  for (const code of [wrong, appCode(talk, secret), appCode(talk, secret)]) await post(verify, { code });
  for (const each of [absent('auth_challenge'), 'x']) await post(`/auth/challenges/${each}/verify`, { code: wrong });
  for (const each of [factor, absent('auth_factor'), 'x']) {
    await get(`/auth/factors/${each}`);
    await post(`/auth/factors/${each}/challenge`);
  }
  await post(`/auth/factors/${factor}/challenge`, { sms_template: 5 });
  for (const query of ['', 'limit=1', `after=${factor}`, 'limit=0', 'before=x']) await get(`${url}?${query}`);
  await get(`${users}/${nobody}/auth_factors`);
  await post(`${users}/${nobody}/auth_factors`, { type: 'totp' });
  const again = async () => textAt((await post(`/auth/factors/${factor}/challenge`)).body, 'id');
  const late = await again();
  wait(talk, 11);
  await post(`/auth/challenges/${late}/verify`, { code: appCode(talk, secret) });
  const guessed = await again();
  for (const _ of attempts) await post(`/auth/challenges/${guessed}/verify`, { code: not(appCode(talk, secret)) });
  for (const each of [factor, factor, 'x']) await remove(`/auth/factors/${each}`);
}

/** Talks about mails and second factors. */
export async function talkAboutMails(talk: Talk): Promise<void> {
  await verifyAddress(talk);
  await changeAddress(talk);
  await resetPassword(talk);
  await sendCodes(talk);
  await useFactors(talk);
}
