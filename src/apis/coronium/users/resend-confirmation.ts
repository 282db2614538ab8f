// Sending the mail again that asks somebody to confirm.

import { resendConfirmation as resend } from '../../../core/commands/create-confirmation.ts';
import { limitSendsFrom } from '../../../core/commands/limit-sends.ts';
import { answer, type Handler } from '../call.ts';
import { writeUserId } from '../wire/ids.ts';
import { repeatedConfirmation } from './confirmation.ts';
import { findPlayer } from './find-player.ts';

/** `resendConfirmation` of `core.users`: the `user_id`. @fails as `resendConfirmation` of the core. Throws Fault 702 and 804. */
export const resendConfirmation: Handler = async (call) => {
  const user = await findPlayer(call, call.body.needed('user_id'));
  await limitSendsFrom(call.context, call.address);
  await resend(call.context, { by: 'id', id: user.id }, await repeatedConfirmation(call, user));
  return answer(writeUserId(user));
};
