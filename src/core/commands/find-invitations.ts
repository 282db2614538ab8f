// Getting and listing invitations, by id, address, organization, or the token that opens one.

import type { DocumentQuery } from '../model/document.ts';
import { refuse } from '../model/error.ts';
import type { Invitation } from '../model/organization.ts';
import { type InvitationState, stateOfInvitation, subjectOfInvitation } from '../rules/invitations.ts';
import { isText } from '../rules/text.ts';
import { type Context, demand } from './context.ts';
import { digestOfToken } from './make-ticket.ts';

/** An invitation as whoever sent it sees it. */
export type ShownInvitation = {
  readonly invitation: Invitation;
  readonly state: InvitationState;
  readonly token: string;
};

/** Which invitations to list; what is null is not asked for. */
export type InvitationQuery = Pick<DocumentQuery<'invitation'>, 'organizationId' | 'direction' | 'after' | 'limit'> & {
  readonly email: string | null;
};

/** What the vault binds an invitation's token to. */
export function invitationContext({ realm, id }: Pick<Invitation, 'realm' | 'id'>): string {
  return `invitation:${realm}:${id}`;
}

/** The invitation with its token in clear and its state as of now. */
export function shownInvitation({ ports }: Context, invitation: Invitation): ShownInvitation {
  if (invitation.sealed === null) throw new Error(`the invitation ${invitation.id} has no token`);
  const token = ports.vault.openText(invitation.sealed, invitationContext(invitation));
  return { invitation, token, state: stateOfInvitation(invitation, ports.clock()) };
}

/** The invitation as stored. @fails not-found. */
export async function loadInvitation({ ports, realm }: Context, id: string): Promise<Invitation> {
  const invitation = isText(id) ? await ports.store.loadDocument(realm.id, 'invitation', id) : null;
  return invitation ?? refuse({ code: 'not-found', what: 'invitation', id });
}

/** The invitation as stored, while it is open. @fails not-found, not-eligible (`field` is its state). */
export async function loadOpenInvitation(context: Context, id: string): Promise<Invitation> {
  const invitation = await loadInvitation(context, id);
  const state = stateOfInvitation(invitation, context.ports.clock());
  return state === 'pending' ? invitation : refuse({ code: 'not-eligible', field: state, why: 'off' });
}

/** Reads one invitation; changes nothing. @fails not-found, forbidden. */
export async function getInvitation(context: Context, id: string): Promise<ShownInvitation> {
  demand(context, 'organization.read');
  return shownInvitation(context, await loadInvitation(context, id));
}

/**
 * Reads the invitation that the token opens, in whatever state it is; changes nothing. Whoever may sign in may ask: the
 * token is the proof. @fails not-found, forbidden.
 */
export async function findInvitationByToken(context: Context, token: string): Promise<ShownInvitation> {
  demand(context, 'session.sign-in');
  const { ports, realm } = context;
  const key = { kind: 'invitation-token', key: digestOfToken(token) } as const;
  const invitation = await ports.store.loadDocumentByKey(realm.id, 'invitation', key);
  if (invitation === null) return refuse({ code: 'not-found', what: 'invitation', id: token });
  return shownInvitation(context, invitation);
}

/** Reads a page of invitations by time of creation; changes nothing. @fails forbidden. */
export async function findInvitations(context: Context, query: InvitationQuery): Promise<readonly ShownInvitation[]> {
  demand(context, 'organization.read');
  const { email, ...rest } = query;
  const subject = email === null ? null : subjectOfInvitation(email);
  if (subject !== null && !isText(subject)) return [];
  const asked = { ...rest, kind: 'invitation', userId: null, subject } as const;
  const invitations = await context.ports.store.findDocuments(context.realm.id, asked);
  return invitations.map((invitation) => shownInvitation(context, invitation));
}
