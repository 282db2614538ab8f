// The fault: what a game is told of a call that cannot be done.

/** The statuses of Coronium Core that Muster says (documentation of Coronium Core 2.7, "Status codes"; 2019-09). */
export type Status = 600 | 603 | 604 | 605 | 614 | 620 | 624 | 702 | 704 | 801 | 804 | 810 | 901 | 1000 | 1004;

/** A call that is refused: nothing of it was done. */
export class Fault extends Error {
  readonly status: Status;

  constructor(status: Status, message: string) {
    super(message);
    this.name = 'Fault';
    this.status = status;
  }
}

/** Refuses. */
export function fail(status: Status, message: string): never {
  throw new Fault(status, message);
}

/** Refuses a parameter that is not there. */
export function missing(name: string): never {
  return fail(804, `${name} is missing.`);
}

/** Refuses a parameter that is not as it must be; `rule` goes on after its name. */
export function mismatched(name: string, rule: string): never {
  return fail(801, `${name} ${rule}.`);
}
