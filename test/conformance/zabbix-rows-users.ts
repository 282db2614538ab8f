// table: what user.create, user.update, user.delete, user.unblock and user.resettotp refuse (Zabbix 7.0.22).
import type { Row } from './zabbix-refusals.ts';
import { medias, password } from './zabbix-scene.ts';

const locales =
  'en_GB en_US bg_BG ca_ES zh_CN zh_TW cs_CZ da_DK nl_NL fi_FI fr_FR ka_GE de_DE el_GR he_IL hu_HU id_ID it_IT ko_KR ja_JP lv_LV lt_LT nb_NO fa_IR pl_PL pt_BR pt_PT ro_RO ru_RU sk_SK es_ES sv_SE tr_TR uk_UA vi_VN';
const languages = ['default', ...locales.split(' ')].map((code) => `"${code}"`).join(', ');
const bad = (path: string, reason: string) => `Invalid parameter "${path}": ${reason}.`;
const long = (length: number) => 'x'.repeat(length);
const nobody = 'No permissions to referred object or it does not exist!';
const closed = 'User cannot add oneself to a disabled group or a group with disabled GUI access.';
const needed = (name: string) => `User "${name}" must have a password, because internal authentication is in effect.`;
const both = 'Auto-login and auto-logout options cannot be enabled together.';
const last = 'At least one active user must exist with role "Super admin role".';
const onlySuper = (name: string) => `Only Super admin users can update "${name}" parameter.`;
const readonly = (name: string, path = '/1') =>
  bad(path, `cannot update readonly parameter "${name}" of provisioned user`);
const silent = '7';
const app = { code: -32500 } as const;
const someone = { username: 'someone', usrgrps: [{ usrgrpid: '12' }] };
const create = (id: string, wish: object, data: string): Row => [id, 'user.create', { ...someone, ...wish }, data];
const update = (id: string, wish: object, data: string): Row => [id, 'user.update', { userid: silent, ...wish }, data];
/** In create and in update alike. */
const either = (id: string, wish: object, data: string): readonly Row[] => [
  create(id, wish, data),
  update(id, wish, data),
];
const media = (id: string, wish: object, place: string, reason: string): readonly Row[] =>
  either(id, { medias: [{ mediatypeid: '3', sendto: '+1', ...wish }] }, bad(`/1/medias/1${place}`, reason));
const withoutCaptain = {
  given: [['user.update', { userid: '5', usrgrps: [{ usrgrpid: '12' }] }]],
  undo: [['user.update', { userid: '5', usrgrps: [{ usrgrpid: '14' }] }]],
} as const;

export const sharedRows: readonly Row[] = [
  ['3.2-1', 'user.create', {}, bad('/', 'cannot be empty')],
  ['3.2-1', 'user.update', {}, bad('/', 'cannot be empty')],
  ['3.2-2', 'user.create', [someone, someone], bad('/2', 'value (username)=(someone) already exists')],
  [
    '3.2-2',
    'user.update',
    [
      { userid: '7', username: 'x' },
      { userid: '8', username: 'x' },
    ],
    bad('/2', 'value (username)=(x) already exists'),
  ],
  [
    '3.2-3',
    'user.update',
    [
      { userid: '7', username: 'parrot' },
      { userid: '8', username: 'silent' },
    ],
    'User with username "parrot" already exists.',
  ],
  ...either('3.2-4', { autologin: 1, autologout: '15m' }, both),
  ['3.2-5', 'user.create', { username: 'someone' }, needed('someone')],
  ['3.2-5', 'user.create', { username: 'someone', usrgrps: [{ usrgrpid: '14' }] }, needed('someone')],
  ['3.2-5', 'user.create', { username: 'someone', usrgrps: [{ usrgrpid: '13' }] }, needed('someone')],
  update('3.2-5', { usrgrps: [] }, needed('silent')),
  update('3.2-5', { usrgrps: [{ usrgrpid: '14' }] }, needed('silent')),
  [
    '3.2-6',
    'user.create',
    [someone, { username: 'Admin', passwd: password }],
    'User with username "Admin" already exists.',
  ],
  [
    '3.2-6',
    'user.update',
    [
      { userid: '7', name: 'changed' },
      { userid: '999', name: 'x' },
    ],
    nobody,
    app,
  ],
];

