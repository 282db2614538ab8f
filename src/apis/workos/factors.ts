// The endpoints of second factors: authenticator apps, and challenges to them.

import { type Challenge, challengeFactor } from '../../core/commands/challenge-factor.ts';
import { deleteFactor } from '../../core/commands/delete-factor.ts';
import { beginTotp } from '../../core/commands/enrol-totp.ts';
import { type Factor, findFactor, getFactor } from '../../core/commands/find-factor.ts';
import { getUser } from '../../core/commands/get-user.ts';
import { type Verified, verifyChallenge } from '../../core/commands/verify-challenge.ts';
import { type RefusalOf, Refused } from '../../core/model/error.ts';
import { atUser } from './named.ts';
import { badCursor, listObject, type Page, type PageWish, pageOf, readPage } from './paging.ts';
import { type Call, idOfPath, type Route, route } from './route.ts';
import { Body, entryOf } from './wire/body.ts';
import type { OwnWords } from './wire/errors.ts';
import { challengeObject, factorObject, type ShownSecret } from './wire/factor-object.ts';
import { readId, writeId } from './wire/ids.ts';
import { badParameters, missing, reject, type WireError, wireError } from './wire/rejected.ts';

type EnrolmentWish = {
  readonly issuer: string | null;
  readonly account: string | null;
  readonly secret: string | null;
};
type Enrolled = {
  readonly factor: Omit<Factor, 'enabledAt'>;
  readonly shown: ShownSecret;
  readonly challenge: Challenge;
};

const enrolmentNames: ReadonlySet<string> = new Set(['type', 'totp_issuer', 'totp_user', 'totp_secret']);
const challengeNames: ReadonlySet<string> = new Set(['sms_template']);
const answerNames: ReadonlySet<string> = new Set(['code']);

function readEnrolment(call: Call): EnrolmentWish {
  const body = new Body(call.body, enrolmentNames);
  const type = body.requiredText('type');
  if (type !== '' && type !== 'totp') body.fault('type', 'invalid', 'must be totp.');
  const issuer = body.filledText('totp_issuer') ?? null;
  const account = body.filledText('totp_user') ?? null;
  const secret = body.filledText('totp_secret') ?? null;
  body.settle();
  return { issuer, account, secret };
}

async function enrol(call: Call, wish: EnrolmentWish): Promise<Enrolled> {
  const { context, host } = call;
  const options = { ...wish, system: false, issuer: wish.issuer ?? context.realm.name };
  const { user, label, secret, address } = await atUser(call, (reference) => beginTotp(context, reference, options));
  const { issuer, account, startedAt } = label;
  const shown = { secret, uri: address, qr_code: await host.drawQrCode(address) };
  const factor = { user, issuer, account, createdAt: startedAt, updatedAt: startedAt };
  return { factor, shown, challenge: await challengeFactor(context, user.id) };
}

const faultyParameters: Readonly<Record<string, string>> = { totp: 'totp_secret', label: 'totp_user' };

const enrolmentWords: OwnWords = {
  invalid: ({ issues }) =>
    badParameters(
      issues.map(({ path }) => entryOf(faultyParameters[path] ?? path, 'invalid', 'is too long or not well-formed.')),
    ),
};

async function listFactors(call: Call, wish: PageWish): Promise<Page<Factor>> {
  const { id } = await atUser(call, (reference) => getUser(call.context, reference, { system: false }));
  const factor = await findFactor(call.context, { by: 'id', id });
  const own = factor === null ? null : writeId('factor', factor.user.id);
  return await pageOf(
    wish,
    async ({ beyond }) => {
      if (beyond !== null && readId('factor', beyond) === null) {
        reject(badParameters([badCursor(wish.before === null ? 'after' : 'before')]));
      }
      return factor === null || beyond === own ? [] : [factor];
    },
    ({ user }) => writeId('factor', user.id),
  );
}

function readFactorId({ params }: Call): string {
  const text = idOfPath(params) ?? '';
  return readId('factor', text) ?? reject(missing('Authentication Factor', text));
}

/** There is nothing to set: messages are not sent. */
function readChallenge(call: Call): string {
  const body = new Body(call.body, challengeNames);
  body.text('sms_template');
  body.settle();
  return readFactorId(call);
}

const tooManyAttempts = wireError(400, 'one_time_code_too_many_attempts', 'Request could not be processed.');

/** What a challenge that is no good any more is told as. WorkOS' documents, `mfa/challenge/verify`; 2026-08. */
function spentError({ params }: Call, { reason }: RefusalOf<'code-rejected'>): WireError {
  if (reason === 'too-many') return tooManyAttempts;
  const [what, told] = reason === 'used' ? ['previously_verified', 'already been verified'] : ['expired', 'expired'];
  const id = idOfPath(params) ?? '';
  return wireError(422, `authentication_challenge_${what}`, `The authentication challenge '${id}' has ${told}.`);
}

type Answer = { readonly id: string; readonly code: string };

function readAnswer(call: Call): Answer {
  const text = idOfPath(call.params) ?? '';
  const body = new Body(call.body, answerNames);
  const code = body.requiredText('code');
  body.settle();
  return { id: readId('challenge', text) ?? reject(missing('Authentication Challenge', text)), code };
}

async function verify(call: Call, { id, code }: Answer): Promise<Verified> {
  try {
    return await verifyChallenge(call.context, id, code);
  } catch (error) {
    const refusal = error instanceof Refused ? error.refusals[0] : null;
    if (refusal?.code === 'code-rejected') reject(spentError(call, refusal));
    throw error;
  }
}

const verificationWords: OwnWords = {
  'not-found': ({ what, id }) =>
    what === 'ticket'
      ? missing('Authentication Challenge', writeId('challenge', id))
      : missing('Authentication Factor', writeId('factor', id)),
  'account-inactive': () => tooManyAttempts,
};

/** WorkOS' OpenAPI file 0.61, tags user-management.multi-factor-authentication and multi-factor-auth; 2026-08. */
export const factorRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/user_management/users/:id/auth_factors',
    status: 201,
    says: enrolmentWords,
    parse: readEnrolment,
    run: enrol,
    render: ({ factor, shown, challenge }) => ({
      authentication_factor: factorObject(factor, shown),
      authentication_challenge: challengeObject(challenge),
    }),
  }),
  route({
    method: 'GET',
    path: '/user_management/users/:id/auth_factors',
    parse: ({ query }) => readPage(query),
    run: listFactors,
    render: (page) => listObject(page, (factor) => factorObject(factor)),
  }),
  route({
    method: 'GET',
    path: '/auth/factors/:id',
    parse: readFactorId,
    run: ({ context }, id) => getFactor(context, id),
    render: (factor) => factorObject(factor),
  }),
  route({
    method: 'DELETE',
    path: '/auth/factors/:id',
    parse: readFactorId,
    run: ({ context }, id) => deleteFactor(context, id),
    render: () => null,
  }),
  route({
    method: 'POST',
    path: '/auth/factors/:id/challenge',
    status: 201,
    parse: readChallenge,
    run: ({ context }, id) => challengeFactor(context, id),
    render: (challenge) => challengeObject(challenge),
  }),
  route({
    method: 'POST',
    path: '/auth/challenges/:id/verify',
    status: 201,
    says: verificationWords,
    parse: readAnswer,
    run: verify,
    render: ({ challenge, valid }) => ({ challenge: challengeObject(challenge), valid }),
  }),
];
