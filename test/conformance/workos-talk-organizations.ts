// The part of the talk with the WorkOS API that is about organizations, their people, redirect URIs, events and webhooks.
import { textAt } from './app.ts';
import { absent, fresh, nobody, redirectUri, type Talk, users, wait } from './workos-talk.ts';

const organizations = '/organizations';
const memberships = '/user_management/organization_memberships';
const invitations = '/user_management/invitations';
const uris = '/user_management/redirect_uris';
const endpoints = '/webhook_endpoints';

async function manageOrganizations({ get, post, put, remove }: Talk): Promise<string> {
  const full = {
    ...{ name: 'Acme', external_id: 'org/1', metadata: { tier: 'gold' }, allow_profiles_outside_organization: false },
    domain_data: [{ domain: 'acme.example', state: 'verified' }],
  };
  const made = await post(organizations, full);
  const id = textAt(made.body, 'id');
  const bodies: unknown[] = [
    { name: 'Older', domains: ['older.example'] },
    { name: 'Bare', external_id: null, metadata: null },
    { ...full, external_id: null },
    { name: 'Same', external_id: 'org/1' },
    { name: '' },
    { name: 5 },
    { name: 'Both', domains: ['a.example'], domain_data: [] },
    { name: 'State', domain_data: [{ domain: 'a.example', state: 'sideways' }] },
    { name: 'No domain', domain_data: [{ state: 'pending' }] },
    { name: 'No domain', domains: ['not a domain'] },
    { name: 'Metadata', metadata: { ['k'.repeat(41)]: 'x' } },
    { name: 'External', external_id: 'x'.repeat(129) },
    { name: 'Strange', shoe_size: 43 },
    {},
    [],
    '{"name":',
  ];
  for (const body of bodies) await post(organizations, body);
  const other = textAt((await post(organizations, { name: 'Other', external_id: 'org/2' })).body, 'id');
  for (const body of [
    ...[{}, { name: 'New name' }, { metadata: { tier: null } }, { metadata: {} }, { external_id: null }],
    ...[{ external_id: 'org/2' }, { metadata: { a: 5 } }, { metadata: { ['k'.repeat(41)]: 'x' } }],
    ...[{ domains: ['older.example'] }, { domain_data: 5 }, { stripe_customer_id: 'cus_x' }, { name: '' }],
  ]) {
    await put(`${organizations}/${id}`, body);
  }
  for (const each of [absent('org'), 'org_x']) {
    await put(`${organizations}/${each}`);
    await get(`${organizations}/${each}`);
    await remove(`${organizations}/${each}`);
  }
  for (const each of [id, other]) await get(`${organizations}/${each}`);
  for (const each of ['org%2F2', 'none']) await get(`${organizations}/external_id/${each}`);
  for (const query of [
    ...['', 'limit=1', `after=${id}`, 'order=normal', 'domains=acme.example&domains=b.example', 'search=New'],
    ...['limit=0', 'order=sideways', 'before=x', `before=${id}&after=${id}`],
  ]) {
    await get(`${organizations}?${query}`);
  }
  await remove(`${organizations}/${other}`);
  return id;
}

