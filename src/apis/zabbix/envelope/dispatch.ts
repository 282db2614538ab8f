// The run of a request: its calls one after the other, each answered for itself.

import { Fault } from '../fault.ts';
import { joinAnswers, writeFault, writeResult } from './answer.ts';
import { type Broken, type Call, readRequest } from './read.ts';

/**
 * How calls are run: `run` resolves to the result and throws Fault to refuse; `report` is told what else it throws, which is our bug; `now`
 * tells the time in ms, `isGone` whether nobody waits for the answer any more.
 */
export type Runner = {
  readonly run: (call: Call) => Promise<unknown>;
  readonly report: (error: unknown) => void;
  readonly now: () => number;
  readonly isGone: () => boolean;
};

const answersLengthMax = 64 * 1024 * 1024;
const runMsMax = 30_000;

/**
 * Runs the calls of a body and tells the answer as ASCII text, empty when nothing is to be answered. Calls run in order, none
 * depends on what became of another. Never throws: what is no Fault is reported and answered with the system error. Once the
 * answers of a batch exceed 64 Mi characters, or it has run for 30 seconds, its further calls are refused and not run; nor are they once the
 * caller is gone.
 */
export async function answerRequest(bytes: Buffer, { run, report, now, isGone }: Runner): Promise<string> {
  const begun = now();
  const { isBatch, calls } = readRequest(bytes);
  const answers: string[] = [];
  let length = 0;
  for (const [index, call] of calls.entries()) {
    if (index > 0 && isGone()) break;
    const refuse = (fault: Fault) => (isSilent(call) ? null : writeFault(call.id, fault));
    const limit = length > answersLengthMax ? tooMuch : index > 0 && now() - begun >= runMsMax ? tooLong : null;
    const answer = limit === null ? await answerCall(call, run, report, refuse) : refuse(limit);
    if (answer === null) continue;
    answers.push(answer);
    length += answer.length;
  }
  return joinAnswers(isBatch, answers);
}

const tooMuch = new Fault(-32500, 'The answers to the calls before this one are too long.');
const tooLong = new Fault(-32500, 'The calls before this one took too long.');

/** What is told of our own bugs (as of its database's by Zabbix 7.0.22). */
export function systemFault(): Fault {
  return new Fault(-32500, 'System error occurred. Please contact Zabbix administrator.');
}

function isSilent(call: Call | Broken): boolean {
  return 'method' in call && call.isNotification;
}

async function answerCall(
  call: Call | Broken,
  run: Runner['run'],
  report: Runner['report'],
  refuse: (fault: Fault) => string | null,
): Promise<string | null> {
  if ('fault' in call) return refuse(call.fault);
  try {
    const result = await run(call);
    return call.isNotification ? null : writeResult(call.id, result);
  } catch (error) {
    if (error instanceof Fault) return refuse(error);
    report(error);
    return refuse(systemFault());
  }
}