export const textRows: readonly Row[] = [
  ['3.4-1', 'user.create', [], bad('/', 'cannot be empty')],
  ['3.4-1', 'user.update', [], bad('/', 'cannot be empty')],
  ['3.4-2', 'user.create', ['x'], bad('/1', 'an array is expected')],
  ['3.4-2', 'user.update', [7], bad('/1', 'an array is expected')],
  ['3.4-3', 'user.create', { name: 'x' }, bad('/1', 'the parameter "username" is missing')],
  ['3.4-3', 'user.update', { name: 'x' }, bad('/1', 'the parameter "userid" is missing')],
  ...[
    'attempt_failed',
    'attempt_ip',
    'attempt_clock',
    'userdirectoryid',
    'ts_provisioned',
    'provisioned',
    'alias',
    'type',
  ].flatMap((name) => either('3.4-4', { [name]: '0' }, bad('/1', `unexpected parameter "${name}"`))),
  ...either('3.4-4', { user_medias: [] }, bad('/1', 'unexpected parameter "user_medias"')),
  create('3.4-4', { userid: '99' }, bad('/1', 'unexpected parameter "userid"')),
  create('3.4-4', { current_passwd: 'x' }, bad('/1', 'unexpected parameter "current_passwd"')),
  ...either('3.4-5', { username: '' }, bad('/1/username', 'cannot be empty')),
  ...either('3.4-5', { username: long(101) }, bad('/1/username', 'value is too long')),
  ...either('3.4-5', { username: 5 }, bad('/1/username', 'a character string is expected')),
  ['3.4-6', 'user.update', { userid: 'x' }, bad('/1/userid', 'a number is expected')],
  ['3.4-6', 'user.update', [{ userid: '7' }, { userid: 7 }], bad('/2', 'value (userid)=(7) already exists')],
  ['3.4-7', 'user.create', [someone, someone], bad('/2', 'value (username)=(someone) already exists')],
  ...either('3.4-7', { username: 'mate' }, 'User with username "mate" already exists.'),
  ['3.4-8', 'user.update', { userid: '999' }, nobody, app],
  ['3.4-8', 'user.update', { userid: '7' }, nobody, { ...app, by: 'mate' }],
  ['3.4-8', 'user.update', { userid: '7' }, nobody, { ...app, by: 'officer' }],
  ...either('3.4-9', { passwd: '' }, bad('/1/passwd', 'cannot be empty')),
  ...either('3.4-9', { passwd: long(256) }, bad('/1/passwd', 'value is too long')),
  update('3.4-9', { current_passwd: '' }, bad('/1/current_passwd', 'cannot be empty')),
  ...either('3.4-10', { passwd: 'Ab1!' }, 'Incorrect value for field "/1/passwd": must be at least 8 characters long.'),
  ['3.4-11', 'user.create', { username: 'someone' }, needed('someone')],
  update('3.4-11', { usrgrps: [] }, needed('silent')),
  ['3.4-12', 'user.update', { userid: '1', passwd: 'Another-word-5' }, 'Current password is mandatory.'],
  [
    '3.4-12',
    'user.update',
    { userid: '3', passwd: 'Another-word-5' },
    'Current password is mandatory.',
    { by: 'mate' },
  ],
  [
    '3.4-13',
    'user.update',
    { userid: '3', passwd: 'Another-word-5', current_passwd: 'wrong' },
    'Incorrect current password.',
    { by: 'mate', counts: true },
  ],
  ['3.4-13', 'user.update', { userid: '4', current_passwd: 'wrong' }, 'Incorrect current password.', { counts: true }],
  ...either('3.4-14', { url: 'javascript:alert(1)' }, bad('/1/url', 'unacceptable URL')),
  ...either('3.4-15', { autologin: 2 }, bad('/1/autologin', 'value must be one of 0, 1')),
  ...either('3.4-15', { autologin: 'x' }, bad('/1/autologin', 'an integer is expected')),
  ...either('3.4-16', { autologout: '89' }, bad('/1/autologout', 'value must be one of 0, 90-86400')),
  ...either('3.4-16', { autologout: '2d' }, bad('/1/autologout', 'value must be one of 0, 90-86400')),
  ...either('3.4-16', { autologout: 'x' }, bad('/1/autologout', 'a time unit is expected')),
  ...either('3.4-16', { autologout: '' }, bad('/1/autologout', 'cannot be empty')),
  ...either('3.4-17', { autologin: '1', autologout: 90 }, both),
  ...either('3.4-18', { refresh: '3601' }, bad('/1/refresh', 'value must be one of 0-3600')),
  ...either('3.4-18', { refresh: '61m' }, bad('/1/refresh', 'value must be one of 0-3600')),
  ...either('3.4-19', { lang: 'xx_XX' }, bad('/1/lang', `value must be one of ${languages}`)),
  ...either('3.4-19', { lang: '' }, bad('/1/lang', 'cannot be empty')),
  ...either(
    '3.4-20',
    { theme: 'pink' },
    bad('/1/theme', 'value must be one of "default", "blue-theme", "dark-theme", "hc-light", "hc-dark"'),
  ),
  ...either('3.4-21', { rows_per_page: 0 }, bad('/1/rows_per_page', 'value must be one of 1-999999')),
  ...either('3.4-21', { rows_per_page: '1000000' }, bad('/1/rows_per_page', 'value must be one of 1-999999')),
  ...['system', 'europe/riga', ''].flatMap((timezone) =>
    either('3.4-22', { timezone }, 'Invalid parameter "/1/timezone": value must be one of "default", ').map(
      ([id, method, params, data]): Row => [id, method, params, data, { begins: true }],
    ),
  ),
  ...either('3.4-23', { roleid: '999' }, bad('/1/roleid', 'object does not exist')),
  ...either('3.4-23', { roleid: 'x' }, bad('/1/roleid', 'a number is expected')),
  ...either('3.4-24', { usrgrps: [{ usrgrpid: '999' }] }, bad('/1/usrgrps/1', 'object does not exist')),
  ...either('3.4-24', { usrgrps: [{ usrgrpid: '0' }] }, bad('/1/usrgrps/1', 'object does not exist')),
  ...either(
    '3.4-25',
    { usrgrps: [{ usrgrpid: '7' }, { usrgrpid: 7 }] },
    bad('/1/usrgrps/2', 'value (usrgrpid)=(7) already exists'),
  ),
  ...either('3.4-25', { usrgrps: [{ usrgrpid: '7', name: 'x' }] }, bad('/1/usrgrps/1', 'unexpected parameter "name"')),
  ...either('3.4-25', { usrgrps: ['7'] }, bad('/1/usrgrps/1', 'an array is expected')),
  ...either('3.4-25', { usrgrps: [{}] }, bad('/1/usrgrps/1', 'the parameter "usrgrpid" is missing')),
  ...media('3.4-26', { mediatypeid: '999' }, '/mediatypeid', 'object does not exist'),
  ...either('3.4-27', { medias: [{ sendto: '+1' }] }, bad('/1/medias/1', 'the parameter "mediatypeid" is missing')),
  ...either('3.4-27', { medias: [{}] }, bad('/1/medias/1', 'the parameter "mediatypeid" is missing')),
  ...either('3.4-27', { medias: [{ mediatypeid: '3' }] }, bad('/1/medias/1', 'the parameter "sendto" is missing')),
  ...[medias.parrot[1], '999'].map((mediaid) =>
    update(
      '3.4-28',
      { medias: [{ mediaid }] },
      bad('/1/medias/1/mediaid', 'object does not exist or belongs to another object'),
    ),
  ),
  update(
    '3.4-28',
    { medias: [{ mediaid: medias.silent }, { mediaid: medias.silent }] },
    bad('/1/medias/2', `value (mediaid)=(${medias.silent}) already exists`),
  ),
  create(
    '3.4-28',
    { medias: [{ mediaid: medias.silent, mediatypeid: '3', sendto: '+1' }] },
    bad('/1/medias/1', 'unexpected parameter "mediaid"'),
  ),
  ...media('3.4-29', { sendto: [] }, '/sendto', 'cannot be empty'),
  ...media('3.4-29', { sendto: 5 }, '/sendto', 'an array is expected'),
  ...media('3.4-30', { mediatypeid: '1', sendto: '' }, '/sendto/1', 'cannot be empty'),
  ...media('3.4-30', { mediatypeid: '1', sendto: ['a@b.c', ''] }, '/sendto/2', 'cannot be empty'),
  ...media('3.4-30', { mediatypeid: '1', sendto: 'x' }, '/sendto/1', 'an email address is expected'),
  ...media('3.4-30', { mediatypeid: '1', sendto: ['a@b'] }, '/sendto/1', 'an email address is expected'),
  ...media('3.4-31', { sendto: ['+1', '+2'] }, '/sendto', 'a character string is expected'),
  ...media('3.4-32', { sendto: long(1025) }, '/sendto', 'value is too long'),
  ...media('3.4-33', { active: 2 }, '/active', 'value must be one of 0, 1'),
  ...media('3.4-33', { severity: 64 }, '/severity', 'value must be one of 0-63'),
  ...media('3.4-33', { period: 'always' }, '/period', 'a time period is expected'),
  ...media('3.4-33', { period: '' }, '/period', 'cannot be empty'),
];

