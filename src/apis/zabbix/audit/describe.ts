// What a record of the audit log is on the wire.

import type { StrictDescription } from '../get/description.ts';

/** The fields of a record in their order (Zabbix 7.0 manual, "Audit log object"; 2026-08). */
export const auditDescription: StrictDescription = {
  id: 'auditid',
  fields: {
    auditid: 'text',
    userid: 'id',
    username: 'text',
    clock: 'integer',
    ip: 'text',
    action: 'integer',
    resourcetype: 'integer',
    resourceid: 'id',
    resource_cuid: 'text',
    resourcename: 'text',
    recordsetid: 'text',
    details: 'text',
  },
  sortable: ['auditid', 'userid', 'clock'],
  filter: [
    ...['auditid', 'userid', 'clock', 'action', 'resourcetype', 'ip', 'resourceid'],
    ...['resourcename', 'username', 'recordsetid'],
  ],
  search: ['ip', 'resourcename', 'username', 'details'],
};

/** The numbers of what can be done, and of what it can be done to. */
export const actions = { add: '0', update: '1', delete: '2', logout: '4', login: '8', 'failed-login': '9' } as const;
export const resources = {
  user: '0',
  mediatype: '3',
  usergroup: '11',
  settings: '40',
  authentication: '42',
  role: '44',
  token: '45',
  userdirectory: '49',
  mfa: '54',
} as const;

/** What happened to one thing; `details` null: nothing is told of it. `person`: who signs in or out, in place of who calls. */
export type AuditEntry = {
  readonly action: keyof typeof actions;
  readonly resource: keyof typeof resources;
  readonly resourceid: string;
  readonly resourcename: string;
  readonly details: object | null;
  readonly person: { readonly userid: string; readonly username: string } | null;
};
