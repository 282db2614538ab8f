// The boot error: why this process cannot start, in words for the operator.

/** Tells the operator what to do; holds no secret and needs no stack. */
export class BootError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BootError';
  }
}
