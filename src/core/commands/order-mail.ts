// Ordering a mail: what goes to whom once the change is committed.

import type { MailOrder } from '../ports.ts';
import type { Context } from './context.ts';

/** A mail as its cause wants it; `secrets` are kept sealed until it is sent. */
export type MailWish = {
  readonly template: MailOrder['template'];
  readonly to: string;
  readonly values: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
};

/** The order of a mail, to be committed with its cause. */
export function orderMail(context: Context, { template, to, values, secrets }: MailWish): MailOrder {
  const { clock, random, vault } = context.ports;
  const createdAt = clock();
  const id = random.uuid(createdAt);
  const realm = context.realm.id;
  const sealed = vault.sealText(JSON.stringify(secrets), `mail:${realm}:${id}`);
  return { id, realm, template, to, values, sealed, createdAt };
}

/** How long something lasts, in days, for people. */
export function daysOf(lifetimeMs: number): string {
  return String(Math.round(lifetimeMs / 86_400_000));
}

/** How long something lasts, in minutes, for people. */
export function minutesOf(lifetimeMs: number): string {
  return String(Math.round(lifetimeMs / 60_000));
}
