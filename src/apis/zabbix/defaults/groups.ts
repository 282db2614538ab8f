// The user groups of a fresh server.

import type { GroupRow } from '../wire/groups.ts';

const plain = {
  gui_access: '0',
  users_status: '0',
  debug_mode: '0',
  userdirectoryid: '0',
  mfa_status: '0',
  mfaid: '0',
};

/** Zabbix 7.0.22 as installed; 2026-08. There is no 10; none of them has rights or tag filters. */
export const freshGroups: readonly GroupRow[] = [
  { usrgrpid: '7', name: 'Zabbix administrators', ...plain },
  { usrgrpid: '8', name: 'Guests', ...plain },
  { usrgrpid: '9', name: 'Disabled', ...plain, users_status: '1' },
  { usrgrpid: '11', name: 'Enabled debug mode', ...plain, debug_mode: '1' },
  { usrgrpid: '12', name: 'No access to the frontend', ...plain, gui_access: '3' },
  { usrgrpid: '13', name: 'Internal', ...plain, gui_access: '1' },
];
