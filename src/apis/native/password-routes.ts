// The password of a user: set, removed, verified.

import Type from 'typebox';
import { updateUser } from '../../core/commands/update-user.ts';
import { verifyPassword } from '../../core/commands/verify-password.ts';
import { untouched } from '../../core/model/patch.ts';
import type { User } from '../../core/model/user.ts';
import { demandMatch, userAnswer } from './change-user.ts';
import { passwordOf } from './credentials-wish.ts';
import { jsonBody, type Route, route } from './route.ts';
import { Verified } from './schema-answers.ts';
import { closed } from './schema-basics.ts';
import { PasswordInput, UserDocument } from './schema-user.ts';
import { referenceOf } from './user-reference.ts';

const none = closed({});

const put = route({
  method: 'PUT',
  path: '/users/{id}/password',
  id: 'setPassword',
  summary: 'Set or remove the password',
  answers: { 200: { description: 'The user.', schema: UserDocument, etag: true } },
  refusals: [404, 412, 422, 429],
  conditional: true,
  query: none,
  body: jsonBody(
    closed({
      password: PasswordInput,
      keepSessions: Type.Optional(Type.Boolean({ description: 'Else all sessions of the user end.' })),
    }),
  ),
  async handle({ host, context, conditions, body, parameter }) {
    const password = passwordOf(body.password);
    const wish = (user: User) => {
      demandMatch(conditions, user);
      if (password.op === 'clear' && user.credentials.password === null) return untouched;
      return { ...untouched, password, sessions: body.keepSessions === true ? 'keep' : 'end-all' } as const;
    };
    const reference = referenceOf(host, parameter('id'));
    const { after } = await updateUser(context, reference, wish, { system: true, ifRev: null });
    return userAnswer(host, after);
  },
});

const verify = route({
  method: 'POST',
  path: '/users/{id}/password/verify',
  id: 'verifyPassword',
  summary: 'Verify the password',
  description:
    'No sign-in, but a failed attempt when it is wrong (`wrong-credentials`), and too many lock the user (`account-inactive`). ' +
    'None at all: `no-credential`.',
  answers: { 200: { description: 'It is the right one.', schema: Verified } },
  refusals: [403, 404, 409, 422, 429],
  query: none,
  body: jsonBody(closed({ password: Type.String() })),
  async handle({ host, context, body, parameter }) {
    await verifyPassword(context, referenceOf(host, parameter('id')), body.password, { system: true });
    return { status: 200, body: { verified: true } };
  },
});

export const passwordRoutes: readonly Route[] = [put, verify];
