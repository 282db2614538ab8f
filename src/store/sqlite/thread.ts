// The main thread's end of a database thread: collects what is asked while the thread is busy into one message.

import { Worker } from 'node:worker_threads';
import type { Order, Report, Result, Task, ThreadOptions } from './messages.ts';

type Asked = { readonly task: Task; resolve(result: Result): void; reject(error: Error): void };

/** Tasks per message at most, so that the first answer of a long queue does not wait for its last. */
const tasksMax = 256;

/** A running database thread. */
export type Thread = {
  /** Resolves with the result, also when that is a failure of the statement; rejects when the thread is gone. */
  ask(task: Task): Promise<Result>;
  /** Finishes what was asked, then ends the thread. Later calls of `ask` reject. */
  close(): Promise<void>;
};

class ThreadClient implements Thread {
  readonly #worker: Worker;
  #waiting: Asked[] = [];
  #underWay: Asked[] = [];
  #scheduled = false;
  #closing: Promise<void> | null = null;
  #gone: Error | null = null;
  #idle: (() => void) | null = null;
  readonly #ended: Promise<void>;
  readonly ready: Promise<void>;

  constructor(options: ThreadOptions) {
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: options });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.ready = promise;
    this.#worker.on('message', (report: Report) => {
      if (report.report === 'results') this.#settle(report.results);
      else if (report.report === 'ready') resolve();
      else reject(new Error(`the database cannot be opened: ${report.message}`));
    });
    this.#worker.on('error', (error) => this.#lose(error instanceof Error ? error : new Error(String(error))));
    this.#ended = new Promise((end) => {
      this.#worker.once('exit', () => {
        this.#lose(new Error('the database thread has ended'));
        reject(new Error('the database thread has ended'));
        end();
      });
    });
  }

  ask(task: Task): Promise<Result> {
    if (this.#gone !== null) return Promise.reject(this.#gone);
    if (this.#closing !== null) return Promise.reject(new Error('the store is closed'));
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    this.#waiting.push({ task, resolve, reject });
    this.#schedule();
    return promise;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (this.#gone === null && (this.#waiting.length > 0 || this.#underWay.length > 0)) {
      await new Promise<void>((idle) => {
        this.#idle = idle;
      });
    }
    if (this.#gone === null) this.#post({ order: 'close' });
    await this.#ended;
  }

  /** Everything asked in this turn of the event loop's microtasks goes together; an idle thread waits for no more. */
  #schedule(): void {
    if (this.#scheduled || this.#underWay.length > 0) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#send();
    });
  }

  #send(): void {
    if (this.#gone !== null || this.#underWay.length > 0) return;
    this.#underWay = this.#waiting.splice(0, tasksMax);
    if (this.#underWay.length === 0) {
      this.#idle?.();
      return;
    }
    try {
      this.#post({ order: 'work', tasks: this.#underWay.map(({ task }) => task) });
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #post(order: Order): void {
    this.#worker.postMessage(order);
  }

  #settle(results: readonly Result[]): void {
    const settled = this.#underWay;
    this.#underWay = [];
    this.#send();
    for (const [index, { resolve, reject }] of settled.entries()) {
      const result = results[index];
      if (result === undefined) reject(new Error('the database thread left a task unanswered'));
      else resolve(result);
    }
  }

  /** A message that cannot be sent fails its tasks, not the thread. */
  #fail(error: Error): void {
    const failed = this.#underWay;
    this.#underWay = [];
    for (const { reject } of failed) reject(error);
    this.#schedule();
  }

  #lose(error: Error): void {
    this.#gone ??= error;
    const lost = [...this.#underWay, ...this.#waiting];
    this.#underWay = [];
    this.#waiting = [];
    for (const { reject } of lost) reject(this.#gone);
    this.#idle?.();
  }
}

/** Starts a thread; resolves when its connection is open and, for a writer, migrated. */
export async function startThread(options: ThreadOptions): Promise<Thread> {
  const thread = new ThreadClient(options);
  await thread.ready;
  return thread;
}

/** A thread that starts with the first thing asked of it. */
export function lateThread(options: ThreadOptions): Thread {
  let started: Promise<Thread> | null = null;
  let closed = false;
  return {
    async ask(task) {
      if (closed) throw new Error('the store is closed');
      started ??= startThread(options);
      return (await started).ask(task);
    },
    async close() {
      closed = true;
      await (await started)?.close();
    },
  };
}