export const rightRows: readonly Row[] = [
  ...(['mate', 'officer'] as const).flatMap((by): readonly Row[] => {
    const userid = by === 'mate' ? '3' : '4';
    return [
      ['3.3-1', 'user.update', { userid: '1', name: 'x' }, nobody, { ...app, by }],
      [
        '3.3-1',
        'user.update',
        [
          { userid, name: 'x' },
          { userid: '7', name: 'x' },
        ],
        nobody,
        { ...app, by },
      ],
      ['3.3-2', 'user.update', { userid, roleid: '5' }, 'User cannot change own role.', { by }],
      ['3.3-3', 'user.update', { userid, username: 'x' }, onlySuper('username'), { by }],
      ['3.3-3', 'user.update', { userid, usrgrps: [] }, onlySuper('usrgrps'), { by }],
      ['3.4-34', 'user.update', { userid, username: `${by}x` }, onlySuper('username'), { by }],
      [
        '3.4-35',
        'user.update',
        { userid, usrgrps: [{ usrgrpid: '14' }, { usrgrpid: '7' }] },
        onlySuper('usrgrps'),
        { by },
      ],
      ['3.4-36', 'user.update', { userid, roleid: '3' }, 'User cannot change own role.', { by }],
      ['3.3-5', 'user.update', { userid, passwd: 'Another-word-5' }, 'Current password is mandatory.', { by }],
    ];
  }),
  ['3.3-2', 'user.update', { userid: '1', roleid: '1' }, 'User cannot change own role.'],
  ['3.4-36', 'user.update', { userid: '5', roleid: '0' }, 'User cannot change own role.', { by: 'captain' }],
  ['3.3-4', 'user.update', { userid: '1', usrgrps: [{ usrgrpid: '7' }, { usrgrpid: '15' }] }, closed],
  ['3.4-37', 'user.update', { userid: '1', usrgrps: [{ usrgrpid: '12' }] }, closed],
  [
    '3.3-5',
    'user.update',
    { userid: '5', passwd: 'Another-word-5' },
    'Current password is mandatory.',
    { by: 'captain' },
  ],
  [
    '3.3-6',
    'user.update',
    { userid: '4', passwd: 'Another-word-5', current_passwd: 'wrong' },
    'Incorrect current password.',
    { counts: true },
  ],
  ...(['3.3-7', '3.4-39'] as const).flatMap((id): readonly Row[] => [
    [id, 'user.update', { userid: '2', username: 'visitor' }, 'Cannot rename guest user.'],
    [id, 'user.update', { userid: '2', lang: 'default' }, 'Not allowed to set language for user "guest".'],
    [id, 'user.update', { userid: '2', theme: 'default' }, 'Not allowed to set theme for user "guest".'],
    [id, 'user.update', { userid: '2', passwd: 'Another-word-5' }, 'Not allowed to set password for user "guest".'],
  ]),
  ['3.3-8', 'user.update', { userid: '1', roleid: '1' }, last, { by: 'captain', ...withoutCaptain }],
  ['3.4-38', 'user.update', { userid: '1', roleid: '0' }, last, { by: 'captain', ...withoutCaptain }],
  ['3.4-38', 'user.delete', ['1'], last, { by: 'captain', ...withoutCaptain }],
  ['3.3-9', 'user.update', { userid: '10', username: 'x' }, readonly('username')],
  ['3.4-40', 'user.update', { userid: '10', username: 'x' }, readonly('username')],
  ['3.4-40', 'user.update', { userid: '10', passwd: password }, readonly('passwd')],
  ['3.4-40', 'user.update', { userid: '10', roleid: '1' }, readonly('roleid')],
  ['3.4-40', 'user.update', { userid: '10', usrgrps: [{ usrgrpid: '14' }] }, readonly('usrgrps')],
  ...(['sendto', 'mediatypeid'] as const).map((name): Row => {
    const wish = [{ mediaid: medias.parrot[1] }, { mediaid: medias.parrot[0], [name]: '1' }];
    return ['3.4-40', 'user.update', { userid: '10', medias: wish }, readonly(name, '/1/medias/2')];
  }),
  ['3.4-41', 'user.delete', ['1'], 'User is not allowed to delete oneself.'],
  ['3.4-41', 'user.delete', ['7', '5'], 'User is not allowed to delete oneself.', { by: 'captain' }],
  ['3.4-42', 'user.delete', ['2'], 'Cannot delete Zabbix internal user "guest", try disabling that user.'],
  ['3.4-43', 'user.delete', ['7', '999'], nobody, app],
  ['3.4-43', 'user.unblock', ['7', '999'], nobody, app],
  ...['user.delete', 'user.unblock', 'user.resettotp', 'user.provision'].map(
    (method): Row => ['3.4-44', method, ['7', 7], bad('/2', 'value (7) already exists')],
  ),
];

