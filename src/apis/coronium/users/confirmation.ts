// The mail that asks somebody to confirm: as the game that made the user says.

import type { ConfirmationMail } from '../../../core/commands/create-confirmation.ts';
import type { LinkOf } from '../../../core/commands/create-password-reset.ts';
import type { JsonObject } from '../../../core/model/json.ts';
import type { Realm } from '../../../core/model/realm.ts';
import type { User } from '../../../core/model/user.ts';
import type { Host } from '../../api.ts';
import type { Call } from '../call.ts';
import { wordLetter } from '../letters/word-letter.ts';
import { linkOf, paths } from '../links.ts';
import { apiName } from '../wire/ids.ts';
import { Parameters } from '../wire/parameters.ts';

/** Where the link in a mail to a user of this realm leads. */
export async function linkFor(host: Host, { id }: Realm, page: keyof typeof paths): Promise<LinkOf> {
  const home = await host.publicRealm();
  return linkOf(host.publicUrl, paths[page], id === home.id ? null : id);
}

const names = ['from_email', 'subject', 'email_tpl', 'tpl_keys'] as const;

/**
 * The mail that a table (`name`: what it is called) asks for; null: it names no sender, and without one none is sent. Throws Fault 702, 704,
 * 801 and 804.
 */
export async function readConfirmation(
  { host, context }: Pick<Call, 'host' | 'context'>,
  table: JsonObject,
  name = 'confirmation',
): Promise<ConfirmationMail | null> {
  const parameters = new Parameters(table, `${name}.`);
  parameters.only(names);
  const sender = parameters.text('from_email');
  if (sender === null || sender === '') return null;
  const letter = await wordLetter(host.dataFolder, 'registration', {
    sender,
    subject: parameters.needed('subject'),
    template: parameters.text('email_tpl'),
    keys: parameters.table('tpl_keys'),
  });
  return { letter, linkOf: await linkFor(host, context.realm, 'confirmation') };
}

/** What is kept of the table, so that the mail can be sent again as it was. */
export function keptConfirmation(table: JsonObject): JsonObject {
  return { confirmation: table };
}

/** The mail as it was sent to this user, or in our own words. Throws Fault 702. */
export async function repeatedConfirmation(call: Call, { extras }: User): Promise<ConfirmationMail> {
  const { host, context } = call;
  const table = extras[apiName]?.confirmation;
  const kept = table === undefined ? null : new Parameters(extras[apiName] ?? {}).table('confirmation');
  return (
    (kept === null ? null : await readConfirmation(call, kept)) ?? {
      letter: null,
      linkOf: await linkFor(host, context.realm, 'confirmation'),
    }
  );
}
