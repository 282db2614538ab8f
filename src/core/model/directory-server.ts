// The directory server: what it is asked of users that it knows, and what it answers.

/**
 * How to find the groups of a user. `membership`: an attribute of the user holds the groups' names (DN); `nameAttribute`
 * says which part of each is the group's name. `search`: groups below `baseDn` that meet `filter` (RFC 4515, with
 * `%{groupattr}` for `memberAttribute`, `%{user}` for the user name, `%{ref}` for the first value of the user's
 * `referenceAttribute`); `nameAttribute` of each is its name.
 */
export type GroupLookup =
  | { readonly by: 'membership'; readonly attribute: string; readonly nameAttribute: string }
  | {
      readonly by: 'search';
      readonly baseDn: string;
      readonly filter: string;
      readonly memberAttribute: string;
      readonly referenceAttribute: string | null;
      readonly nameAttribute: string;
    };

/**
 * A directory server and how users are found there. `host`: a name, an address, or `ldap://…` or `ldaps://…`, whose port
 * then counts instead of `port` (389 or 636 when it has none). `startTls` encrypts a plain connection before anything
 * else is said (RFC 4511 §4.14); `ldaps` is encrypted anyway. Without `bindDn` or without `bindPassword` the search is
 * anonymous. `searchFilter`: RFC 4515 with `%{attr}` for `searchAttribute` and `%{user}` for the user name; empty means
 * `(%{attr}=%{user})`. `attributes`: what to read of the user.
 */
export type DirectoryServer = {
  readonly host: string;
  readonly port: number;
  readonly startTls: boolean;
  readonly baseDn: string;
  readonly bindDn: string;
  readonly bindPassword: string;
  readonly searchAttribute: string;
  readonly searchFilter: string;
  readonly attributes: readonly string[];
  readonly groups: GroupLookup | null;
};

/**
 * A user as the directory has them. `attributes`: by the names asked for, whatever case the server writes them in; those
 * without a value are absent. Values that are no text or longer than 1,024 characters are left out. `groups`: names, each
 * once, at most 1,000.
 */
export type Entry = {
  readonly dn: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  readonly groups: readonly string[];
};

/** At which step the directory failed: reaching it, encrypting, binding as the searching account, searching, checking the password. */
export type DirectoryStep = 'connect' | 'tls' | 'bind' | 'search' | 'authenticate';

/**
 * How a password check went. `detail`: a code of the system (`ECONNREFUSED`), of TLS, of LDAP (`ldap-49`) or of ours
 * (`timeout`, `closed`, `protocol`, `filter`, `address`), for the log.
 */
export type Authentication =
  | { readonly outcome: 'ok'; readonly entry: Entry }
  | { readonly outcome: 'wrong-credentials' }
  | { readonly outcome: 'unreachable'; readonly reason: DirectoryStep; readonly detail: string };

/** A directory that cannot be asked: at which step, and a code that holds no secret. */
export class DirectoryError extends Error {
  readonly step: DirectoryStep;
  readonly detail: string;

  constructor(step: DirectoryStep, detail: string) {
    super(`The directory server failed: ${step} (${detail}).`);
    this.name = 'DirectoryError';
    this.step = step;
    this.detail = detail;
  }
}
