// Lists through WorkOS' API: pages in three orders, both ways, and what ends them.
import { describe, expect, test } from 'vitest';
import { ulidOfUuid } from '../../../src/core/model/id.ts';
import { set } from '../../../src/core/model/patch.ts';
import { expectError, expectMissing, fresh, usePlace } from './harness.ts';

const place = usePlace();

type Listed = { ids: string[]; before: string | null; after: string | null };

async function list(path: string, query: Record<string, string> = {}): Promise<Listed> {
  const { status, body } = await place.call('GET', `${path}?${new URLSearchParams(query)}`);
  expect(status, JSON.stringify(body)).toBe(200);
  expect(body).toEqual({
    object: 'list',
    data: expect.any(Array),
    list_metadata: { before: body.list_metadata.before, after: body.list_metadata.after },
  });
  return { ids: body.data.map(({ id }: { id: string }) => id), ...body.list_metadata };
}

/** Walks from page to page by one cursor until it ends. */
async function walk(path: string, query: Record<string, string>, by: 'before' | 'after', from: string | null) {
  const pages: string[][] = [];
  for (let cursor = from; ; ) {
    const page = await list(path, { ...query, ...(cursor !== null && { [by]: cursor }) });
    pages.push(page.ids);
    cursor = page[by];
    if (cursor === null || pages.length > 20) return pages;
  }
}

describe('users', () => {
  test('none', async () => {
    expect(await list('/users')).toEqual({ ids: [], before: null, after: null });
  });

  test('in three orders, on and back', async () => {
    const made: string[] = [];
    for (let count = 0; count < 7; count++) made.push((await place.user()).id);
    const newest = made.toReversed();
    const chunks = (ids: string[]) => [ids.slice(0, 3), ids.slice(3, 6), ids.slice(6)];
    expect(await list('/users')).toEqual({ ids: newest, before: null, after: null });
    expect(await walk('/users', { limit: '3' }, 'after', null)).toEqual(chunks(newest));
    expect(await walk('/users', { limit: '3', order: 'asc' }, 'after', null)).toEqual(chunks(made));
    expect(await walk('/users', { limit: '3', order: 'normal' }, 'before', null)).toEqual(chunks(newest));

    const [oldest = '', second = ''] = made;
    const latest = newest[0] ?? '';
    expect(await walk('/users', { limit: '3' }, 'before', oldest)).toEqual([newest.slice(3, 6), newest.slice(0, 3)]);
    expect(await walk('/users', { limit: '3', order: 'asc' }, 'before', latest)).toEqual([
      made.slice(3, 6),
      made.slice(0, 3),
    ]);
    expect(await walk('/users', { limit: '3', order: 'normal' }, 'after', oldest)).toEqual([
      newest.slice(3, 6),
      newest.slice(0, 3),
    ]);

    const middle = { ids: newest.slice(3, 6), before: newest[3], after: newest[5] };
    expect(await list('/users', { limit: '3', after: newest[2] ?? '' })).toEqual(middle);
    expect(await list('/users', { limit: '3', before: newest[6] ?? '' })).toEqual(middle);
    expect(await list('/users', { limit: '3', order: 'normal', before: newest[2] ?? '' })).toEqual({
      ids: middle.ids,
      before: newest[5],
      after: newest[3],
    });
    expect(await list('/users', { after: oldest })).toEqual({ ids: [], before: null, after: null });
    expect(await list('/users', { limit: '1', after: second })).toEqual({ ids: [oldest], before: oldest, after: null });
    expect(await list('/users', { before: '', after: '' })).toMatchObject({ ids: newest });
  });

  test('go on behind somebody who has been deleted since', async () => {
    const [first, second] = [await place.user(), await place.user()];
    expect((await place.call('DELETE', `/users/${second.id}`)).status).toBe(200);
    expect((await list('/users', { limit: '1', after: second.id })).ids).toEqual([first.id]);
  });

  test('by an id kept from WorkOS', async () => {
    const alias = 'user_01E4ZCR3C56J083X43JQXF3JK5';
    const older = await place.user();
    const made = await place.made({ aliases: set({ workos: alias }) });
    expect(await list('/users', { limit: '1' })).toEqual({ ids: [alias], before: null, after: alias });
    for (const cursor of [alias, `user_${ulidOfUuid(made.id)}`]) {
      expect((await list('/users', { limit: '1', after: cursor })).ids).toEqual([older.id]);
    }
  });

  test('by email, without regard to case', async () => {
    const user = await place.user();
    expect((await list('/users', { email: user.email.toUpperCase() })).ids).toEqual([user.id]);
    expect((await list('/users', { email: `${fresh()}@example.com` })).ids).toEqual([]);
  });

  test.each([
    ['limit=0', 'limit_invalid'],
    ['limit=101', 'limit_invalid'],
    ['limit=-1', 'limit_invalid'],
    ['limit=ten', 'limit_invalid'],
    ['limit=1.5', 'limit_invalid'],
    ['order=up', 'order_invalid'],
    ['after=nobody', 'after_invalid'],
    ['before=user_01E4ZCR3C56J083X43JQXF3JK6', 'before_invalid'],
    ['before=user_a&after=user_b', 'before_excludes_after'],
    ['email=', 'email_string_required'],
  ])('not with %s', async (query, code) => {
    expectError(await place.call('GET', `/users?${query}`), 422, 'invalid_request_parameters', [code]);
  });

  test('not of an organization: there are none', async () => {
    for (const name of ['organization_id', 'organization']) {
      const answer = await place.call('GET', `/users?${name}=org_1`);
      expect([answer.status, answer.body.message]).toEqual([422, "Organization not found: 'org_1'."]);
    }
  });
});

