// One user: created, read, changed, deleted.

import Type from 'typebox';
import { createUser } from '../../core/commands/create-user.ts';
import { deleteUser } from '../../core/commands/delete-user.ts';
import { getUser } from '../../core/commands/get-user.ts';
import { refuse } from '../../core/model/error.ts';
import type { Json } from '../../core/model/json.ts';
import { demandMatch, patchUser, previewPatch, showUser, userAnswer } from './change-user.ts';
import { etagOf, isKnown, isMatch } from './conditions.ts';
import { patchBody } from './patch-body.ts';
import { Refusing } from './problem.ts';
import { invalid } from './request-problems.ts';
import { type BodyReader, noBody, type Route, route, sound } from './route.ts';
import { Preview } from './schema-answers.ts';
import { anything, closed, oneOf } from './schema-basics.ts';
import { UserDocument, UserInput } from './schema-user.ts';
import { referenceOf } from './user-reference.ts';
import { readWish } from './user-wish.ts';
import { validatorOf } from './validate.ts';

const none = closed({});
const json = validatorOf(anything());

/** Judged as a whole by `readWish`, which says more of a fault than the schema can. */
const newUserBody: BodyReader<Json> = {
  contents: { 'application/json': UserInput },
  read: (_type, value) => sound(json, value),
};

const create = route({
  method: 'POST',
  path: '/users',
  id: 'createUser',
  summary: 'Create a user',
  answers: { 201: { description: 'The user.', schema: UserDocument, etag: true } },
  refusals: [409, 422],
  query: none,
  body: newUserBody,
  async handle({ host, context, body }) {
    const { patch, faults } = readWish(host, body, null);
    if (faults.length > 0) throw new Refusing(invalid(faults));
    const user = await createUser(context, patch, { identifier: false, password: false });
    const answer = userAnswer(host, user, 201);
    return { ...answer, headers: { ...answer.headers, location: `/api/users/${user.id}` } };
  },
});

const read = route({
  method: 'GET',
  path: '/users/{id}',
  id: 'getUser',
  summary: 'Read a user',
  answers: {
    200: { description: 'The user.', schema: UserDocument, etag: true },
    304: { description: 'The user is still at the revision named by `If-None-Match`.', schema: null, etag: true },
  },
  refusals: [404, 412],
  conditional: true,
  query: none,
  body: noBody,
  async handle({ host, context, conditions, parameter }) {
    const user = await getUser(context, referenceOf(host, parameter('id')), { system: true });
    if (!isMatch(conditions, user.rev)) refuse({ code: 'conflict', rev: user.rev });
    if (isKnown(conditions, user.rev)) return { status: 304, headers: { etag: etagOf(user.rev) } };
    return userAnswer(host, user);
  },
});

const change = route({
  method: 'PATCH',
  path: '/users/{id}',
  id: 'patchUser',
  summary: 'Change a user',
  description:
    'The patch is applied to the document that GET shows, as it is when the turn of this request has come; what differs is ' +
    'changed. Read-only members may be sent as they are. A new password ends all sessions.',
  answers: {
    200: {
      description: 'The user after the change; with `dry_run=true` a preview.',
      schema: Type.Union([UserDocument, Preview]),
      etag: true,
    },
  },
  refusals: [404, 409, 412, 422, 429],
  conditional: true,
  query: closed({
    dry_run: Type.Optional(
      oneOf(['true', 'false'], { description: '`true`: write nothing, tell the difference and every violation.' }),
    ),
  }),
  body: patchBody,
  async handle({ host, context, conditions, query, body, parameter }) {
    const reference = referenceOf(host, parameter('id'));
    const carryOut = query.dry_run === 'true' ? previewPatch : patchUser;
    return await carryOut(host, context, reference, { apply: body, conditions });
  },
});

const remove = route({
  method: 'DELETE',
  path: '/users/{id}',
  id: 'deleteUser',
  summary: 'Delete a user',
  description: 'The history stays.',
  answers: { 200: { description: 'The user as it was.', schema: UserDocument } },
  refusals: [404, 409, 412],
  conditional: true,
  query: none,
  body: noBody,
  async handle({ host, context, conditions, parameter }) {
    const user = await getUser(context, referenceOf(host, parameter('id')), { system: true });
    demandMatch(conditions, user);
    const ifRev = conditions.ifMatch === null || conditions.ifMatch === '*' ? null : user.rev;
    const gone = await deleteUser(context, { by: 'id', id: user.id }, { system: true, ifRev });
    return { status: 200, body: showUser(host, gone) };
  },
});

export const userRoutes: readonly Route[] = [create, read, change, remove];
