// A helper process: its own core, talked to by one message at a time.

import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A process that answers messages. */
export type Child<Ask, Answer> = {
  readonly pid: number;
  readonly ask: (message: Ask) => Promise<Answer>;
  readonly end: () => Promise<void>;
};

/** Starts a file of ours; what it writes goes nowhere but its errors. `flags` go to Node. */
export function startChild<Ask extends object, Answer>(
  file: string,
  flags: readonly string[] = [],
): Child<Ask, Answer> {
  const process = fork(file, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [...flags] });
  const died = once(process, 'exit').then(() => {
    throw new Error(`${file} ended early`);
  });
  died.catch(() => {});
  return {
    pid: process.pid ?? 0,
    async ask(message) {
      const answer = once(process, 'message').then(([value]: Answer[]) => value);
      process.send(message);
      const value = await Promise.race([answer, died]);
      if (value === undefined) throw new Error(`${file} answered nothing`);
      return value;
    },
    async end() {
      if (process.exitCode !== null || process.signalCode !== null) return;
      const ended = once(process, 'exit');
      process.disconnect();
      await ended;
    },
  };
}

/** Answers messages in a helper process until its parent is gone. */
export function answer<Ask, Answer extends object>(work: (message: Ask) => Promise<Answer>): void {
  process.on('disconnect', () => process.exit(0));
  process.on('message', (message: Ask) => {
    work(message).then(
      (value) => process.send?.(value),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        process.exit(1);
      },
    );
  });
}
