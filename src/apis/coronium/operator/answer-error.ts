// What an operator is told of a request that went wrong, with a fitting HTTP status.

import { Refused } from '../../../core/model/error.ts';
import { writeFault } from '../carry-out.ts';
import { Fault } from '../fault.ts';
import { faultOf } from '../refusals.ts';

/** An answer as it goes out. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

const statuses: Readonly<Partial<Record<Fault['status'], number>>> = { 801: 400, 804: 400, 1000: 409, 1004: 404 };

function answer(status: number, fault: Fault, headers: Answer['headers'] = {}): Answer {
  return { status, headers, body: writeFault(fault) };
}

/** What the server itself has against a request; null: nothing. */
function statusOf(error: unknown): number | null {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : null;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}

/** The answer to a request that is refused; null: our bug. */
export function answerRefusal(error: unknown): Answer | null {
  if (error instanceof Fault) return answer(statuses[error.status] ?? 403, error);
  if (error instanceof Refused) {
    const [refusal] = error.refusals;
    if (refusal.code !== 'not-authenticated') return answer(refusal.code === 'forbidden' ? 403 : 409, faultOf(refusal));
    const fault = new Fault(810, 'Authorization must be Bearer, with a secret key of the home realm.');
    return answer(401, fault, { 'www-authenticate': 'Bearer realm="muster"' });
  }
  const status = statusOf(error);
  if (status === null) return null;
  // What is left of a body that is not read to its end is no next request.
  return answer(status, new Fault(801, 'The request is malformed or too large.'), { connection: 'close' });
}

/** The answer to a request that failed by a bug of ours. */
export function answerBug(): Answer {
  return answer(500, new Fault(810, 'The server has failed. It was logged.'));
}
