// Signing out of the hosted pages, and letting devices in with them.
import { describe, expect, test } from 'vitest';
import { writeSessionId } from '../../../src/apis/workos/wire/ids.ts';
import { redeemAuthorization } from '../../../src/core/commands/authorize-client.ts';
import { pollDevice } from '../../../src/core/commands/authorize-device.ts';
import {
  base,
  challenge,
  clientId,
  complaintsOf,
  makeUser,
  password,
  publicUrl,
  redirectUri,
  toldClient,
  useHouse,
  Visitor,
  verifier,
} from './hosted.ts';

describe('the hosted pages', () => {
  const house = useHouse();
  const visitor = () => new Visitor(house);
  const anybody = () => ({ ...house().context, actor: { kind: 'anybody', address: null } }) as const;
  const redeem = (code: string) => redeemAuthorization(anybody(), { code, verifier, clientId, invitation: null });
  const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };

  test('sign out: the session ends, and only a known address is gone back to', async () => {
    const user = await makeUser(house());
    const ada = visitor();
    const told = toldClient(
      await ada.submit(await ada.enter(pkce), { intent: 'password', email: user.email, password }),
    );
    const { session } = await redeem(told.code ?? '');
    const id = writeSessionId(session.id);
    const to = (address: string) =>
      `/user_management/sessions/logout?session_id=${id}&return_to=${encodeURIComponent(address)}`;
    const out = await ada.fetch(to(redirectUri));
    expect([out.status, out.location]).toEqual([302, redirectUri]);
    expect((await house().app.ports.store.loadSession('default', session.id))?.status).toBe('ended');
    expect((await ada.fetch(to('https://app.example.com/bye'))).location).toBe('https://app.example.com/bye');
    for (const foreign of [
      'https://evil.example',
      'https://app.example.com@evil.example',
      '//evil.example',
      'javascript:alert(1)',
    ])
      expect(await ada.fetch(to(foreign))).toMatchObject({ status: 200, location: '' });
    expect((await ada.fetch('/user_management/sessions/logout')).status).toBe(400);
  });

  test('let a device in, or not', async () => {
    const user = await makeUser(house());
    for (const intent of ['allow', 'deny']) {
      const started = await house().app.server.inject({
        ...{ method: 'POST', url: '/user_management/authorize/device', payload: { client_id: clientId } },
      });
      expect(started.json()).toEqual({
        device_code: expect.any(String),
        user_code: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
        verification_uri: `${publicUrl}/user_management/device`,
        verification_uri_complete: `${publicUrl}/user_management/device?user_code=${started.json().user_code}`,
        expires_in: 300,
        interval: 5,
      });
      const { user_code: userCode, device_code: deviceCode } = started.json();
      const ada = visitor();
      const form = await ada.open(`/user_management/device?user_code=${userCode}`);
      expect(form.text).toContain(`value="${userCode}"`);
      expect(complaintsOf(await ada.submit(form, { userCode: 'BBBB-BBBB' }))).toHaveLength(1);
      const page = await ada.submit(form, { userCode: ` ${userCode.toLowerCase().replace('-', ' ')} ` });
      expect(page.url).toBe(`${base}/sign-in`);
      const question = await ada.submit(page, { intent: 'password', email: user.email, password });
      expect(question.url).toBe('/user_management/device/confirm');
      expect([question.text.includes(userCode), question.text.includes(user.email)]).toEqual([true, true]);
      expect(await pollDevice(anybody(), { deviceCode, clientId })).toBe('pending');
      const done = await ada.submit(question, { intent });
      expect(done.url).toBe(`/user_management/device/${intent === 'allow' ? 'allowed' : 'denied'}`);
      const answer = await pollDevice(anybody(), { deviceCode, clientId });
      expect(answer).toEqual(
        intent === 'deny' ? 'denied' : expect.objectContaining({ user: expect.objectContaining({ id: user.id }) }),
      );
    }
    const stranger = await house().app.server.inject({
      ...{ method: 'POST', url: '/user_management/authorize/device', payload: { client_id: 'client_other' } },
    });
    expect([stranger.statusCode, stranger.json()]).toEqual([
      400,
      { error: 'invalid_client', error_description: 'Unknown client.' },
    ]);
  });
});
