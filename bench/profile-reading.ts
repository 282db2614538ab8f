// Reading a CPU profile: how long each stage and each function had the processor within a window of time.

import { readFileSync } from 'node:fs';
import { stages } from './stages.ts';

type Frame = { readonly functionName: string; readonly url: string; readonly lineNumber: number };
type ProfileNode = { readonly id: number; readonly callFrame: Frame; readonly children?: readonly number[] };

/** The file that `--cpu-prof` writes; times in microseconds. */
type Profile = {
  readonly nodes: readonly ProfileNode[];
  readonly startTime: number;
  readonly endTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
};

/** Microseconds of the processor by name, most first. */
export type Shares = readonly (readonly [name: string, us: number])[];

/** What one thread did. `busy` is the share of the window it was not idle. */
export type Reading = { readonly busy: number; readonly stages: Shares; readonly functions: Shares };

const special: ReadonlyMap<string, string> = new Map([
  ['(garbage collector)', 'garbage collection'],
  ['(program)', 'native code and system calls'],
]);

function nameOf({ functionName, url, lineNumber }: Frame): string {
  const file = url.replace(/^.*\/node_modules\//, '').replace(/^file:\/\/.*\/(src|bench)\//, '$1/');
  return `${functionName || '(anonymous)'} ${file}${url === '' ? '' : `:${lineNumber + 1}`}`;
}

function stageOf(node: ProfileNode, callers: ReadonlyMap<number, ProfileNode>): string {
  const own = special.get(node.callFrame.functionName);
  if (own !== undefined) return own;
  for (let at: ProfileNode | undefined = node; at !== undefined; at = callers.get(at.id)) {
    const { url, functionName } = at.callFrame;
    const found = stages.find(([, pattern]) => pattern.test(`${url} ${functionName}`));
    if (found !== undefined) return found[0];
  }
  return 'other';
}

function ranked(sums: ReadonlyMap<string, number>): Shares {
  return [...sums].toSorted(([, left], [, right]) => right - left);
}

/** Reads the part of a profile that ends `beforeEndMs` before its end and is `lengthMs` long. */
export function readProfile(file: string, beforeEndMs: number, lengthMs: number): Reading {
  const profile: Profile = JSON.parse(readFileSync(file, 'utf8'));
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const callers = new Map(
    profile.nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node] as const)),
  );
  const until = profile.endTime - beforeEndMs * 1000;
  const from = until - lengthMs * 1000;
  const byStage = new Map<string, number>();
  const byFunction = new Map<string, number>();
  const stageNames = new Map<number, string>();
  let now = profile.startTime;
  let idle = 0;
  for (const [index, id] of profile.samples.entries()) {
    // A sample holds until the next one is taken.
    now += profile.timeDeltas[index] ?? 0;
    const lasted = profile.timeDeltas[index + 1] ?? 0;
    const node = nodes.get(id);
    if (node === undefined || now < from || now > until) continue;
    if (node.callFrame.functionName === '(idle)') {
      idle += lasted;
      continue;
    }
    const stage = stageNames.get(id) ?? stageOf(node, callers);
    stageNames.set(id, stage);
    byStage.set(stage, (byStage.get(stage) ?? 0) + lasted);
    const name = nameOf(node.callFrame);
    byFunction.set(name, (byFunction.get(name) ?? 0) + lasted);
  }
  return { busy: 1 - idle / (lengthMs * 1000), stages: ranked(byStage), functions: ranked(byFunction) };
}
