// A route: one endpoint as a row of method, path, how to read the call, what to do, how to write what came of it.

import type { Context } from '../../core/commands/context.ts';
import type { QueryValues } from './paging.ts';

/** One call, authenticated but not yet read. */
export type Call = {
  readonly context: Context;
  readonly publicUrl: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: QueryValues;
  readonly body: unknown;
};

/** One endpoint. `answer` null: an empty body. */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly status: 200 | 201;
  readonly answer: (call: Call) => Promise<unknown>;
};

/** A row of the route table. `parse` turns down what is no good before `run` does anything. */
export type Row<Input, Result> = {
  readonly method: Route['method'];
  readonly path: string;
  readonly status?: Route['status'];
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
    answer: async (call) => row.render(await row.run(call, row.parse(call)), call),
  };
}

/** The id of the user that a path names: `:id`, or all that is left of it. */
export function idOfPath(params: Readonly<Record<string, string>>): string | null {
  return params.id ?? params['*'] ?? null;
}
