// The endpoints of invitations.

import { acceptInvitationForHolder } from '../../core/commands/accept-invitation.ts';
import { createInvitation } from '../../core/commands/create-invitation.ts';
import {
  findInvitationByToken,
  findInvitations,
  getInvitation,
  type ShownInvitation,
} from '../../core/commands/find-invitations.ts';
import { getOrganization } from '../../core/commands/find-organizations.ts';
import { findUsers } from '../../core/commands/find-users.ts';
import { resendInvitation } from '../../core/commands/resend-invitation.ts';
import { revokeInvitation } from '../../core/commands/revoke-invitation.ts';
import { Refused } from '../../core/model/error.ts';
import { everybody } from '../../core/model/query.ts';
import type { User } from '../../core/model/user.ts';
import { pageOfDocuments } from './document-paging.ts';
import { readOrganizationId } from './memberships.ts';
import { findNamed } from './named.ts';
import { listObject, type Page, type PageWish, queryText, readPage } from './paging.ts';
import { type Call, idOfPath, type Route, route } from './route.ts';
import { absent } from './wire/absent.ts';
import { Body, entryOf } from './wire/body.ts';
import type { OwnWords } from './wire/errors.ts';
import { integerOf } from './wire/fields.ts';
import { readId } from './wire/ids.ts';
import { invitationObject, linkOfInvitation } from './wire/invitation-object.ts';
import { invitationLocales } from './wire/locales.ts';
import { badParameters, missing, reject, wireError } from './wire/rejected.ts';

const path = '/user_management/invitations';
const creationNames: ReadonlySet<string> = new Set([
  ...['email', 'organization_id', 'expires_in_days', 'inviter_user_id', 'role_slug', 'locale'],
]);
const resendNames: ReadonlySet<string> = new Set(['locale']);

type CreationWish = {
  readonly email: string;
  readonly organization: string | null;
  readonly inviter: string | null;
  readonly role: string | null;
  readonly days: number | null;
};

type ListWish = { readonly page: PageWish; readonly email: string | null; readonly organization: string | null };

/** Invitations with the users they name. */
type Shown<Content> = { readonly content: Content; readonly users: ReadonlyMap<string, User> };

const faults: Readonly<Record<string, string>> = {
  'length-min': 'expires_in_days_too_short',
  'length-max': 'expires_in_days_too_long',
};

/** WorkOS' OpenAPI file 0.61, answers of the creation; 2026-08. */
const creationSays: OwnWords = {
  'not-found': absent(400),
  taken: ({ field }) => {
    if (field === 'email') return wireError(400, 'user_already_exists', 'A user has this email address already.');
    if (field === 'membership')
      return wireError(400, 'user_already_organization_member', 'This user is a member already.');
    return wireError(400, 'email_already_invited_to_organization', 'This address is invited to it already.');
  },
  invalid: ({ issues }) => {
    const days = issues.find(({ path: field }) => field === 'days');
    if (days === undefined) return badParameters([entryOf('email', 'invalid', 'is not an email address.')]);
    return wireError(400, faults[days.reason] ?? 'expires_in_days_too_long', 'An invitation lasts from 1 to 30 days.');
  },
};

/** Mails are in English: the language is read, and means nothing yet. */
function readLocale(body: Body): void {
  const locale = body.filledText('locale');
  if (typeof locale === 'string' && !invitationLocales.has(locale)) {
    body.fault('locale', 'invalid', 'is not a known language tag.');
  }
}

function readCreation(call: Call): CreationWish {
  const body = new Body(call.body, creationNames);
  const email = body.requiredText('email');
  readLocale(body);
  const wish = {
    email,
    organization: body.filledText('organization_id') ?? null,
    inviter: body.filledText('inviter_user_id') ?? null,
    role: body.filledText('role_slug') ?? null,
    days: integerOf(call, body, 'expires_in_days'),
  };
  body.settle();
  return wish;
}

async function shown({ context }: Call, content: ShownInvitation): Promise<Shown<ShownInvitation>> {
  return { content, users: await usersNamed(context, [content]) };
}

async function usersNamed(context: Call['context'], named: readonly ShownInvitation[]): Promise<Shown<null>['users']> {
  const ids = named.flatMap(({ invitation }) => [invitation.inviterId ?? [], invitation.acceptedUserId ?? []].flat());
  if (ids.length === 0) return new Map();
  const users = await findUsers(context, {
    filter: { ...everybody, ids: { include: [...new Set(ids)], exclude: [] } },
    sort: { field: 'createdAt', direction: 'ascending' },
    limit: ids.length,
    offset: 0,
    after: null,
  });
  return new Map(users.map((user) => [user.id, user]));
}

