// The refused file: why a file as a whole cannot be read or written.

/** Tells whoever named the file what to do; quotes nothing of its content and needs no stack. */
export class FileRefused extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'FileRefused';
  }
}

/** The refusal for what the system said of a path, such as `ENOENT`. */
export function refusalOf(path: string, verb: 'read' | 'written', error: unknown): FileRefused {
  const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
  return new FileRefused(`${path} cannot be ${verb}${code}`, { cause: error });
}
