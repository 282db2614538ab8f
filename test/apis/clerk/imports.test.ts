// Users that came from an old system: their own ids win everywhere, and their outside accounts can be seen and taken away.
import { beforeAll, describe, expect, test } from 'vitest';
import { updateUser } from '../../../src/core/commands/update-user.ts';
import { uuidOfKsuid } from '../../../src/core/model/id.ts';
import { set, type UserPatch, untouched } from '../../../src/core/model/patch.ts';
import type { Identity } from '../../../src/core/model/user.ts';
import { type Answer, expectErrors, fresh, usePlace } from './harness.ts';

const place = usePlace();
const oldId = 'user_29w83sxmDNGwOuEthce5gg56FcC';
let user: Answer['body'];

function identity(id: string, provider: string): Identity {
  return {
    ...{ id, provider, subject: `${provider}-7`, email: 'ada@example.com', emailVerified: true, username: null },
    ...{ firstName: 'Ada', lastName: null, imageUrl: null, label: null, scopes: ['email', 'profile'], metadata: {} },
    ...{ createdAt: 1_600_000_000_000, updatedAt: 1_600_000_000_000 },
  };
}

/** Changes a user as an importer would. */
async function change(wireId: string, patch: Partial<UserPatch>): Promise<void> {
  const { ports } = place.app;
  const realm = await place.app.host.publicRealm();
  const context = { ports, realm, actor: { kind: 'command-line' }, api: 'import', requestId: 'test' } as const;
  const id = uuidOfKsuid(wireId.slice(5)) ?? '';
  await updateUser(context, { by: 'id', id }, { ...untouched, ...patch }, { system: false, ifRev: null });
}

beforeAll(async () => {
  user = await place.user({ username: fresh('imported') });
});

describe('an id from an old system', () => {
  test('wins everywhere, while the new one is still understood', async () => {
    await change(user.id, { aliases: set({ clerk: oldId }) });
    const { body } = await place.call('GET', `/users/${oldId}`);
    expect(body).toMatchObject({ id: oldId, username: user.username });
    expect((await place.call('GET', `/users/${user.id}`)).body).toEqual(body);
    for (const query of [`user_id=${oldId}`, `user_id=${user.id}`, `query=${oldId}`]) {
      expect((await place.call('GET', `/users?${query}`)).body).toMatchObject([{ id: oldId }]);
    }
    expect((await place.call('GET', `/users?user_id=-${oldId}`)).body).toEqual([]);
    expect((await place.call('PATCH', `/users/${oldId}`, { first_name: 'A' })).body).toMatchObject({
      id: oldId,
      first_name: 'A',
    });
    const { body: session } = await place.call('POST', '/sessions', { user_id: oldId });
    expect(session.user_id).toBe(oldId);
    expect((await place.call('GET', `/sessions?user_id=${oldId}`)).body).toMatchObject([{ user_id: oldId }]);
    expect((await place.call('DELETE', `/users/${oldId}/mfa`)).body).toEqual({ user_id: oldId });
    expect(place.app.host.readUserId(oldId)).toEqual({ by: 'alias', api: 'clerk', alias: oldId });
  });
});

describe('outside accounts', () => {
  test('are shown, found by, and taken away by either id', async () => {
    const made = await place.user({ username: fresh('linked') });
    const ids = ['01890a5d-ac96-774b-bcce-b302099a8057', '01890a5d-ac96-774b-bcce-b302099a8058'] as const;
    const add = [identity(ids[0], 'google'), identity(ids[1], 'github')];
    await change(made.id, { identities: { op: 'change', add, remove: [] } });
    const { external_accounts: accounts } = await place.get(made.id);
    expect(accounts).toMatchObject([
      {
        object: 'google_account',
        provider: 'oauth_google',
        provider_user_id: 'google-7',
        approved_scopes: 'email profile',
      },
      { object: 'external_account', provider: 'oauth_github', id: expect.stringMatching(/^eac_/), last_name: '' },
    ]);
    expect(accounts[0].id).toBe(accounts[0].identification_id);
    const found = await place.call('GET', '/users?provider=oauth_github&provider_user_id=github-7');
    expect(found.body).toMatchObject([{ id: made.id }]);
    expect(
      (await place.call('GET', '/users/count?provider=oauth_google&provider_user_id=github-7')).body.total_count,
    ).toBe(0);
    const remove = (id: string) => place.call('DELETE', `/users/${made.id}/external_accounts/${id}`);
    expect((await remove(accounts[0].external_account_id)).body).toEqual({
      object: 'external_account',
      id: accounts[0].external_account_id,
      deleted: true,
    });
    expectErrors(await remove(accounts[0].id), 404, ['external_account_not_found']);
    expect((await remove(accounts[1].identification_id)).status).toBe(200);
    expect(await place.get(made.id)).toMatchObject({ external_accounts: [] });
  });
});
