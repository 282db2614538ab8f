// The database thread: takes orders, works on its connection, reports.

import { parentPort, workerData } from 'node:worker_threads';
import { type Connection, connect } from './connection.ts';
import type { Order, Report, ThreadOptions } from './messages.ts';
import { work } from './work.ts';

function serve(port: NonNullable<typeof parentPort>, connection: Connection): void {
  const report = (message: Report): void => port.postMessage(message);
  port.on('message', (order: Order) => {
    if (order.order === 'work') return report({ report: 'results', results: work(connection, order.tasks) });
    connection.database.close();
    port.close();
  });
  report({ report: 'ready' });
}

function start(options: ThreadOptions): void {
  if (parentPort === null) throw new Error('this file runs as a thread');
  try {
    serve(parentPort, connect(options));
  } catch (error) {
    const refusal: Report = { report: 'refused', message: error instanceof Error ? error.message : String(error) };
    parentPort.postMessage(refusal);
    parentPort.close();
  }
}

start(workerData);
