// Advancing a visit: to the next thing that is asked for, or back to the client.

import { Refused, refuse, type SignInStep } from '../model/error.ts';
import type { VisitStage } from '../model/ticket.ts';
import type { DocumentStep } from '../ports.ts';
import { settleAuthorization } from './authorize-client.ts';
import type { HostedVisit } from './begin-visit.ts';
import { inOwnName } from './confirm-email.ts';
import type { Context } from './context.ts';
import { enrolTotp } from './enrol-totp.ts';
import type { Ending } from './finish-sign-in.ts';
import { spending, stillGood } from './spend-ticket.ts';

/** Where a visit has got to: another stage, or (over) the client with its code. */
export type Arrival =
  | { readonly at: 'stage'; readonly stage: VisitStage }
  | { readonly at: 'client'; readonly redirectUri: string; readonly state: string | null; readonly code: string };

function contextOf({ realm, id }: HostedVisit): string {
  return `visit:${realm}:${id}`;
}

function sealed({ ports }: Context, visit: HostedVisit, text: string): string {
  return ports.vault.sealText(text, contextOf(visit));
}

/** What a stage keeps sealed, in clear. */
export function openStage({ ports }: Context, visit: HostedVisit, text: string): string {
  return ports.vault.openText(text, contextOf(visit));
}

function moving(visit: HostedVisit, stage: VisitStage, now: number): DocumentStep {
  const document = { ...visit, stage, rev: visit.rev + 1, updatedAt: now };
  return { op: 'update', document, rev: visit.rev, addKeys: [], removeKeys: [] };
}

/** Takes the visit to a stage, wherever it is meanwhile. @fails code-rejected: it is over. */
export async function moveVisit(context: Context, visit: HostedVisit, stage: VisitStage): Promise<Arrival> {
  const { clock, store } = context.ports;
  const none = { users: [], images: [], sessions: [], changes: [], mails: [] };
  for (let known = visit; ; known = await stillGood(context, known)) {
    const documents = [moving(known, stage, clock())];
    if ((await store.commit({ realm: context.realm.id, ...none, documents })).ok) return { at: 'stage', stage };
  }
}

/** The stage at which the missing step is taken. */
async function stageOf(context: Context, visit: HostedVisit, step: SignInStep): Promise<VisitStage> {
  const pending = sealed(context, visit, step.token);
  if (step.needs === 'verified-email') return { at: 'verified-email', pending, email: step.email };
  if (step.needs !== 'second-factor-enrolment') return { at: step.needs, pending };
  const options = { system: false, issuer: context.realm.name };
  const { address } = await enrolTotp(inOwnName(context), { by: 'id', id: step.userId }, options);
  return { at: step.needs, pending, enrolment: sealed(context, visit, address) };
}

/** A client gets its code, which ends the visit; for a device, whoever has signed in is asked first. */
function endingOf(visit: HostedVisit): Ending<Arrival> {
  return (context, finished) => {
    const { redirectUri, challenge, state } = visit;
    const now = context.ports.clock();
    if (redirectUri === null) {
      const progress = {
        ...finished.progress,
        organizationId: finished.standing?.organizationId ?? null,
        invitation: null,
      };
      const stage = { at: 'question', userId: finished.user.id, progress } as const;
      const documents = [moving(visit, stage, now)];
      return { result: { at: 'stage', stage }, sessions: [], documents, changes: [] };
    }
    const { result, documents, ...rest } = settleAuthorization(context, finished, { redirectUri, challenge });
    return {
      ...rest,
      result: { at: 'client', redirectUri, state, code: result.code },
      documents: [...documents, spending(visit, now)],
    };
  };
}

/** Does what brings the sign-in of a visit further, and takes the visit to where it then is. @fails what `work` refuses. */
export async function advanceVisit(
  context: Context,
  visit: HostedVisit,
  work: (ending: Ending<Arrival>) => Promise<Arrival>,
): Promise<Arrival> {
  try {
    return await work(endingOf(visit));
  } catch (error) {
    const refusal = error instanceof Refused ? error.refusals[0] : null;
    if (refusal?.code !== 'sign-in-unfinished') throw error;
    return await moveVisit(context, visit, await stageOf(context, visit, refusal.step));
  }
}

/** The visit is not at a stage where this can be done. */
export function refuseStage(visit: HostedVisit): never {
  return refuse({ code: 'not-found', what: 'ticket', id: visit.id });
}
