// The writing of answers, as PHP writes them.

import type { Fault, FaultCode } from '../fault.ts';
import type { CallId } from './read.ts';

const messages: Readonly<Record<FaultCode, string>> = {
  [-32700]: 'Parse error',
  [-32600]: 'Invalid request.',
  [-32601]: 'Method not found.',
  [-32602]: 'Invalid params.',
  [-32603]: 'Internal error.',
  [-32500]: 'Application error.',
};

/**
 * Writes the answer to a call that was done: compact JSON in ASCII. An object without members is written `[]`, for PHP
 * knows one kind of empty array only. Throws TypeError where the result cannot be written.
 */
export function writeResult(id: CallId, result: unknown): string {
  return write({ jsonrpc: '2.0', result: result === undefined ? null : result, id });
}

/** Writes the answer to a call that was refused. */
export function writeFault(id: CallId, { code, data }: Fault): string {
  return write({ jsonrpc: '2.0', error: { code, message: messages[code], data }, id });
}

/** The body of what was answered; empty where nothing was, as to notifications alone. */
export function joinAnswers(isBatch: boolean, answers: readonly string[]): string {
  const body = answers.join(',');
  return isBatch && body !== '' ? `[${body}]` : body;
}

function write(answer: object): string {
  const quick = JSON.stringify(answer);
  const text = quick.includes('{}') ? JSON.stringify(answer, emptyAsArray) : quick;
  return text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function emptyAsArray(_key: string, value: unknown): unknown {
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return isEmpty ? [] : value;
}