async function manageMembers({ get, post, put, remove, person }: Talk, organization: string): Promise<void> {
  const [{ id: user }, { id: other }] = [await person(), await person()];
  const both = { user_id: user, organization_id: organization };
  const made = await post(memberships, { ...both, role_slug: 'admin' });
  for (const body of [
    ...[
      both,
      {},
      { ...both, user_id: other, role_slug: 'king' },
      { ...both, role_slugs: [] },
      { ...both, role_slugs: 'admin' },
    ],
    ...[
      { ...both, role_slug: 'admin', role_slugs: ['admin'] },
      { ...both, user_id: nobody },
    ],
    ...[
      { ...both, organization_id: absent('org') },
      { ...both, organization_id: 'org_x' },
      { ...both, user_id: 5 },
    ],
  ]) {
    await post(memberships, body);
  }
  const url = `${memberships}/${textAt(made.body, 'id')}`;
  for (const body of [{}, { role_slug: 'member' }, { role_slugs: ['member', 'admin'] }]) await put(url, body);
  for (const body of [{ role_slug: 'king' }, { role_slugs: [5] }, { user_id: user }]) await put(url, body);
  for (const verb of ['deactivate', 'deactivate', 'reactivate', 'reactivate']) await put(`${url}/${verb}`);
  for (const each of [absent('om'), 'om_x']) {
    await get(`${memberships}/${each}`);
    for (const path of ['', '/deactivate', '/reactivate']) await put(`${memberships}/${each}${path}`);
    await remove(`${memberships}/${each}`);
  }
  await get(url);
  for (const query of [
    ...['', `user_id=${user}`, `organization_id=${organization}`, `user_id=${user}&statuses=active,pending,inactive`],
    ...[`user_id=${user}&statuses=sleeping`, `user_id=${nobody}`, `organization_id=${absent('org')}`],
    ...[`user_id=${user}&limit=0`, `user_id=${user}&order=sideways`, `user_id=${user}&after=x`],
  ]) {
    await get(`${memberships}?${query}`);
  }
  await get(`${users}?organization_id=${organization}&limit=1`);
  await remove(url);
}

async function invite(talk: Talk, organization: string): Promise<void> {
  const { get, post, person } = talk;
  const [email, { id: inviter, email: known }] = [`${fresh()}@example.com`, await person()];
  const full = {
    ...{ email, organization_id: organization, role_slug: 'admin', expires_in_days: 3 },
    ...{ inviter_user_id: inviter, locale: 'de' },
  };
  const made = await post(invitations, full);
  const alone = await post(invitations, { email: `${fresh()}@example.com` });
  await post(memberships, { user_id: inviter, organization_id: organization });
  for (const body of [
    ...[
      full,
      { email: textAt(alone.body, 'email') },
      { email: known },
      { email: known, organization_id: organization },
    ],
    ...[{ email: 'no address' }, {}, { email, expires_in_days: 0 }, { email, expires_in_days: 31 }],
    ...[
      { email, expires_in_days: 1.5 },
      { email, locale: 'tlh' },
      { email, inviter_user_id: nobody },
    ],
    ...[{ email: `${fresh()}@example.com`, organization_id: organization, role_slug: 'king' }],
    ...[
      { email, organization_id: absent('org') },
      { email, shoe_size: 43 },
    ],
  ]) {
    await post(invitations, body);
  }
  const url = `${invitations}/${textAt(made.body, 'id')}`;
  await get(`${invitations}/by_token/${textAt(made.body, 'token')}`);
  await get(`${invitations}/by_token/none`);
  for (const each of [absent('invitation'), 'x']) {
    await get(`${invitations}/${each}`);
    for (const verb of ['accept', 'revoke', 'resend']) await post(`${invitations}/${each}/${verb}`);
  }
  await get(url);
  await post(`${url}/resend`, { locale: 'pt-BR' });
  await post(`${url}/resend`, { locale: 'tlh' });
  for (const path of ['accept', 'accept', 'resend', 'revoke']) await post(`${url}/${path}`);
  const open = `${invitations}/${textAt(alone.body, 'id')}`;
  for (const path of ['revoke', 'revoke', 'resend', 'accept']) await post(`${open}/${path}`);
  const late = await post(invitations, { email: `${fresh()}@example.com`, expires_in_days: 1 });
  wait(talk, 25 * 60);
  for (const path of ['accept', 'resend', 'revoke']) await post(`${invitations}/${textAt(late.body, 'id')}/${path}`);
  for (const query of [
    ...['', `email=${email}`, `organization_id=${organization}`, 'limit=1', 'order=asc'],
    ...['limit=0', 'order=sideways', 'email=', `organization_id=${absent('org')}`, 'after=x'],
  ]) {
    await get(`${invitations}?${query}`);
  }
}