const misfit = { autologin: 1, autologout: '1h' };
const group = (usrgrpid: string) => ({ usrgrps: [{ usrgrpid }] });
const textless = { medias: [{ mediatypeid: '3' }] };
const homeless = { medias: [{ mediatypeid: '999', sendto: '+1' }] };
const tooShort = 'Incorrect value for field "/1/passwd": must be at least 8 characters long.';

/** Two things are wrong with each: which one is told. */
export const orderRows: readonly Row[] = [
  ['3.3-10', 'user.update', [{ userid: '7' }, { userid: '7', x: 1 }], bad('/2', 'unexpected parameter "x"')],
  ['3.3-10', 'user.update', [{ userid: '999' }, { userid: '999' }], bad('/2', 'value (userid)=(999) already exists')],
  ['3.3-10', 'user.update', [{ userid: '7', ...misfit }, { userid: '999' }], nobody, app],
  ['3.3-10', 'user.update', { userid: '10', username: 'x', ...misfit }, readonly('username')],
  ['3.3-10', 'user.update', { userid: '3', ...misfit, current_passwd: 'wrong' }, both],
  [
    '3.3-10',
    'user.update',
    { userid: '3', passwd: 'x', current_passwd: 'wrong' },
    'Incorrect current password.',
    { counts: true },
  ],
  ['3.3-10', 'user.update', { userid: '3', passwd: 'x' }, tooShort, { by: 'mate' }],
  [
    '3.3-10',
    'user.update',
    [
      { userid: '2', lang: 'de_DE' },
      { userid: '7', ...misfit },
    ],
    'Not allowed to set language for user "guest".',
  ],
  ['3.3-10', 'user.update', { userid: '1', roleid: '999' }, last, { by: 'captain', ...withoutCaptain }],
  ['3.3-10', 'user.update', { userid: '1', roleid: '999' }, bad('/1/roleid', 'object does not exist')],
  update('3.3-10', { roleid: '999', ...textless }, bad('/1/roleid', 'object does not exist')),
  [
    '3.3-10',
    'user.update',
    { userid: '3', username: 'x', ...textless },
    bad('/1/medias/1', 'the parameter "sendto" is missing'),
    { by: 'mate' },
  ],
  ['3.3-10', 'user.update', { userid: '3', username: 'Admin' }, onlySuper('username'), { by: 'mate' }],
  update('3.3-10', { username: 'Admin', ...group('999') }, 'User with username "Admin" already exists.'),
  update(
    '3.3-10',
    { usrgrps: [{ usrgrpid: '14' }, { usrgrpid: '999' }] },
    bad('/1/usrgrps/2', 'object does not exist'),
  ),
  update('3.3-10', { ...group('14'), ...homeless }, needed('silent')),
  update(
    '3.3-10',
    { medias: [{ mediatypeid: '1', sendto: 'x' }, ...homeless.medias] },
    bad('/1/medias/2/mediatypeid', 'object does not exist'),
  ),
  ['3.3-11', 'user.create', [someone, { ...someone, x: 1 }], bad('/2', 'unexpected parameter "x"')],
  [
    '3.3-11',
    'user.create',
    [{ ...someone, ...misfit }, someone],
    bad('/2', 'value (username)=(someone) already exists'),
  ],
  create('3.3-11', { ...misfit, passwd: 'x' }, both),
  create('3.3-11', { username: 'Admin', passwd: 'x' }, tooShort),
  create('3.3-11', { username: 'Admin', roleid: '999' }, 'User with username "Admin" already exists.'),
  create('3.3-11', { roleid: '999', ...group('999') }, bad('/1/roleid', 'object does not exist')),
  [
    '3.3-11',
    'user.create',
    [{ username: 'a' }, { username: 'b', ...group('999') }],
    bad('/2/usrgrps/1', 'object does not exist'),
  ],
  create('3.3-11', { ...group('14'), ...homeless }, needed('someone')),
  create(
    '3.3-11',
    { medias: [{ mediatypeid: '1', sendto: 'x' }, ...homeless.medias] },
    bad('/1/medias/2/mediatypeid', 'object does not exist'),
  ),
];
