// table: what the methods of groups, roles, tokens, authentication, media types, directories and MFA refuse (Zabbix 7.0.22).
import type { Row } from './zabbix-refusals.ts';

const app = { code: -32500 } as const;
const bad = (path: string, reason: string) => `Invalid parameter "${path}": ${reason}.`;
const nobody = 'No permissions to referred object or it does not exist!';
const oneself = 'User cannot add oneself to a disabled group or a group with disabled GUI access.';
const missing = 'object does not exist';
const newGroup = (id: string, wish: object, data: string): Row => [
  id,
  'usergroup.create',
  { name: 'x', ...wish },
  data,
];
const group = (id: string, wish: object, data: string): readonly Row[] => [
  newGroup(id, wish, data),
  [id, 'usergroup.update', { usrgrpid: '16', ...wish }, data],
];
const deprovisioned = {
  given: [['authentication.update', { disabled_usrgrpid: '17' }]],
  undo: [['authentication.update', { disabled_usrgrpid: '0' }]],
} as const;
const parrotIn = {
  id: '12',
  data: 'Cannot delete user group "No access to the frontend", because it is used by provisioned user "parrot".',
};
const right = (id: string) => [{ id, permission: 2 }];

export const groupRows: readonly Row[] = [
  ...group('6.1-1', { name: 'Crew' }, 'User group "Crew" already exists.'),
  ...group('6.1-2', { gui_access: 4 }, bad('/1/gui_access', 'value must be one of 0, 1, 2, 3')),
  ...group('6.1-2', { users_status: 2 }, bad('/1/users_status', 'value must be one of 0, 1')),
  ...group('6.1-2', { debug_mode: '2' }, bad('/1/debug_mode', 'value must be one of 0, 1')),
  ...(['hostgroup_rights', 'templategroup_rights'] as const).flatMap((name) =>
    group(
      '6.1-2',
      { [name]: [{ id: '1', permission: 1 }] },
      bad(`/1/${name}/1/permission`, 'value must be one of 0, 2, 3'),
    ),
  ),
  ...group('6.1-3', { users: [{ userid: '999' }] }, bad('/1/users/1/userid', missing)),
  ...group('6.1-3', { users: { userid: '999' } }, bad('/1/users/1/userid', missing)),
  ...group(
    '6.1-4',
    { users: [{ userid: '10' }] },
    bad('/1/users/1/userid', 'cannot update readonly parameter "usrgrps" of provisioned user'),
  ),
  ...group('6.1-5', { users_status: 1, users: [{ userid: '1' }] }, oneself),
  ...group('6.1-5', { gui_access: 3, users: [{ userid: '1' }] }, oneself),
  ['6.1-5', 'usergroup.update', { usrgrpid: '7', users_status: 1 }, oneself],
  ['6.1-5', 'usergroup.update', { usrgrpid: '15', users: [{ userid: '1' }] }, oneself],
  ...group('6.1-6', { userids: ['3'], users: [{ userid: '3' }] }, 'Parameter "userids" is deprecated.'),
  ...group(
    '6.1-7',
    { rights: right('9'), hostgroup_rights: right('9') },
    'Deprecated parameter "/1/rights" cannot be used with "/1/hostgroup_rights".',
  ),
  ...group('6.1-8', { hostgroup_rights: right('9') }, 'Host group with ID "9" is not available.'),
  ...group('6.1-8', { rights: right('9') }, 'Host group with ID "9" is not available.'),
  ...group('6.1-8', { templategroup_rights: right('9') }, 'Template group with ID "9" is not available.'),
  ...group(
    '6.1-9',
    { tag_filters: [{ groupid: '9', value: 'x' }] },
    'Incorrect value for field "tag": cannot be empty.',
  ),
  ...[1, 3].flatMap((gui_access) =>
    group('6.1-10', { gui_access, userdirectoryid: '1' }, bad('/1', 'unexpected parameter "userdirectoryid"')),
  ),
  ...group('6.1-10', { userdirectoryid: '999' }, bad('/1/userdirectoryid', 'referred object does not exist')),
  ...group('6.1-11', { mfaid: '999' }, bad('/1/mfaid', 'value must be 0')),
  ...group('6.1-11', { mfa_status: 1, mfaid: '999' }, bad('/1/mfaid', missing)),
  ['6.1-12', 'usergroup.update', { usrgrpid: '999' }, nobody, app],
  ['6.1-12', 'usergroup.delete', ['17', '999'], nobody, app],
  [
    '6.1-13',
    'usergroup.update',
    { usrgrpid: '17', users_status: 0 },
    'Deprovisioned users group cannot be enabled.',
    deprovisioned,
  ],
  ['6.1-13', 'usergroup.delete', ['17'], 'Deprovisioned users group cannot be deleted.', deprovisioned],
  ['6.1-17', 'usergroup.delete', [parrotIn.id], parrotIn.data],
];

