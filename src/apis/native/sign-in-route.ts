// Signing in: the one thing that anybody may do here without a key.

import { isIP } from 'node:net';
import Type, { type Static } from 'typebox';
import { type SignedIn, signIn } from '../../core/commands/sign-in.ts';
import type { Host } from '../api.ts';
import { type Fault, fault, Refusing } from './problem.ts';
import { invalid } from './request-problems.ts';
import { type Call, jsonBody, type Route, route } from './route.ts';
import { SignedIn as SignedInDocument } from './schema-answers.ts';
import { closed } from './schema-basics.ts';
import { writeTime } from './times.ts';

const SignInInput = closed({
  identifier: Type.String({ maxLength: 512, description: 'A username, or a verified email address or phone number.' }),
  password: Type.String(),
  code: Type.Optional(Type.String({ description: 'Of the authenticator app, or a backup code.' })),
  ipAddress: Type.Optional(Type.String({ maxLength: 64, description: 'Only with a key: where the user is.' })),
  userAgent: Type.Optional(Type.String({ maxLength: 512, description: 'Only with a key: what the user uses.' })),
});

type SignInCall = Call<unknown, Static<typeof SignInInput>>;

/** Whoever has no key cannot choose what is noted of them. */
function faultsOf({ context, body }: SignInCall): readonly Fault[] {
  const told = (['ipAddress', 'userAgent'] as const).filter((member) => body[member] !== undefined);
  if (context.actor.kind === 'anybody') return told.map((member) => fault(`/${member}`, 'needs-key'));
  const strange = body.ipAddress !== undefined && isIP(body.ipAddress) === 0;
  return strange ? [fault('/ipAddress', 'format')] : [];
}

function factsOf({ context, body, origin }: SignInCall) {
  if (context.actor.kind === 'anybody') return { ...origin, organizationId: null };
  return { ipAddress: body.ipAddress ?? null, userAgent: body.userAgent ?? null, organizationId: null };
}

/** A JSON Web Token (RFC 7519) that says who signed in, for as long as the realm lets tokens live. */
async function tokenOf({ signer, publicUrl, ports }: Host, call: SignInCall, { user, session }: SignedIn) {
  const { id, policy } = call.context.realm;
  const issuedAt = Math.floor(ports.clock() / 1000);
  const lifetimeSeconds = Math.floor(policy.sessions.tokenLifetimeMs / 1000);
  const times = { iat: issuedAt, nbf: issuedAt, exp: issuedAt + lifetimeSeconds };
  return await signer.sign(id, { iss: publicUrl, sub: user.id, sid: session.id, ...times }, {});
}

export const signInRoute: Route = route({
  method: 'POST',
  path: '/sign-in',
  id: 'signIn',
  summary: 'Sign in',
  description:
    'Without a key as well. Whoever is unknown, has no password or gives a wrong one is told the same (`wrong-credentials`). ' +
    'Who has a second factor and sends no code is told so once the password was right (`verification-required`).',
  open: true,
  answers: { 200: { description: 'A session has begun.', schema: SignedInDocument } },
  refusals: [403, 409, 422, 429],
  query: closed({}),
  body: jsonBody(SignInInput),
  async handle(call) {
    const { host, context, body } = call;
    const faults = faultsOf(call);
    if (faults.length > 0) throw new Refusing(invalid(faults));
    const claim = { identifier: body.identifier, password: body.password, code: body.code ?? null };
    const signedIn = await signIn(context, claim, factsOf(call), { system: true });
    const { user, session } = signedIn;
    return {
      status: 200,
      body: {
        userId: user.id,
        sessionId: session.id,
        expiresAt: writeTime(session.expireAt),
        token: await tokenOf(host, call, signedIn),
      },
      headers: { 'cache-control': 'no-store' },
    };
  },
});
