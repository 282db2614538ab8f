// The second factors of a user: enrolled, made, verified, removed.

import Type from 'typebox';
import { createBackupCodes } from '../../core/commands/create-backup-codes.ts';
import { confirmTotp, enrolTotp } from '../../core/commands/enrol-totp.ts';
import { updateUser } from '../../core/commands/update-user.ts';
import { verifySecondFactor } from '../../core/commands/verify-second-factor.ts';
import { untouched } from '../../core/model/patch.ts';
import type { User } from '../../core/model/user.ts';
import { demandMatch, userAnswer } from './change-user.ts';
import { jsonBody, noBody, type Route, route } from './route.ts';
import { BackupCodes, CodeVerified, Enrolment } from './schema-answers.ts';
import { closed } from './schema-basics.ts';
import { UserDocument } from './schema-user.ts';
import { referenceOf } from './user-reference.ts';

const none = closed({});
const codeBody = jsonBody(closed({ code: Type.String() }));
const theUser = { 200: { description: 'The user.', schema: UserDocument, etag: true } } as const;

/** An answer with a secret that is told this once: nobody keeps it. */
const unkept = { 'cache-control': 'no-store' } as const;

const enrol = route({
  method: 'POST',
  path: '/users/{id}/totp',
  id: 'enrolTotp',
  summary: 'Enrol an authenticator app',
  description: 'The secret waits for its first code; until then it is not asked for, and one in force stays so.',
  answers: { 201: { description: 'What the app needs.', schema: Enrolment } },
  refusals: [404],
  query: none,
  body: noBody,
  async handle({ host, context, parameter }) {
    const options = { system: true, issuer: context.realm.name };
    const enrolment = await enrolTotp(context, referenceOf(host, parameter('id')), options);
    return { status: 201, body: enrolment, headers: unkept };
  },
});

const confirm = route({
  method: 'POST',
  path: '/users/{id}/totp/confirm',
  id: 'confirmTotp',
  summary: 'Put the enrolled app in force',
  description: 'By a code of it, which is used up. A wrong one is a failed attempt.',
  answers: theUser,
  refusals: [403, 404, 409, 422],
  query: none,
  body: codeBody,
  async handle({ host, context, body, parameter }) {
    const reference = referenceOf(host, parameter('id'));
    return userAnswer(host, await confirmTotp(context, reference, body.code, { system: true }));
  },
});

const makeCodes = route({
  method: 'POST',
  path: '/users/{id}/backup-codes',
  id: 'createBackupCodes',
  summary: 'Make ten new backup codes',
  description: 'In the place of all the user had.',
  answers: { 201: { description: 'The codes.', schema: BackupCodes } },
  refusals: [404],
  query: none,
  body: noBody,
  async handle({ host, context, parameter }) {
    const codes = await createBackupCodes(context, referenceOf(host, parameter('id')), { system: true });
    return { status: 201, body: { codes }, headers: unkept };
  },
});

const verify = route({
  method: 'POST',
  path: '/users/{id}/second-factor/verify',
  id: 'verifySecondFactor',
  summary: 'Verify a code',
  description:
    'Of the authenticator app, or a backup code; it is used up. No sign-in, but a failed attempt when it is wrong ' +
    '(`code-rejected`), and too many lock the user (`account-inactive`). With nothing to verify: `no-credential`.',
  answers: { 200: { description: 'It is a right one.', schema: CodeVerified } },
  refusals: [403, 404, 409, 422, 429],
  query: none,
  body: codeBody,
  async handle({ host, context, body, parameter }) {
    const by = await verifySecondFactor(context, referenceOf(host, parameter('id')), body.code, { system: true });
    return { status: 200, body: { verified: true, by } };
  },
});

function removal(facts: Pick<Route, 'path' | 'id' | 'summary'>, what: 'all' | 'totp' | 'backup-codes'): Route {
  return route({
    ...facts,
    method: 'DELETE',
    answers: theUser,
    refusals: [404, 412],
    conditional: true,
    query: none,
    body: noBody,
    async handle({ host, context, conditions, parameter }) {
      const wish = (user: User) => {
        demandMatch(conditions, user);
        return { ...untouched, secondFactors: { op: 'remove', what } } as const;
      };
      const reference = referenceOf(host, parameter('id'));
      const { after } = await updateUser(context, reference, wish, { system: true, ifRev: null });
      return userAnswer(host, after);
    },
  });
}

export const secondFactorRoutes: readonly Route[] = [
  enrol,
  confirm,
  removal({ path: '/users/{id}/totp', id: 'removeTotp', summary: 'Remove the authenticator app' }, 'totp'),
  makeCodes,
  removal(
    { path: '/users/{id}/backup-codes', id: 'removeBackupCodes', summary: 'Remove the backup codes' },
    'backup-codes',
  ),
  removal(
    { path: '/users/{id}/second-factors', id: 'removeSecondFactors', summary: 'Remove every second factor' },
    'all',
  ),
  verify,
];
