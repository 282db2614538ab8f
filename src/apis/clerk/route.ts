// A route: one endpoint as a row of method, path, how to read the call, what to do, how to write what came of it.

import type { Context } from '../../core/commands/context.ts';
import type { Signer } from '../api.ts';
import { plainScene, type Scene } from './wire/errors.ts';
import type { View } from './wire/objects/view.ts';
import type { QueryValues } from './wire/query.ts';
import type { Version } from './wire/version.ts';

/** One call, authenticated but not yet read. */
export type Call = {
  readonly context: Context;
  readonly version: Version;
  readonly view: View;
  readonly signer: Signer;
  readonly params: Readonly<Record<string, string>>;
  readonly query: QueryValues;
  readonly body: unknown;
  /** The uploaded file; null when there is none. */
  readonly upload: () => Promise<Uint8Array | null>;
};

/** One endpoint. */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly scene: Scene;
  readonly answer: (call: Call) => Promise<unknown>;
};

/** A row of the route table. `parse` turns down what is no good before `run` does anything. */
export type Row<Input, Result> = {
  readonly method: Route['method'];
  readonly path: string;
  readonly scene?: Partial<Scene>;
  readonly parse: (call: Call) => Input | Promise<Input>;
  readonly run: (call: Call, input: Input) => Promise<Result>;
  readonly render: (result: Result, call: Call) => unknown;
};

/** Makes a route of its row. */
export function route<Input, Result>(row: Row<Input, Result>): Route {
  return {
    method: row.method,
    path: row.path,
    scene: { ...plainScene, ...row.scene },
    answer: async (call) => row.render(await row.run(call, await row.parse(call)), call),
  };
}

/** A parameter of the path. */
export function pathParameter(call: Call, name: string): string {
  return call.params[name] ?? '';
}
