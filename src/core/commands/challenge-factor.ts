// Challenging a user's authenticator app: asking for one of its codes.

import type { TicketFor } from '../model/ticket.ts';
import { type Context, demand } from './context.ts';
import { getFactor } from './find-factor.ts';
import { makeTicket } from './make-ticket.ts';

/** A challenge: good for one right code. */
export type Challenge = TicketFor<'second-factor'>;

/** Asks for a code of the app, which `verifyChallenge` takes once. @fails not-found (factor), forbidden. */
export async function challengeFactor(context: Context, id: string): Promise<Challenge> {
  while (true) {
    const { user } = await getFactor(context, id);
    demand(context, 'second-factor.verify', user.id);
    const facts = { purpose: 'second-factor', factorId: user.id } as const;
    const { ticket, step } = makeTicket(context, facts, { userId: user.id, address: null }, 'code');
    const outcome = await context.ports.store.commit({
      realm: context.realm.id,
      users: [{ op: 'check', id: user.id, rev: user.rev }],
      images: [],
      sessions: [],
      documents: [step],
      changes: [],
      mails: [],
    });
    if (outcome.ok) return { ...ticket, ...facts };
  }
}