const role = (id: string, wish: object, data: string): Row => [
  id,
  'role.create',
  { name: 'x', type: 1, ...wish },
  data,
];
const available = (what: string) => `${what} is not available for user role "x".`;
const elements = [
  ...['dashboard', 'problems', 'hosts', 'latest_data', 'maps'].map((name) => `monitoring.${name}`),
  ...['services.services', 'services.sla_report', 'inventory.overview', 'inventory.hosts'],
  ...['reports.availability_report', 'reports.top_triggers'],
];
const ui = elements.map((name) => ({ name, status: 0 }));

export const roleRows: readonly Row[] = [
  role('6.2-1', { name: 'Deck role' }, 'User role "Deck role" already exists.'),
  ['6.2-1', 'role.update', { roleid: '6', name: 'Deck role' }, 'User role "Deck role" already exists.'],
  role('6.2-2', { type: 4 }, bad('/1/type', 'value must be one of 1, 2, 3')),
  ['6.2-2', 'role.create', { name: 'x' }, bad('/1', 'the parameter "type" is missing')],
  role('6.2-3', { rules: { api: ['user.create'] } }, 'Invalid API method "user.create" for user role "x".'),
  [
    '6.2-3',
    'role.update',
    { roleid: '6', rules: { api: ['user.create'] } },
    'Invalid API method "user.create" for user role "Mute role".',
  ],
  role(
    '6.2-4',
    { rules: { ui: [{ name: 'administration.users', status: 1 }] } },
    available('UI element "administration.users"'),
  ),
  role('6.2-4', { rules: { actions: [{ name: 'manage_sla', status: 1 }] } }, available('Action "manage_sla"')),
  role('6.2-5', { rules: { ui } }, 'At least one UI element must be enabled for user role "x".'),
  role('6.2-6', { rules: { modules: [{ moduleid: '999', status: 1 }] } }, available('Module with ID "999"')),
  role(
    '6.2-6',
    { rules: { 'services.read.mode': 0, 'services.read.list': [{ serviceid: '1' }] } },
    available('Service with ID "1"'),
  ),
  role(
    '6.2-7',
    { rules: { 'services.read.mode': 1, 'services.read.list': [{ serviceid: '1' }] } },
    'Cannot have non-default "services.read.list" rule while having "services.read.mode" set to 1 for user role "x".',
  ),
  role('6.2-8', { rules: { api: ['user.get', 'user.get'] } }, bad('/1/rules/api/2', 'value (user.get) already exists')),
  ['6.2-9', 'role.update', { roleid: '3', name: 'x' }, 'Cannot update readonly user role "Super admin role".', app],
  ['6.2-9', 'role.delete', ['3'], 'Cannot delete readonly user role "Super admin role".', app],
  ['6.2-10', 'role.delete', ['5'], 'Cannot delete assigned user role "Deck role".', app],
  [
    '6.2-11',
    'role.update',
    { roleid: '7', type: 1 },
    'Cannot change the user type of own role.',
    { by: 'bosun', ...app },
  ],
  ['6.2-12', 'role.update', { roleid: '999' }, nobody, app],
  ['6.2-12', 'role.delete', ['999'], nobody, app],
  ['6.2-12', 'role.update', [{ roleid: '5' }, { roleid: '5' }], nobody, app],
];

