// The events of the wire: what happened to users, sessions, sign-ins and organizations, as this API tells it.

import type { Moment } from '../../../core/commands/read-moments.ts';
import type { EventDialect, Saying, Telling } from '../../../core/commands/tell-events.ts';
import { isJsonObject, type Json } from '../../../core/model/json.ts';
import type { Invitation, Membership, Organization } from '../../../core/model/organization.ts';
import type { Ticket } from '../../../core/model/ticket.ts';
import type { User } from '../../../core/model/user.ts';
import { eventNames } from './event-names.ts';
import { writeId, writeUserId } from './ids.ts';
import { invitationObject } from './invitation-object.ts';
import { sessionObject, shownEmail, timeText, userObject } from './objects.ts';
import { organizationObject } from './organization-object.ts';
import { emailVerificationObject, magicAuthObject, passwordResetObject } from './ticket-objects.ts';

/** What each way of proving oneself is called here. */
const signInNames: ReadonlyMap<string, string> = new Map([
  ['password', 'password'],
  ['magic-code', 'magic_auth'],
  ['email-verification', 'email_verification'],
  ['second-factor', 'mfa'],
  ['oauth', 'oauth'],
  ['sso', 'sso'],
  ['passkey', 'passkey'],
]);

const textOrNull = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

function sayUser(type: string, { user }: Moment, publicUrl: string): readonly Saying[] {
  return user === null ? [] : [{ type, data: userObject(user, publicUrl) }];
}

function saySession(type: string, { user, session }: Moment): readonly Saying[] {
  if (user === null || session === null) return [];
  return [{ type, data: sessionObject(session, writeUserId(user)) }];
}

function saySignIn(status: 'succeeded' | 'failed', { change, user }: Moment): readonly Saying[] {
  const [difference] = change.diff;
  const facts = isJsonObject(difference?.after) ? difference.after : {};
  const name = signInNames.get(textOrNull(facts.method) ?? '');
  if (name === undefined || (user === null && status === 'succeeded')) return [];
  const address = user === null ? null : (shownEmail(user)?.address ?? '');
  const code = textOrNull(facts.error) ?? 'unknown';
  const data = {
    type: name,
    status,
    user_id: user === null ? null : writeUserId(user),
    email: textOrNull(facts.email) ?? address,
    ip_address: textOrNull(facts.ipAddress),
    user_agent: textOrNull(facts.userAgent),
    ...(status === 'failed' && {
      error: { code: code.replaceAll('-', '_'), message: `The sign-in was refused: ${code.replaceAll('-', ' ')}.` },
    }),
  };
  return [{ type: `authentication.${name}_${status}`, data }];
}

/** Never the code or the token: whoever reads events must not be able to use them. */
function sayTicket(ticket: Ticket, verb: 'created' | 'succeeded', { user }: Moment): readonly Saying[] {
  if (user === null) return [];
  const shown = { ticket, userId: writeUserId(user) };
  switch (ticket.purpose) {
    case 'email-verification':
      return [{ type: `email_verification.${verb}`, data: emailVerificationObject(shown, null) }];
    case 'magic-code':
      return [{ type: `magic_auth.${verb}`, data: magicAuthObject(shown, null) }];
    case 'password-reset':
      return [{ type: `password_reset.${verb}`, data: passwordResetObject(shown, null) }];
    default:
      return [];
  }
}

/** Without the user, whom only answers carry; the organization's name while it is there. */
function membershipData(membership: Membership, user: User, organization: Organization | null): object {
  const roles = membership.roles.map((slug) => ({ slug }));
  return {
    object: 'organization_membership',
    id: writeId('membership', membership.id),
    user_id: writeUserId(user),
    organization_id: writeId('organization', membership.organizationId ?? ''),
    ...(organization !== null && { organization_name: organization.name }),
    status: membership.status,
    role: roles[0] ?? { slug: '' },
    roles,
    custom_attributes: {},
    directory_managed: false,
    created_at: timeText(membership.createdAt),
    updated_at: timeText(membership.updatedAt),
  };
}

const secretMembers: ReadonlySet<string> = new Set(['token', 'accept_invitation_url']);

/** Never the token, nor the URL that holds it. */
function invitationData(invitation: Invitation, { change, named }: Moment, publicUrl: string): object {
  const { acceptedAt, revokedAt, expireAt } = invitation;
  const open = expireAt <= change.at ? 'expired' : 'pending';
  const state = acceptedAt !== null ? 'accepted' : revokedAt !== null ? 'revoked' : open;
  const whole = invitationObject({ invitation, state, token: '' }, named, publicUrl);
  return Object.fromEntries(Object.entries(whole).filter(([name]) => !secretMembers.has(name)));
}

function sayDocument(moment: Moment, publicUrl: string): readonly Saying[] {
  const { change, user, before, after, organization } = moment;
  const document = after ?? before;
  const verb = change.type.replace(/^.*\./, '');
  switch (document?.kind) {
    case 'ticket':
      return sayTicket(document, change.type === 'password.reset' ? 'succeeded' : 'created', moment);
    case 'organization':
      return [{ type: `organization.${verb}`, data: organizationObject(document) }];
    case 'membership':
      if (user === null) return [];
      return [{ type: `organization_membership.${verb}`, data: membershipData(document, user, organization) }];
    case 'invitation':
      return [{ type: `invitation.${verb}`, data: invitationData(document, moment, publicUrl) }];
    default:
      return [];
  }
}

function say(moment: Moment, publicUrl: string): readonly Saying[] {
  const { type } = moment.change;
  switch (type) {
    case 'user.created':
    case 'user.updated':
    case 'user.deleted':
      return sayUser(type, moment, publicUrl);
    case 'session.created':
      return saySession('session.created', moment);
    case 'session.ended':
      return saySession('session.revoked', moment);
    case 'sign-in.succeeded':
      return saySignIn('succeeded', moment);
    case 'sign-in.failed':
      return saySignIn('failed', moment);
    default:
      return sayDocument(moment, publicUrl);
  }
}

function eventObject({ id, type, data, at }: Telling): object {
  return { object: 'event', id, event: type, data, created_at: timeText(at) };
}

/** WorkOS' OpenAPI file 0.61, `EventSchema`, and its documents on signatures; 2026-08. */
export const eventDialect: EventDialect = {
  names: eventNames,
  idPrefix: 'event_',
  signature: { style: 'timestamped', header: 'WorkOS-Signature', separator: ', ' },
  say: (moment, { publicUrl }) => say(moment, publicUrl),
  envelope: eventObject,
};
