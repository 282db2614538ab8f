// The check that an address on a page is a path of this server.

/** Gives the path back; throws when it could lead elsewhere or run (`//host`, `javascript:`), which is the caller's mistake. */
export function pathOf(path: string): string {
  // Browsers drop tabs and line breaks, and read a backslash as a slash: `/\t/host` would be another host.
  if (/^\/(?!\/)[^\\\p{Cc}]*$/u.test(path)) return path;
  throw new Error('A page links only to paths of this server');
}