const guestFree = {
  given: [['user.update', { userid: '2', roleid: '1', usrgrps: [{ usrgrpid: '8' }, { usrgrpid: '12' }] }]],
  undo: [['user.update', { userid: '2', roleid: '4' }]],
} as const;

export const tokenRows: readonly Row[] = [
  ['6.3-1', 'token.create', { name: 'spyglass', userid: '3' }, 'API token "spyglass" already exists for userid "3".'],
  [
    '6.3-1',
    'token.update',
    { tokenid: '2', name: 'spyglass' },
    'API token "spyglass" already exists for userid "3".',
    { by: 'mate' },
  ],
  ['6.3-2', 'token.create', { name: 'x', userid: '5' }, 'User with ID "5" is not available.', { by: 'mate' }],
  ['6.3-2', 'token.create', { name: 'x', userid: '999' }, 'User with ID "999" is not available.'],
  [
    '6.3-3',
    'token.create',
    [1, 2].map(() => ({ name: 'x', userid: '3' })),
    bad('/2', 'value (userid, name)=(3, x) already exists'),
  ],
  ...(['mate', 'Admin'] as const).flatMap((by): readonly Row[] => {
    const tokenid = by === 'mate' ? '4' : '999';
    return [
      ['6.3-4', 'token.update', { tokenid, status: 1 }, nobody, { by, ...app }],
      ['6.3-4', 'token.delete', [tokenid], nobody, { by, ...app }],
      ['6.3-4', 'token.generate', [tokenid], nobody, { by, ...app }],
    ];
  }),
  ['6.3-5', 'token.update', { tokenid: '1', userid: '3' }, bad('/1', 'unexpected parameter "userid"')],
  [
    '6.3-6',
    'token.create',
    { name: 'x' },
    'You do not have permission to perform this operation.',
    { by: "the guest's token", ...app, ...guestFree },
  ],
];

const authentication = (id: string, wish: object, data: string): Row => [id, 'authentication.update', wish, data];

export const authenticationRows: readonly Row[] = [
  authentication('6.4-1', { passwd_min_length: 71 }, bad('/passwd_min_length', 'value must be one of 1-70')),
  authentication('6.4-1', { passwd_min_length: 0 }, bad('/passwd_min_length', 'value must be one of 1-70')),
  authentication('6.4-2', { passwd_check_rules: 16 }, bad('/passwd_check_rules', 'value must be one of 0-15')),
  authentication(
    '6.4-3',
    { jit_provision_interval: '59m' },
    bad('/jit_provision_interval', 'value must be one of 3600-788400000'),
  ),
  authentication('6.4-4', { authentication_type: 1 }, bad('/ldap_auth_enabled', 'value must be 1')),
  authentication('6.4-5', { ldap_auth_enabled: 1 }, 'Default LDAP server must be specified.'),
  authentication('6.4-6', { ldap_auth_enabled: 1, ldap_userdirectoryid: '999' }, bad('/ldap_userdirectoryid', missing)),
  authentication('6.4-7', { mfa_status: 1 }, 'At least one MFA method must exist.'),
  authentication('6.4-8', { mfaid: '999' }, bad('/mfaid', missing)),
  ['6.4-9', 'authentication.update', { disabled_usrgrpid: '999' }, nobody, app],
  authentication('6.4-10', { disabled_usrgrpid: '7' }, 'Deprovisioned users group cannot be enabled.'),
  authentication('6.4-11', { saml_auth_enabled: 1, saml_jit_status: 1 }, 'Deprovisioned users group cannot be empty.'),
];

const mail = { type: 0, name: 'x', smtp_server: 'mail.example.com', smtp_email: 'a@example.com' };

