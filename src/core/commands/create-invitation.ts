// Creating an invitation: with a token that a mail carries to the address.

import { noUser } from '../model/change.ts';
import { refuse } from '../model/error.ts';
import type { Invitation, Organization } from '../model/organization.ts';
import type { DocumentStep, MailOrder } from '../ports.ts';
import { readEmail } from '../rules/addresses.ts';
import {
  daysLeft,
  expiryOf,
  invitationDays,
  issuesOfInvitation,
  openKeyOf,
  stateOfInvitation,
  subjectOfInvitation,
} from '../rules/invitations.ts';
import { mainEmailOf } from '../rules/tickets.ts';
import { changeDocuments, checking, documentChange, replacing } from './change-documents.ts';
import { type Context, demand, refuseAny } from './context.ts';
import { findByEmail } from './find-by-email.ts';
import { invitationContext, type ShownInvitation } from './find-invitations.ts';
import { membershipBetween } from './find-memberships.ts';
import { loadOrganization } from './find-organizations.ts';
import { holdRoles, turnsOfRoles } from './find-roles.ts';
import { findUser } from './find-user.ts';
import { digestOfToken } from './make-ticket.ts';
import { orderMail } from './order-mail.ts';

/** Who is invited: into an organization or (null) just in, as what, by whom (null: nobody in particular), for how long (null: as usual). */
export type InvitationWish = {
  readonly email: string;
  readonly organizationId: string | null;
  readonly role: string | null;
  readonly inviterId: string | null;
  readonly days: number | null;
};

type Wish = InvitationWish & { readonly days: number };

/** Where a token is redeemed, as a whole address: only an API knows. */
export type LinkOf = (token: string) => string;

const tokenBytes = 32;

/** The mail of an invitation. */
export async function invitationMail(
  context: Context,
  { email, inviterId, expireAt }: Invitation,
  organization: Organization | null,
  link: string,
): Promise<MailOrder> {
  const inviter =
    inviterId === null ? null : await context.ports.store.loadUser(context.realm.id, { by: 'id', id: inviterId });
  const user = inviter?.user ?? null;
  const fullName = [user?.firstName, user?.lastName].filter((name) => typeof name === 'string').join(' ');
  const name = user?.name || fullName || (user === null ? null : mainEmailOf(user)?.address);
  const days = String(daysLeft(expireAt, context.ports.clock()));
  const values = { days, organization: organization?.name ?? '', inviter: name ?? '' };
  return orderMail(context, { template: 'invitation', to: email, values, secrets: { link } });
}

/** Nobody is invited to where they are. @fails taken. */
async function refuseThoseInside(context: Context, { email, organizationId }: Wish): Promise<void> {
  const stored = await findByEmail(context, email);
  if (stored === null) return;
  if (organizationId === null) refuse({ code: 'taken', field: 'email' });
  const membership = await membershipBetween(context, stored.user.id, organizationId);
  if (membership?.status === 'active') refuse({ code: 'taken', field: 'membership' });
}

/** Makes way where an invitation that is not open any more still holds the place. @fails taken. */
async function makingWay({ ports, realm }: Context, wish: Wish): Promise<readonly DocumentStep[]> {
  const key = { kind: 'invitation-token', key: openKeyOf(wish.email, wish.organizationId) } as const;
  const holder = await ports.store.loadDocumentByKey(realm.id, 'invitation', key);
  if (holder === null) return [];
  if (stateOfInvitation(holder, ports.clock()) === 'pending') refuse({ code: 'taken', field: 'invitation-token' });
  return [{ ...replacing(holder, { ...holder, rev: holder.rev + 1 }), removeKeys: [key] }];
}

function freshInvitation({ ports, realm }: Context, wish: Wish, token: string): Invitation {
  const at = ports.clock();
  const id = ports.random.uuid(at);
  const { email, organizationId, role, inviterId, days } = wish;
  return {
    ...{ kind: 'invitation', realm: realm.id, id, rev: 1, createdAt: at, updatedAt: at, forgetAt: null },
    ...{ userId: null, organizationId, subject: subjectOfInvitation(email) },
    sealed: ports.vault.sealText(token, invitationContext({ realm: realm.id, id })),
    ...{ email, role, inviterId },
    ...{ acceptedAt: null, acceptedUserId: null, revokedAt: null, expireAt: expiryOf(days, at) },
  };
}

/**
 * Invites an address: a token that only the mail carries, under the link that `linkOf` makes of it.
 * @fails forbidden, invalid (`email`, `days`), not-found (organization, inviter, role), taken (`email`: somebody has it
 * already; `membership`: a member already; `invitation-token`: invited already), conflict.
 */
export async function createInvitation(
  context: Context,
  typed: InvitationWish,
  linkOf: LinkOf,
): Promise<ShownInvitation> {
  demand(context, 'organization.update');
  const wish = { ...typed, email: readEmail(typed.email) ?? '', days: typed.days ?? invitationDays.otherwise };
  const issues = issuesOfInvitation(wish.email, wish.days);
  refuseAny(issues.length === 0 ? [] : [{ code: 'invalid', issues }]);
  const { organizationId, role, inviterId } = wish;
  const roles = role === null ? [] : [role];
  const token = context.ports.random.token(tokenBytes);
  const turn = `invitation/${openKeyOf(wish.email, organizationId)}`;
  return await changeDocuments(context, [turn, ...turnsOfRoles(roles)], async () => {
    const organization =
      organizationId === null ? null : await loadOrganization(context, { by: 'id', id: organizationId });
    if (inviterId !== null) await findUser(context, { by: 'id', id: inviterId }, false);
    await refuseThoseInside(context, wish);
    const way = await makingWay(context, wish);
    const holds = await holdRoles(context, roles);
    const invitation = freshInvitation(context, wish, token);
    const keys = [digestOfToken(token), openKeyOf(wish.email, organizationId)];
    const insert: DocumentStep = {
      op: 'insert',
      document: invitation,
      keys: keys.map((key) => ({ kind: 'invitation-token', key })),
    };
    const who = { id: noUser, rev: invitation.rev };
    return {
      documents: [...(organization === null ? [] : [checking(organization)]), ...holds, ...way, insert],
      changes: [documentChange(context, 'invitation.created', [null, invitation], who, invitation.createdAt)],
      mails: [await invitationMail(context, invitation, organization, linkOf(token))],
      result: { invitation, token, state: 'pending' },
    };
  });
}
