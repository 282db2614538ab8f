// table: the situations in which Zabbix 7.0.22 refuses a call, by the part of the contract that they belong to; a situation's
// number is that of its part, a dash, and its place there from 1: `3.4-12`.

/** What is wrong with the call. */
const parts: Readonly<Record<string, readonly string[]>> = {
  // Who may call what.
  '1.4': ['rank too low', 'API access off', 'not on the allow list', 'on the deny list', 'no right to manage tokens'],
  // The envelope.
  '1.5': [
    ...['no JSON', 'no request', 'member missing', 'wrong version', 'member of a wrong type', 'params no container'],
    ...[
      'id of a wrong type',
      'unknown member or empty auth',
      'unknown object',
      'unknown method',
      'no credential, bad token',
    ],
    ...['bad session', 'credential where none may be', 'bad input', 'expired token', 'no permission to call'],
    ...['unknown id', 'bad sort field', 'database failure', 'uncaught failure'],
  ],
  // The validators.
  '1.6': [
    ...['object', 'objects', 'ids', 'id', 'integer', 'text', 'time unit', 'time period', 'URL', 'flag'],
    'order within an object',
  ],
  // Users: create and update alike.
  '3.2': [
    'nothing sent',
    'twice in a call',
    'names swapped',
    'autologin with autologout',
    'password needed',
    'one of many bad',
  ],
  // Users: who may update whom.
  '3.3': [
    ...[
      'somebody else',
      'own role',
      'own name and groups',
      'into a closed group',
      'own password',
      "somebody's password",
    ],
    ...['guest', 'last super admin', 'provisioned', 'order of update', 'order of create'],
  ],
  // Users: texts.
  '3.4': [
    ...[
      'empty',
      'element no object',
      'required missing',
      'unknown property',
      'username',
      'userid',
      'username twice or taken',
    ],
    ...['userid unknown or not own', 'password empty or long', 'password policy', 'password needed', 'current missing'],
    ...[
      'current wrong',
      'url',
      'autologin',
      'autologout',
      'both',
      'refresh',
      'lang',
      'theme',
      'rows_per_page',
      'timezone',
    ],
    ...['roleid', 'group unknown', 'group twice or of a wrong form', 'media type unknown', 'media incomplete'],
    ...['media not theirs', 'sendto of a wrong type', 'bad address', 'many places for one', 'sendto long'],
    ...['media enums', 'renames oneself', 'own groups', 'own role', 'into a closed group', 'last super admin', 'guest'],
    ...['provisioned', 'deletes oneself', 'deletes the guest', 'id unknown', 'id twice', 'owns things'],
  ],
  // Signing in and out.
  '3.5': [
    ...[
      'wrong name or password',
      'may not sign in',
      'parameters',
      'blocked',
      'neither or both',
      'session gone',
      'token bad',
    ],
    ...['extend with a token', 'logout by token', 'logout with parameters'],
  ],
  // Passwords.
  '4': ['length', 'letters of both cases', 'digit', 'special character', 'own names', 'common'],
  // Options of the methods that get.
  '5.1': [
    ...['loose: sort field', 'loose: ids that are none', 'strict: unknown option', 'strict: output field'],
    ...['strict: output word', 'strict: limit', 'strict: sort field', 'strict: sort order', 'strict: filter field'],
    ...[
      'strict: ids',
      'strict: field twice',
      'filter by password',
      'search by password',
      'count of a role',
      'editable',
    ],
  ],
  // User groups.
  '6.1': [
    ...['name taken', 'enums', 'user unknown', 'user provisioned', 'own way out', 'userids with users', 'rights twice'],
    ...['group of hosts or templates unknown', 'tag missing', 'directory', 'MFA method', 'unknown'],
    ...['group of the deprovisioned', 'in use by an action', 'in use by a script', 'in use by database messages'],
    'in use by a provisioned user',
  ],
  // Roles.
  '6.2': [
    ...['name taken', 'type', 'method of another type', 'element or action of another type', 'all elements off'],
    ...['module or service unknown', 'list without need', 'method twice', 'read-only', 'in use', 'type of own role'],
    'unknown or twice',
  ],
  // API tokens.
  '6.3': [
    'name taken',
    'user not available',
    'twice in a call',
    'unknown or foreign',
    'moves to somebody else',
    'guest',
  ],
  // Authentication.
  '6.4': [
    ...['minimal length', 'rules', 'interval', 'LDAP chosen but off', 'LDAP without directory', 'directory unknown'],
    ...['MFA without method', 'method unknown', 'group unknown', 'group enabled', 'provisioning without group'],
  ],
  // Media types.
  '6.5': ['name taken', 'type', 'field missing', 'field of another type'],
  // User directories, MFA methods.
  '6.6': [
    ...['directory: name taken', 'directory: second SAML', 'directory: port', 'directory: groups missing'],
    ...[
      'directory: groups unwanted',
      'directory: default',
      'method: name taken',
      'method: hash',
      'method: code length',
    ],
    ...['method: foreign field', 'method: default', 'method: in use'],
  ],
};

/** All numbers. */
export const situations: readonly string[] = Object.entries(parts).flatMap(([part, names]) =>
  names.map((_, index) => `${part}-${index + 1}`),
);

/** What cannot happen here, and why. */
export const unreachable: Readonly<Record<string, string>> = {
  '1.5-20': 'NUL is refused before a method runs (docs/departures.md)',
  '3.4-45': 'there are no actions, maps, dashboards and reports that a user could own',
  '6.1-14': 'there are no actions',
  '6.1-15': 'there are no scripts',
  '6.1-16': 'there are no messages about a database that is down',
};
