// Carrying a call out: once, however often it is sent, and answered in words whatever becomes of it.

import { answerOnce, requestName, type WrittenAnswer } from '../../core/commands/answer-once.ts';
import { Refused } from '../../core/model/error.ts';
import type { Host } from '../api.ts';
import type { Answer, Call, Handler } from './call.ts';
import { Fault, fail, mismatched } from './fault.ts';
import { faultOf } from './refusals.ts';
import { Parameters, tableOf } from './wire/parameters.ts';

/** A call to carry out. `idempotencyKey` null: it may be done each time it is sent; `content`: all that tells it from another. */
export type Errand = {
  readonly call: Call;
  readonly handler: Handler;
  readonly idempotencyKey: string | null;
  readonly content: readonly unknown[];
};

const depthMax = 8;

/** Reads a body of JSON; an empty one is an empty table. Throws Fault 801. */
export function readBody(host: Pick<Host, 'readJsonBody'>, body: Buffer): Parameters {
  if (body.length === 0) return new Parameters({});
  let value: unknown;
  try {
    value = host.readJsonBody(body, depthMax);
  } catch {
    return fail(801, 'The body is not good JSON.');
  }
  const table = tableOf(value);
  return table === null ? mismatched('The body', 'must be a table') : new Parameters(table);
}

/** The answer as it goes out. */
function write({ result, session }: Answer): WrittenAnswer {
  const body = session === null ? { result } : { result, session };
  return { status: 200, headers: {}, body: JSON.stringify(body) };
}

/** Does what the call wants, unless that was done under its key before: then it is answered as it was then. @fails as `answerOnce`. */
export async function carryOut({ call, handler, idempotencyKey, content }: Errand): Promise<WrittenAnswer> {
  if (idempotencyKey === null) return write(await handler(call));
  if (!requestName.test(idempotencyKey)) return fail(801, 'Idempotency-Key must have 1 to 255 visible characters.');
  const isRefusal = (error: unknown) => error instanceof Fault;
  const named = { name: idempotencyKey, content, isRefusal, tellsSerials: false };
  return await answerOnce(call.context, named, async (context) => write(await handler({ ...call, context })));
}

/** What a refused call is told: text and status, where an answer has its result. */
export function writeFault({ message, status }: Fault): string {
  return JSON.stringify({ result: { error: message, status } });
}

/** The text of an answer, also where the work is refused. What is our bug is thrown. */
export async function answered(work: () => Promise<WrittenAnswer>): Promise<string> {
  try {
    return (await work()).body ?? '';
  } catch (error) {
    if (error instanceof Fault) return writeFault(error);
    if (error instanceof Refused) return writeFault(faultOf(error.refusals[0]));
    throw error;
  }
}