describe('sessions', () => {
  async function signIn(userId: string): Promise<string> {
    const { body: ids } = await place.ask('GET', `/api/users/${userId}`);
    const made = await place.ask('POST', '/v1/sessions', { user_id: ids.ids.clerk });
    expect(made.status).toBe(200);
    const [newest = ''] = (await list(`/users/${userId}/sessions`)).ids;
    return newest;
  }

  test('are listed while they are active, and revoked', async () => {
    const user = await place.user();
    const path = `/users/${user.id}/sessions`;
    expect((await list(path)).ids).toEqual([]);
    const [first, second, third] = [await signIn(user.id), await signIn(user.id), await signIn(user.id)];
    const other = await place.user();
    const others = await signIn(other.id);
    const time = expect.stringMatching(/^\d{4}-.*Z$/);
    expect((await place.call('GET', `${path}?limit=1`)).body.data).toEqual([
      {
        object: 'session',
        id: expect.stringMatching(/^session_[0-7][0-9A-HJKMNP-TV-Z]{25}$/),
        user_id: user.id,
        ip_address: null,
        user_agent: null,
        auth_method: 'unknown',
        status: 'active',
        expires_at: time,
        ended_at: null,
        created_at: time,
        updated_at: time,
      },
    ]);
    expect(await walk(path, { limit: '2' }, 'after', null)).toEqual([[third, second], [first]]);
    expect(await walk(path, { limit: '2', order: 'asc' }, 'after', null)).toEqual([[first, second], [third]]);
    expect((await list(path, { limit: '2', before: first })).ids).toEqual([third, second]);

    const revoked = await place.call('POST', '/sessions/revoke', { session_id: second });
    expect([revoked.status, revoked.body]).toEqual([200, null]);
    expect((await list(path)).ids).toEqual([third, first]);
    expect((await list(`/users/${other.id}/sessions`)).ids).toEqual([others]);
    expect((await place.call('POST', '/sessions/revoke', { session_id: second })).status).toBe(200);
  });

  test('not there cannot be revoked', async () => {
    for (const id of [
      'nothing',
      'session_01E4ZCR3C56J083X43JQXF3JK5',
      `session_${ulidOfUuid('01912345-6789-7abc-8def-0123456789ab')}`,
    ]) {
      expectMissing(await place.call('POST', '/sessions/revoke', { session_id: id }), 'Session', id);
    }
    expectError(await place.call('POST', '/sessions/revoke', {}), 422, 'invalid_request_parameters', [
      'session_id_string_required',
    ]);
    const user = await place.user();
    const query = `/users/${user.id}/sessions?after=session_x`;
    expectError(await place.call('GET', query), 422, 'invalid_request_parameters', ['after_invalid']);
  });
});
