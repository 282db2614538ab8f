// What goes wrong in a conversation with a directory server.

/** `timeout`: no answer came in time; `closed`: the connection is gone; `protocol`: what came is no LDAP, or not what was asked. */
export class Failure extends Error {
  readonly code: 'timeout' | 'closed' | 'protocol';

  constructor(code: Failure['code']) {
    super(`The conversation ended: ${code}.`);
    this.name = 'Failure';
    this.code = code;
  }
}
