// A route as data: what is served, validated and documented, all from the same schemas.

import type { FastifyRequest, HTTPMethods } from 'fastify';
import type { Static, TSchema } from 'typebox';
import type { WrittenAnswer } from '../../core/commands/answer-once.ts';
import type { Context } from '../../core/commands/context.ts';
import { Refused } from '../../core/model/error.ts';
import type { Host } from '../api.ts';
import { type Conditions, conditionsOf, isConditional } from './conditions.ts';
import { type Fault, Refusing } from './problem.ts';
import { wordingOfAll } from './refusal-problems.ts';
import { badBody, badMediaType, badRequest, invalid } from './request-problems.ts';
import { type Validator, validatorOf } from './validate.ts';

/** What a handler answers. */
export type Answer = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** The answer with its body as the text that goes out. */
export function writtenAnswer({ status, body, headers = {} }: Answer): WrittenAnswer {
  return { status, headers, body: body === undefined ? null : JSON.stringify(body) };
}

/** How a body is read, and by which schema each media type is documented. */
export type BodyReader<Body> = {
  readonly contents: Readonly<Record<string, TSchema>>;
  readonly read: (mediaType: string, value: unknown) => Body;
};

/** Everything a handler needs to know of a call. */
export type Call<Query, Body> = {
  readonly host: Host;
  readonly context: Context;
  readonly conditions: Conditions;
  readonly query: Query;
  readonly body: Body;
  /** Where the request came from, and by which program, as it says. */
  readonly origin: { readonly ipAddress: string; readonly userAgent: string | null };
  /** A parameter of the path. */
  readonly parameter: (name: string) => string;
};

/** One answer as documented; `schema` null: without a body. */
export type Documented = { readonly description: string; readonly schema: TSchema | null; readonly etag?: boolean };

type Facts = {
  readonly method: HTTPMethods;
  /** Below `/api`, parameters in braces. */
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly answers: Readonly<Record<number, Documented>>;
  /** Refusals to document besides those every route has. */
  readonly refusals: readonly number[];
  /** Understands `If-Match` and `If-None-Match`. */
  readonly conditional?: boolean;
  /** Anybody may ask, also without a key. */
  readonly open?: boolean;
};

/** A route, ready to be served and documented. */
export type Route = Facts & {
  readonly query: TSchema;
  readonly contents: Readonly<Record<string, TSchema>>;
  readonly run: (host: Host, context: Context, request: FastifyRequest) => Promise<Answer>;
};

/** A path that takes no body; one that comes along is not looked at. */
export const noBody: BodyReader<null> = { contents: {}, read: () => null };

/** The value, if its schema has nothing against it. @throws Refusing `invalid` */
export function sound<Schema extends TSchema>(validator: Validator<Schema>, value: unknown): Static<Schema> {
  if (validator.check(value)) return value;
  throw new Refusing(invalid(validator.faults(value)));
}

/** A body of plain JSON. */
export function jsonBody<Schema extends TSchema>(schema: Schema): BodyReader<Static<Schema>> {
  const validator = validatorOf(schema);
  return { contents: { 'application/json': schema }, read: (_type, value) => sound(validator, value) };
}

function mediaTypeOf(request: FastifyRequest): string {
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  return type.trim().toLowerCase(); // not a key: media types are ASCII without case
}

function bodyOf<Body>(request: FastifyRequest, reader: BodyReader<Body>): Body {
  const types = Object.keys(reader.contents);
  if (types.length === 0) return reader.read('', null);
  const type = mediaTypeOf(request);
  if (request.body === undefined) throw new Refusing(badBody('empty', null));
  if (!types.includes(type)) throw new Refusing(badMediaType(types));
  return reader.read(type, request.body);
}

function byName({ pointer, reason, limit }: Fault): Fault {
  return { pointer: pointer.replace(/^\//, ''), reason, limit };
}

function parameterOf({ params }: FastifyRequest, name: string): string {
  const values: Readonly<Record<string, unknown>> = typeof params === 'object' && params !== null ? { ...params } : {};
  const value = values[name];
  return typeof value === 'string' ? value : '';
}

/** What names itself at greater length is cut off. */
const userAgentMax = 512;

function originOf({ ip, headers }: FastifyRequest): Call<unknown, unknown>['origin'] {
  return { ipAddress: ip, userAgent: headers['user-agent']?.slice(0, userAgentMax) ?? null };
}

/** What a request is told whose name was used for another, or is still being worked on. */
const nameRefusals = [409, 422];

/** Makes a route: `handle` gets its query and body as their schemas say. */
export function route<Query extends TSchema, Body>({
  query,
  body,
  handle,
  ...facts
}: Facts & {
  readonly query: Query;
  readonly body: BodyReader<Body>;
  readonly handle: (call: Call<Static<Query>, Body>) => Promise<Answer>;
}): Route {
  const validator = validatorOf(query);
  const { method, refusals } = facts;
  return {
    ...facts,
    refusals: method === 'GET' ? refusals : [...new Set([...refusals, ...nameRefusals])],
    query,
    contents: body.contents,
    async run(host, context, request) {
      const asked: unknown = { ...(typeof request.query === 'object' ? request.query : {}) };
      if (!validator.check(asked)) throw new Refusing(badRequest(validator.faults(asked).map(byName)));
      const conditions = conditionsOf(request);
      const call = {
        ...{ host, context, conditions, query: asked, body: bodyOf(request, body), origin: originOf(request) },
        parameter: (name: string) => parameterOf(request, name),
      };
      try {
        return await handle(call);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        throw new Refusing(wordingOfAll(error.refusals, { conditional: isConditional(conditions) }));
      }
    },
  };
}
