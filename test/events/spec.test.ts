// Every sort of event that is told is what the vendor's specification promises, and tells no secret.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, type Memory, openMemory, textAt } from '../conformance/app.ts';
import { findSpecification, readSpecification } from '../conformance/openapi.ts';

const path = findSpecification('workos-openapi.yaml');
const clientId = 'client_01HXYZ123456789ABCDEFGHIJK';
const password = 'correct horse battery 7!';
let memory: Memory;
let events: unknown[] = [];
const secrets: string[] = [];

async function post(url: string, body: object): Promise<unknown> {
  return (await memory.ask('POST', url, { body })).body;
}

async function signIn(email: string): Promise<void> {
  const client = {
    client_id: clientId,
    client_secret: memory.authorized.authorization?.slice(7),
  };
  const authenticate = (grant_type: string, more: object) =>
    post('/user_management/authenticate', { ...client, grant_type, ...more });
  await authenticate('password', { email, password });
  await authenticate('password', { email, password: 'wrong' });
  const code = textAt(await post('/user_management/magic_auth', { email }), 'code');
  secrets.push(code);
  await authenticate('urn:workos:oauth:grant-type:magic-auth:code', { email, code: '000000' });
  await authenticate('urn:workos:oauth:grant-type:magic-auth:code', { email, code });
}

async function reset(email: string): Promise<void> {
  const token = textAt(await post('/user_management/password_reset', { email }), 'password_reset_token');
  secrets.push(token);
  await post('/user_management/password_reset/confirm', { token, new_password: 'another Long pass 9' });
}

async function join(userId: string): Promise<void> {
  const organization = textAt(await post('/organizations', { name: 'Initech', external_id: 'x' }), 'id');
  const member = await post('/user_management/organization_memberships', {
    ...{ user_id: userId, organization_id: organization },
  });
  await memory.ask('PUT', `/organizations/${organization}`, { body: { name: 'Initrode' } });
  for (const email of ['one@example.com', 'two@example.com']) {
    const invited = await post('/user_management/invitations', {
      ...{ email, organization_id: organization, inviter_user_id: userId },
    });
    secrets.push(textAt(invited, 'token'));
    const invitation = `/user_management/invitations/${textAt(invited, 'id')}`;
    await post(`${invitation}/resend`, {});
    await post(`${invitation}/${email.startsWith('one') ? 'revoke' : 'accept'}`, {});
  }
  await memory.ask('DELETE', `/user_management/organization_memberships/${textAt(member, 'id')}`);
  await memory.ask('DELETE', `/organizations/${organization}`);
}

beforeAll(async () => {
  memory = await openMemory({ MUSTER_WEBHOOK_ALLOW_PRIVATE: 'on', MUSTER_CLIENT_ID: clientId });
  const email = 'ada@example.com';
  const made = await post('/user_management/users', { email, password, email_verified: true, first_name: 'Ada' });
  const id = textAt(made, 'id');
  await signIn(email);
  await post(`/user_management/users/${id}/email_verification/send`, {});
  await join(id);
  await reset(email);
  const other = await post('/user_management/users', { email: 'grace@example.com' });
  await post(`/user_management/users/${textAt(other, 'id')}/email_verification/send`, {});
  const sessions = await memory.ask('GET', `/user_management/users/${id}/sessions`);
  if (Array.isArray(at(sessions.body, 'data')) && at(sessions.body, 'data', 0) !== undefined)
    await post('/user_management/sessions/revoke', { session_id: textAt(sessions.body, 'data', 0, 'id') });
  await memory.ask('DELETE', `/user_management/users/${id}`);
  const listed = at((await memory.ask('GET', '/events?limit=100&order=asc')).body, 'data');
  events = Array.isArray(listed) ? listed : [];
});
afterAll(() => memory.app.close());

test('most sorts have come up', () => {
  const types = new Set(events.map((event) => textAt(event, 'event')));
  for (const type of [
    ...['user.created', 'user.updated', 'user.deleted', 'session.created', 'session.revoked'],
    ...['authentication.password_succeeded', 'authentication.password_failed'],
    ...['authentication.magic_auth_succeeded', 'authentication.magic_auth_failed'],
    ...['magic_auth.created', 'email_verification.created', 'password_reset.created', 'password_reset.succeeded'],
    ...['organization.created', 'organization.updated', 'organization.deleted'],
    ...['organization_membership.created', 'organization_membership.deleted'],
    ...['invitation.created', 'invitation.resent', 'invitation.revoked', 'invitation.accepted'],
  ])
    expect([...types]).toContain(type);
});

test('none tells a code, a token or a password', () => {
  expect(secrets.length).toBeGreaterThan(3);
  const text = JSON.stringify(events);
  for (const secret of [...secrets, password, 'another Long pass 9']) expect(text).not.toContain(secret);
});

/** Where the file is, all of it is held to it. */
function hold(specification: ReturnType<typeof readSpecification>): void {
  test('each event is as promised', () => {
    const faults = events.flatMap((event) => {
      const list = { object: 'list', data: [event], list_metadata: { before: null, after: null } };
      const fault = specification.faultOf('GET /events', 200, list);
      return fault === null ? [] : [`${textAt(event, 'event')}: ${fault.slice(0, 400)} ${JSON.stringify(event)}`];
    });
    expect(faults).toEqual([]);
  });

  test('endpoints and refusals are as promised', async () => {
    const made = await memory.ask('POST', '/webhook_endpoints', {
      ...{ body: { endpoint_url: 'http://127.0.0.1:1/', events: ['user.created'] } },
    });
    const id = textAt(made.body, 'id');
    const bad = { endpoint_url: 'nowhere', events: [] };
    const answers: [operation: string, answer: { status: number; body: unknown }, status: number][] = [
      ['POST /webhook_endpoints', made, 201],
      ['POST /webhook_endpoints', await memory.ask('POST', '/webhook_endpoints', { body: bad }), 422],
      ['GET /webhook_endpoints', await memory.ask('GET', '/webhook_endpoints'), 200],
      ['PATCH /webhook_endpoints/{id}', await memory.ask('PATCH', `/webhook_endpoints/${id}`, { body: {} }), 200],
      ['PATCH /webhook_endpoints/{id}', await memory.ask('PATCH', '/webhook_endpoints/we_1', { body: {} }), 404],
      ['GET /events', await memory.ask('GET', '/events?events=nonsense'), 422],
      ['GET /events', await memory.ask('GET', '/events?organization_id=nonsense'), 400],
    ];
    for (const [operation, answer, status] of answers) {
      expect(answer.status, operation).toBe(status);
      expect(specification.faultOf(operation, status, answer.body), `${operation} ${status}`).toBeNull();
    }
  });
}

if (path !== null) describe('the specification', () => hold(readSpecification(path)));