async function registerRedirects({ memory, get, post, remove }: Talk): Promise<void> {
  await post(uris, { uri: redirectUri });
  const made = await post(uris, { uri: 'https://other.example.com/callback' });
  for (const body of [
    { uri: redirectUri },
    { uri: 'not a URI' },
    { uri: 'javascript:alert(1)' },
    { uri: 5 },
    {},
    [],
    '{"uri":',
  ]) {
    await post(uris, body);
  }
  for (const query of ['', 'limit=1', 'order=asc', 'limit=0', 'after=x']) await get(`${uris}?${query}`);
  const headers = { authorization: 'Bearer wrong' };
  await memory.ask('GET', uris, { headers });
  await memory.ask('POST', uris, { headers, body: {} });
  await memory.ask('DELETE', `${uris}/${absent('redirect_uri')}`, { headers });
  for (const each of [textAt(made.body, 'id'), absent('redirect_uri'), 'x']) await remove(`${uris}/${each}`);
}

async function manageWebhooks({ get, post, patch, remove }: Talk): Promise<void> {
  const made = await post(endpoints, { endpoint_url: 'https://hooks.example.com/a', events: ['user.created'] });
  const other = await post(endpoints, { endpoint_url: 'https://hooks.example.com/b', events: [] });
  const [url, event] = ['https://hooks.example.com/c', 'user.created'];
  for (const body of [
    ...[
      { endpoint_url: 'https://hooks.example.com/a', events: [] },
      { endpoint_url: 'ftp://x', events: [event] },
    ],
    ...[{ endpoint_url: 'no URL', events: [] }, { endpoint_url: url, events: ['user.born'] }, { endpoint_url: url }],
    ...[{ endpoint_url: url, events: event }, { endpoint_url: url, events: [5] }, {}, { events: [] }],
    ...[{ endpoint_url: url, events: [], shoe_size: 43 }],
  ]) {
    await post(endpoints, body);
  }
  const own = `${endpoints}/${textAt(made.body, 'id')}`;
  for (const body of [
    ...[{}, { status: 'disabled' }, { status: 'enabled' }, { events: ['user.deleted'] }, { endpoint_url: url }],
    ...[{ status: 'asleep' }, { events: ['user.born'] }, { endpoint_url: 'https://hooks.example.com/b' }],
    ...[{ endpoint_url: 'no URL' }, { shoe_size: 43 }],
  ]) {
    await patch(own, body);
  }
  for (const each of [absent('we'), 'we_x']) {
    await patch(`${endpoints}/${each}`);
    await remove(`${endpoints}/${each}`);
  }
  for (const query of ['', 'limit=1', 'order=asc', 'limit=0', 'before=x']) await get(`${endpoints}?${query}`);
  for (const each of [made, other]) await remove(`${endpoints}/${textAt(each.body, 'id')}`);
  const many = Array.from({ length: 60 }, (_, index) => `https://many${index}.example.com/`);
  for (const each of many) await post(endpoints, { endpoint_url: each, events: [] });
}

async function readEvents(talk: Talk, organization: string): Promise<void> {
  const { get } = talk;
  wait(talk, 1);
  const page = await get('/events?limit=3');
  const [first, last] = [textAt(page.body, 'data', 0, 'id'), textAt(page.body, 'list_metadata', 'after')];
  for (const query of [
    ...['', 'limit=100&order=asc', `after=${last}&limit=2`, `before=${first}`, 'order=normal&limit=2'],
    ...['events=user.created,user.deleted', 'events=session.created&events=invitation.created'],
    ...['range_start=2020-01-01', 'range_end=2020-01-01T00:00:00Z', `organization_id=${organization}`],
    ...['limit=0', 'limit=x&order=sideways', 'order=sideways', 'events=user.born', 'after=x', 'range_start=soon'],
    ...['organization_id=org_x', `organization_id=${absent('org')}`, `before=${first}&after=${first}`],
  ]) {
    await get(`/events?${query}`);
  }
}

/** Talks about organizations and what belongs to the environment. */
export async function talkAboutOrganizations(talk: Talk): Promise<void> {
  const organization = await manageOrganizations(talk);
  await manageMembers(talk, organization);
  await invite(talk, organization);
  await registerRedirects(talk);
  await manageWebhooks(talk);
  await readEvents(talk, organization);
  await talk.remove(`${organizations}/${organization}`);
}