async function create(call: Call, wish: CreationWish): Promise<Shown<ShownInvitation>> {
  const { email, organization, inviter, role, days } = wish;
  const organizationId = organization === null ? null : readOrganizationId(organization);
  const user = inviter === null ? null : await findNamed(call, inviter);
  if (inviter !== null && user === null) reject(missing('User', inviter));
  const asked = { email, organizationId, role, inviterId: user?.id ?? null, days };
  try {
    const content = await createInvitation(call.context, asked, linkOfInvitation(call.publicUrl));
    return { content, users: new Map(user === null ? [] : [[user.id, user]]) };
  } catch (error) {
    const [refusal] = error instanceof Refused ? error.refusals : [];
    if (organization !== null || refusal?.code !== 'taken' || refusal.field !== 'invitation-token') throw error;
    return reject(wireError(400, 'email_already_invited', 'This address is invited already.'));
  }
}

function readList({ query }: Call): ListWish {
  const page = readPage(query);
  const email = queryText(query, 'email');
  // Whoever looks up an address that is empty must not be handed everybody's invitations.
  if (email === null && query.email !== undefined) {
    reject(badParameters([entryOf('email', 'string_required', 'must be a non-empty string.')]));
  }
  return { page, email, organization: queryText(query, 'organization_id') };
}

async function listInvitations({ context }: Call, wish: ListWish): Promise<Shown<Page<ShownInvitation>>> {
  const { page, email, organization } = wish;
  const organizationId = organization === null ? null : readOrganizationId(organization);
  if (organizationId !== null) await getOrganization(context, { by: 'id', id: organizationId });
  const content = await pageOfDocuments<ShownInvitation>(
    page,
    'invitation',
    ({ invitation }) => invitation.id,
    (stretch) => findInvitations(context, { ...stretch, email, organizationId }),
  );
  return { content, users: await usersNamed(context, content.items) };
}

function idOf({ params }: Call): string {
  const text = idOfPath(params) ?? '';
  return readId('invitation', text) ?? reject(missing('Invitation', text));
}

function readResending(call: Call): string {
  const body = new Body(call.body, resendNames);
  readLocale(body);
  body.settle();
  return idOf(call);
}

function render({ content, users }: Shown<ShownInvitation>, call: Call): object {
  return invitationObject(content, users, call.publicUrl);
}

const notPending = () => wireError(400, 'invite_not_pending', 'This invitation is not open any more.');

/** WorkOS' OpenAPI file 0.61, tag user-management.invitations; 2026-08. */
export const invitationRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path,
    says: { 'not-found': absent(400) },
    parse: readList,
    run: listInvitations,
    render: ({ content, users }, call) => listObject(content, (each) => invitationObject(each, users, call.publicUrl)),
  }),
  route({ method: 'POST', path, status: 201, says: creationSays, parse: readCreation, run: create, render }),
  route({
    method: 'GET',
    path: `${path}/:id`,
    parse: idOf,
    run: async (call, id) => shown(call, await getInvitation(call.context, id)),
    render,
  }),
  route({
    method: 'GET',
    path: `${path}/by_token/:token`,
    parse: ({ params }) => params.token ?? '',
    run: async (call, token) => shown(call, await findInvitationByToken(call.context, token)),
    render,
  }),
  route({
    method: 'POST',
    path: `${path}/:id/accept`,
    says: { 'code-rejected': notPending },
    parse: idOf,
    run: async (call, id) => shown(call, await acceptInvitationForHolder(call.context, id)),
    render,
  }),
  route({
    method: 'POST',
    path: `${path}/:id/revoke`,
    says: { 'not-eligible': notPending },
    parse: idOf,
    run: async (call, id) => shown(call, await revokeInvitation(call.context, id)),
    render,
  }),
  route({
    method: 'POST',
    path: `${path}/:id/resend`,
    says: { 'not-eligible': ({ field }) => wireError(400, `invite_${field}`, `This invitation is ${field}.`) },
    parse: readResending,
    run: async (call, id) => shown(call, await resendInvitation(call.context, id, linkOfInvitation(call.publicUrl))),
    render,
  }),
];
