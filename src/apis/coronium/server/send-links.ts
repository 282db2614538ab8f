// Sending the links by which users confirm their address, or set a new password.

import { createConfirmation } from '../../../core/commands/create-confirmation.ts';
import { createPasswordReset } from '../../../core/commands/create-password-reset.ts';
import { updateUser } from '../../../core/commands/update-user.ts';
import { Refused } from '../../../core/model/error.ts';
import { untouched } from '../../../core/model/patch.ts';
import { answer, type Handler } from '../call.ts';
import { fail, missing } from '../fault.ts';
import { wordLetter } from '../letters/word-letter.ts';
import { resetLifetimeMs } from '../links.ts';
import { keptConfirmation, linkFor, readConfirmation } from '../users/confirmation.ts';
import { findPlayer } from '../users/find-player.ts';
import { apiName } from '../wire/ids.ts';
import { Parameters } from '../wire/parameters.ts';
import { emailOf } from '../wire/record.ts';

/**
 * `sendConfirmationLink` of a server's `core.users`: `OK` once the mail is on its way; the user is pending from then on. Throws Fault 702, 704,
 * 801 and 804. @fails as `createConfirmation`.
 */
export const sendConfirmationLink: Handler = async (call) => {
  const { body, context } = call;
  const user = await findPlayer(call, body.needed('user_id'));
  const options = body.table('options') ?? missing('options');
  const mail = (await readConfirmation(call, options, 'options')) ?? missing('options.from_email');
  if (emailOf(user) === null) fail(704, 'The user has no email address.');
  const reference = { by: 'id', id: user.id } as const;
  // So that a game can have the same mail sent again.
  const extras = { op: 'merge', api: apiName, value: keptConfirmation(options) } as const;
  await updateUser(context, reference, { ...untouched, extras }, { system: false, ifRev: null });
  await createConfirmation(context, reference, mail);
  return answer('OK');
};

const resetNames = ['from_email', 'subject', 'tpl_name', 'tpl_keys'] as const;

/**
 * `sendPasswordResetLink` of a server's `core.users`: true once the mail is on its way. Throws Fault 702, 704 (nobody who could be let in by it
 * has the address), 801 and 804. @fails as `createPasswordReset`.
 */
export const sendPasswordResetLink: Handler = async ({ body, context, host }) => {
  const address = body.needed('to_email');
  const options = new Parameters(body.table('options') ?? missing('options'), 'options.');
  options.only(resetNames);
  const letter = await wordLetter(host.dataFolder, 'password', {
    sender: options.needed('from_email'),
    subject: options.needed('subject'),
    template: options.text('tpl_name'),
    keys: options.table('tpl_keys'),
  });
  const linkOf = await linkFor(host, context.realm, 'reset');
  try {
    await createPasswordReset(context, address, linkOf, { lifetimeMs: resetLifetimeMs, letter });
  } catch (error) {
    if (error instanceof Refused && error.refusals[0].code === 'not-found')
      fail(704, 'No user has this email address.');
    throw error;
  }
  return answer(true);
};

/** `flushExpiredPasswordResets` of a server's `core.users`: how many went by this call. None: links that are too old go by themselves. */
export const flushPasswordResets: Handler = async () => answer(0);
