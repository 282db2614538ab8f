// A route: one endpoint as a row of method, path, how to read the call, what to do, how to write what came of it.

import type { FastifyReply } from 'fastify';
import type { Context } from '../../core/commands/context.ts';
import type { Host } from '../api.ts';
import type { QueryValues } from './paging.ts';
import type { OwnWords } from './wire/errors.ts';

/** One call, authenticated but not yet read. `as` answers the context of whoever holds a secret key. @fails not-authenticated. */
export type Call = {
  readonly context: Context;
  readonly host: Host;
  readonly publicUrl: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: QueryValues;
  readonly body: unknown;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly as: (secretKey: string) => Promise<Context>;
  readonly reply: FastifyReply;
};

/** Who may call: holders of a secret key, or anybody, whom the core then knows as such. */
export type Access = 'secret-key' | 'anybody';

/**
 * One endpoint; its path begins at the root. `named`: who repeats a request under the same name is answered as before. `answer`
 * null: an empty body.
 */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly status: 200 | 201 | 204;
  readonly access: Access;
  readonly named: boolean;
  readonly says: OwnWords;
  readonly answer: (call: Call) => Promise<unknown>;
};

/**
 * A row of the route table. `parse` turns down what is no good before `run` does anything. `named` false where the answer is a
 * secret and the question is none: by a name alone, behind the same address, another could have it.
 */
export type Row<Input, Result> = {
  readonly method: Route['method'];
  readonly path: string;
  readonly status?: Route['status'];
  readonly access?: Access;
  readonly named?: false;
  readonly says?: OwnWords;
  readonly parse: (call: Call) => Input;
  readonly run: (call: Call, input: Input) => Promise<Result>;
  readonly render: (result: Result, call: Call) => unknown;
};

/** Makes a route of its row. */
export function route<Input, Result>(row: Row<Input, Result>): Route {
  return {
    method: row.method,
    path: row.path,
    status: row.status ?? 200,
    access: row.access ?? 'secret-key',
    named: row.named ?? true,
    says: row.says ?? {},
    answer: async (call) => row.render(await row.run(call, row.parse(call)), call),
  };
}

/** The id that a path names: `:id`, or all that is left of it. */
export function idOfPath(params: Readonly<Record<string, string>>): string | null {
  return params.id ?? params['*'] ?? null;
}
