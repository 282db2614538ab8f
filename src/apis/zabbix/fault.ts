// The fault: what a call is told that cannot be done, in Zabbix' own words.

/** The codes of JSON-RPC 2.0 and Zabbix' own (source: Zabbix 7.0 manual, "Error handling"; 2026-08). */
export type FaultCode = -32700 | -32600 | -32601 | -32602 | -32603 | -32500;

/** A call that is refused: nothing of it was done. `data` is the text that people read. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly data: string;

  constructor(code: FaultCode, data: string) {
    super(data);
    this.name = 'Fault';
    this.code = code;
    this.data = data;
  }
}

/** Refuses a parameter: `path` begins with `/`, parts count from 1; `reason` without full stop. */
export function badParameter(path: string, reason: string): never {
  throw new Fault(-32602, `Invalid parameter "${path}": ${reason}.`);
}

/** Refuses the input as a whole. */
export function badInput(data: string): never {
  throw new Fault(-32602, data);
}

/** Refuses what the caller may not do, or what there is not. */
export function refused(data: string): never {
  throw new Fault(-32500, data);
}

/** What is told of objects that are not there and of those that are not for the caller alike. */
export function noPermissions(): never {
  return refused('No permissions to referred object or it does not exist!');
}