export const mediaTypeRows: readonly Row[] = [
  ['6.5-1', 'mediatype.create', { ...mail, name: 'Email' }, 'Media type "Email" already exists.'],
  ['6.5-1', 'mediatype.update', { mediatypeid: '3', name: 'Email' }, 'Media type "Email" already exists.'],
  ['6.5-2', 'mediatype.create', { ...mail, type: 3 }, bad('/1/type', 'value must be one of 0, 1, 2, 4')],
  [
    '6.5-3',
    'mediatype.create',
    { type: 0, name: 'x', smtp_email: 'a@example.com' },
    bad('/1', 'the parameter "smtp_server" is missing'),
  ],
  ['6.5-3', 'mediatype.create', { type: 2, name: 'x' }, bad('/1', 'the parameter "gsm_modem" is missing')],
  ['6.5-3', 'mediatype.create', { type: 1, name: 'x' }, bad('/1', 'the parameter "exec_path" is missing')],
  ['6.5-3', 'mediatype.create', { type: 4, name: 'x' }, bad('/1', 'the parameter "script" is missing')],
  [
    '6.5-4',
    'mediatype.create',
    { type: 2, name: 'x', gsm_modem: '/dev/x', smtp_server: 'y' },
    bad('/1/smtp_server', 'value must be empty'),
  ],
];

const port = {
  ...{ idp_type: 1, name: 'Port', host: 'ldap.example.com', port: 389 },
  ...{ base_dn: 'dc=example', search_attribute: 'uid' },
};
const fresh = { ...port, name: 'Bow' };
const saml = {
  ...{ idp_type: 2, name: 'Stern', idp_entityid: 'x', sso_url: 'https://x', username_attribute: 'u', sp_entityid: 'y' },
};
const totp = { type: 1, name: 'Sundial', hash_function: 1, code_length: 6 };
const mapping = [{ name: '*', roleid: '1', user_groups: [{ usrgrpid: '7' }] }];
const directory = (id: string, wish: object, data: string): Row => [id, 'userdirectory.create', wish, data];
const method = (id: string, wish: object, data: string): Row => [id, 'mfa.create', wish, data];

/** The first one of each lays down what the others find. */
export const directoryRows: readonly Row[] = [
  [
    '6.6-1',
    'userdirectory.create',
    port,
    'User directory "Port" already exists.',
    { given: [['userdirectory.create', [port, { ...port, name: 'Starboard' }, saml]]] },
  ],
  ['6.6-1', 'userdirectory.update', { userdirectoryid: '2', name: 'Port' }, 'User directory "Port" already exists.'],
  directory('6.6-2', { ...saml, name: 'Keel' }, 'Only one user directory of type "2" can exist.'),
  directory('6.6-3', { ...fresh, port: 'x' }, bad('/1/port', 'an integer is expected')),
  directory('6.6-4', { ...fresh, provision_status: 1 }, bad('/1', 'the parameter "provision_groups" is missing')),
  directory('6.6-5', { ...fresh, provision_groups: mapping }, bad('/1/provision_groups', 'should be empty')),
  ['6.6-6', 'userdirectory.delete', ['1'], 'Cannot delete default user directory.'],
];

export const methodRows: readonly Row[] = [
  [
    '6.6-7',
    'mfa.create',
    totp,
    'MFA method "Sundial" already exists.',
    {
      given: [
        ['mfa.create', [totp, { ...totp, name: 'Moondial' }]],
        ['authentication.update', { mfa_status: 1 }],
        ['usergroup.update', { usrgrpid: '16', mfa_status: 1, mfaid: '2' }],
      ],
    },
  ],
  ['6.6-7', 'mfa.update', { mfaid: '2', name: 'Sundial' }, 'MFA method "Sundial" already exists.'],
  method('6.6-8', { ...totp, name: 'x', hash_function: 4 }, bad('/1/hash_function', 'value must be one of 1, 2, 3')),
  method('6.6-9', { ...totp, name: 'x', code_length: 7 }, bad('/1/code_length', 'value must be one of 6, 8')),
  method('6.6-10', { ...totp, name: 'x', clientid: 'x' }, bad('/1/clientid', 'value must be empty')),
  ['6.6-11', 'mfa.delete', ['1'], 'Cannot delete default MFA method.'],
  ['6.6-12', 'mfa.delete', ['2'], 'Cannot delete MFA method "Moondial", because it is used by user group "Harbour".'],
];
