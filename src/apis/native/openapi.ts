// The OpenAPI 3.1 document, made from the routes themselves.

import type { TSchema } from 'typebox';
import { isJsonObject, type Json } from '../../core/model/json.ts';
import { JsonPatch } from './patch-body.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';
import {
  BackupCodes,
  Change,
  CodeVerified,
  Enrolment,
  HistoryPage,
  Preview,
  Realm,
  Session,
  SessionPage,
  SignedIn,
  UserPage,
  Verified,
} from './schema-answers.ts';
import { UserDocument, UserInput } from './schema-user.ts';
import { Statistics, UserStatistics } from './statistics-routes.ts';

/** The schemas with a name of their own. */
const named: Readonly<Record<string, TSchema>> = {
  User: UserDocument,
  UserInput,
  JsonPatch,
  UserPage,
  Change,
  HistoryPage,
  Session,
  SessionPage,
  Preview,
  Realm,
  Verified,
  CodeVerified,
  Enrolment,
  BackupCodes,
  SignedIn,
  Statistics,
  UserStatistics,
  Problem,
};

const names = new Map<object, string>(Object.entries(named).map(([name, schema]) => [schema, name]));

const descriptions: Readonly<Record<number, string>> = {
  400: 'The query, a header or the body cannot be understood.',
  401: 'No valid secret key.',
  403: 'The user may not, or must show more.',
  404: 'No such user or session.',
  409: 'The user as it is does not allow this, or another has what is unique.',
  412: 'A precondition does not hold.',
  413: 'The body is too large.',
  415: 'The body has another media type than this path takes.',
  422: 'The document says what cannot be.',
  429: 'Too many attempts; see `Retry-After`.',
};

/** The value as plain JSON, each named schema below the top as a reference. */
function plain(value: unknown, top = false): Json {
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
  }
  const name = top ? undefined : names.get(value);
  if (name !== undefined) return { $ref: `#/components/schemas/${name}` };
  if (Array.isArray(value)) return value.map((item) => plain(item));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

function propertiesOf(schema: TSchema): readonly [string, Json][] {
  const written = plain(schema, true);
  const properties = isJsonObject(written) ? written.properties : undefined;
  return isJsonObject(properties) ? Object.entries(properties) : [];
}

function parametersOf({ method, path, query, conditional }: Route): Json {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    ...{ name, in: 'path', required: true, schema: { type: 'string' } },
    ...(path.startsWith('/users/{id}') && {
      description: "Any id of the user: UUID, any API's spelling, `serial:7`, `external:abc`.",
    }),
  }));
  const inQuery = propertiesOf(query).map(([name, schema]) => ({
    ...{ name, in: 'query', required: false, schema },
    ...(isJsonObject(schema) && schema.description !== undefined && { description: schema.description }),
  }));
  const conditions = conditional === true ? ['If-Match', 'If-None-Match'] : [];
  const headers = [...conditions, ...(method === 'GET' ? [] : ['Idempotency-Key'])];
  const inHeader = headers.map((name) => ({ name, in: 'header', required: false, schema: { type: 'string' } }));
  return [...inPath, ...inQuery, ...inHeader];
}

function contentOf(contents: Readonly<Record<string, TSchema>>): Json {
  return Object.fromEntries(Object.entries(contents).map(([type, schema]) => [type, { schema: plain(schema) }]));
}

const problemAnswer = (status: number): Json => ({
  description: descriptions[status] ?? 'Refused.',
  content: contentOf({ 'application/problem+json': Problem }),
});

function answersOf({ answers, refusals, contents }: Route): Json {
  const hasBody = Object.keys(contents).length > 0;
  const common = [400, 401, ...(hasBody ? [413, 415] : [])];
  const good = Object.entries(answers).map(([status, { description, schema, etag }]): [string, Json] => [
    status,
    {
      description,
      ...(schema !== null && { content: contentOf({ 'application/json': schema }) }),
      ...(etag === true && { headers: { ETag: { schema: { type: 'string' }, description: 'The `rev` in quotes.' } } }),
    },
  ]);
  const bad = [...common, ...refusals].map((status): [string, Json] => [String(status), problemAnswer(status)]);
  return Object.fromEntries([...good, ...bad]);
}

function operationOf(route: Route): Json {
  const { id, summary, description, contents, open } = route;
  return {
    operationId: id,
    summary,
    ...(description !== undefined && { description }),
    ...(open === true && { security: [{}, { secretKey: [] }] }),
    parameters: parametersOf(route),
    ...(Object.keys(contents).length > 0 && { requestBody: { required: true, content: contentOf(contents) } }),
    responses: answersOf(route),
  };
}

/** The document of these routes, served below `url`. */
export function openApiOf(routes: readonly Route[], url: string): Json {
  const paths = new Map<string, Record<string, Json>>();
  for (const route of routes) {
    const entry = paths.get(route.path) ?? {};
    entry[route.method.toLowerCase()] = operationOf(route); // not a key: OpenAPI writes methods in lower case
    paths.set(route.path, entry);
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Muster, native API',
      version: '1',
      description: 'A user directory. A user is one document, changed by merge patch or JSON patch.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url }],
    security: [{ secretKey: [] }],
    paths: Object.fromEntries(paths),
    components: {
      schemas: Object.fromEntries(Object.entries(named).map(([name, schema]) => [name, plain(schema, true)])),
      securitySchemes: { secretKey: { type: 'http', scheme: 'bearer', description: 'A secret key of the realm.' } },
    },
  };
}
