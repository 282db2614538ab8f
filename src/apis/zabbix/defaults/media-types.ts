// The media types of a fresh server, all of them disabled.

/** Every property of a media type, as on the wire. */
export interface FreshMediaType {
  readonly mediatypeid: string;
  readonly type: string;
  readonly name: string;
  readonly smtp_server: string;
  readonly smtp_helo: string;
  readonly smtp_email: string;
  readonly exec_path: string;
  readonly gsm_modem: string;
  readonly username: string;
  readonly passwd: string;
  readonly status: string;
  readonly smtp_port: string;
  readonly smtp_security: string;
  readonly smtp_verify_peer: string;
  readonly smtp_verify_host: string;
  readonly smtp_authentication: string;
  readonly maxsessions: string;
  readonly maxattempts: string;
  readonly attempt_interval: string;
  readonly message_format: string;
  readonly script: string;
  readonly timeout: string;
  readonly process_tags: string;
  readonly show_event_menu: string;
  readonly event_menu_url: string;
  readonly event_menu_name: string;
  readonly description: string;
  readonly provider: string;
  readonly parameters: readonly never[];
}

/** What a media type is that says nothing else (Zabbix 7.0 manual, "Media type object"; 2026-08). */
export const plainMediaType: Omit<FreshMediaType, 'mediatypeid' | 'type' | 'name'> = {
  smtp_server: '',
  smtp_helo: '',
  smtp_email: '',
  exec_path: '',
  gsm_modem: '',
  username: '',
  passwd: '',
  status: '1',
  smtp_port: '25',
  smtp_security: '0',
  smtp_verify_peer: '0',
  smtp_verify_host: '0',
  smtp_authentication: '0',
  maxsessions: '1',
  maxattempts: '3',
  attempt_interval: '10s',
  message_format: '1',
  script: '',
  timeout: '30s',
  process_tags: '0',
  show_event_menu: '0',
  event_menu_url: '',
  event_menu_name: '',
  description: '',
  provider: '0',
  parameters: [],
};

const email = { ...plainMediaType, smtp_helo: 'example.com', smtp_email: 'zabbix@example.com' };
const plainEmail = { ...email, smtp_server: 'mail.example.com' };
const encrypted = { ...email, smtp_security: '1' };

const webhooks = [
  'Brevis.one',
  'Discord',
  'Event-Driven Ansible',
  'Express.ms',
  'Github',
  'GLPi',
  'iLert',
  'iTop',
  'Jira',
  'Jira ServiceDesk',
  'Line',
  'ManageEngine ServiceDesk',
  'MantisBT',
  'Mattermost',
  'MS Teams',
  'MS Teams Workflow',
  'Opsgenie',
  'OTRS CE',
  'PagerDuty',
  'Pushover',
  'Redmine',
  'Rocket.Chat',
  'ServiceNow',
  'SIGNL4',
  'Slack',
  'SolarWinds Service Desk',
  'SysAid',
  'Telegram',
  'TOPdesk',
  'VictorOps',
  'Zammad',
  'Zendesk',
];

/** Zabbix 7.0.22 as installed; 2026-08. The webhooks come without their scripts, for nothing here runs them. */
export const freshMediaTypes: readonly FreshMediaType[] = [
  { mediatypeid: '1', type: '0', name: 'Email', ...plainEmail, message_format: '0' },
  { mediatypeid: '3', type: '2', name: 'SMS', ...plainMediaType, gsm_modem: '/dev/ttyS0' },
  { mediatypeid: '4', type: '0', name: 'Email (HTML)', ...plainEmail },
  {
    mediatypeid: '34',
    type: '0',
    name: 'Gmail',
    ...encrypted,
    smtp_server: 'smtp.gmail.com',
    smtp_port: '587',
    smtp_authentication: '1',
    provider: '1',
  },
  {
    mediatypeid: '35',
    type: '0',
    name: 'Gmail relay',
    ...encrypted,
    smtp_server: 'smtp-relay.gmail.com',
    smtp_port: '587',
    provider: '2',
  },
  {
    mediatypeid: '36',
    type: '0',
    name: 'Office365',
    ...encrypted,
    smtp_server: 'smtp.office365.com',
    smtp_port: '587',
    smtp_authentication: '1',
    provider: '3',
  },
  {
    mediatypeid: '37',
    type: '0',
    name: 'Office365 relay',
    ...encrypted,
    smtp_server: 'example-com.mail.protection.outlook.com',
    provider: '4',
  },
  ...webhooks.map((name, index) => ({ mediatypeid: `${38 + index}`, type: '4', name, ...plainMediaType })),
];
