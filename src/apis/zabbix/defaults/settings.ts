// The server's settings: every property of `settings.get`, in its order.

import { type Bound, byName, flag, type Property, type PropertyRow } from './bounds.ts';
import { locales, themes } from './locales.ts';

const dayS = 86_400;
const yearS = 365 * dayS;

const integer = (from: number, to: number): Bound => ({ kind: 'integer', options: { oneOf: [[from, to]] } });
const text = (lengthMax: number, empty = true): Bound => ({ kind: 'text', options: { lengthMax, empty } });
const word = (oneOf: readonly string[]): Bound => ({ kind: 'text', options: { oneOf, empty: oneOf.includes('') } });
const duration = (from: number, to: number, also: 'years' | 'macro' | null = null): Bound => ({
  kind: 'duration',
  options: { oneOf: [[from, to]] },
  also,
});
const color: Bound = { kind: 'color' };
const severityName = text(32, false);
const itemTimeout = duration(1, 600, 'macro');
const tileProviders = [
  '',
  'OpenStreetMap.Mapnik',
  'OpenTopoMap',
  'Stamen.TonerLite',
  'Stamen.Terrain',
  'USGS.USTopo',
  'USGS.USImagery',
];

const rows: readonly PropertyRow[] = [
  ['default_theme', 'blue-theme', word(themes)],
  ['search_limit', '1000', integer(1, 999_999)],
  ['max_in_table', '50', integer(1, 99_999)],
  ['server_check_interval', '10', { kind: 'integer', options: { oneOf: [0, 10] } }],
  ['work_period', '1-5,09:00-18:00', { kind: 'periods' }],
  ['show_technical_errors', '0', flag],
  ['history_period', '24h', duration(dayS, 7 * dayS)],
  ['period_default', '1h', duration(60, 10 * yearS, 'years')],
  ['max_period', '2y', duration(yearS, 10 * yearS, 'years')],
  ['severity_color_0', '97AAB3', color],
  ['severity_color_1', '7499FF', color],
  ['severity_color_2', 'FFC859', color],
  ['severity_color_3', 'FFA059', color],
  ['severity_color_4', 'E97659', color],
  ['severity_color_5', 'E45959', color],
  ['severity_name_0', 'Not classified', severityName],
  ['severity_name_1', 'Information', severityName],
  ['severity_name_2', 'Warning', severityName],
  ['severity_name_3', 'Average', severityName],
  ['severity_name_4', 'High', severityName],
  ['severity_name_5', 'Disaster', severityName],
  ['custom_color', '0', flag],
  ['ok_period', '5m', duration(0, dayS)],
  ['blink_period', '2m', duration(0, dayS)],
  ['problem_unack_color', 'CC0000', color],
  ['problem_ack_color', 'CC0000', color],
  ['ok_unack_color', '009900', color],
  ['ok_ack_color', '009900', color],
  ['problem_unack_style', '1', flag],
  ['problem_ack_style', '1', flag],
  ['ok_unack_style', '1', flag],
  ['ok_ack_style', '1', flag],
  ['discovery_groupid', '5', { kind: 'id' }],
  ['default_inventory_mode', '-1', { kind: 'integer', options: { oneOf: [-1, 0, 1] } }],
  ['alert_usrgrpid', '7', { kind: 'id' }],
  ['snmptrap_logging', '1', flag],
  ['default_lang', 'en_US', word(locales)],
  ['default_timezone', 'system', { kind: 'timezone' }],
  ['login_attempts', '5', integer(1, 32)],
  ['login_block', '30s', duration(30, 3600)],
  ['validate_uri_schemes', '1', flag],
  ['uri_valid_schemes', 'http,https,ftp,file,mailto,tel,ssh', text(255)],
  ['x_frame_options', 'SAMEORIGIN', text(255, false)],
  ['iframe_sandboxing_enabled', '1', flag],
  ['iframe_sandboxing_exceptions', '', text(255)],
  ['max_overview_table_size', '50', integer(5, 999_999)],
  ['connect_timeout', '3s', duration(1, 30)],
  ['socket_timeout', '3s', duration(1, 300)],
  ['media_type_test_timeout', '65s', duration(1, 300)],
  ['script_timeout', '60s', duration(1, 300)],
  ['item_test_timeout', '60s', duration(1, 600)],
  ['url', '', text(2048)],
  ['report_test_timeout', '60s', duration(1, 300)],
  ['auditlog_enabled', '1', flag],
  ['auditlog_mode', '1', flag],
  ['ha_failover_delay', '1m', null],
  ['geomaps_tile_provider', 'OpenStreetMap.Mapnik', word(tileProviders)],
  ['geomaps_tile_url', '', { kind: 'url', lengthMax: 2048 }],
  ['geomaps_max_zoom', '0', integer(0, 30)],
  ['geomaps_attribution', '', text(1024)],
  ['vault_provider', '0', flag],
  ['timeout_zabbix_agent', '3s', itemTimeout],
  ['timeout_simple_check', '3s', itemTimeout],
  ['timeout_snmp_agent', '3s', itemTimeout],
  ['timeout_external_check', '3s', itemTimeout],
  ['timeout_db_monitor', '3s', itemTimeout],
  ['timeout_http_agent', '3s', itemTimeout],
  ['timeout_ssh_agent', '3s', itemTimeout],
  ['timeout_telnet_agent', '3s', itemTimeout],
  ['timeout_script', '3s', itemTimeout],
  ['timeout_browser', '60s', itemTimeout],
];

/** Zabbix 7.0 as installed (manual, "Settings object", and its validation rules; 2026-08). */
export const settings: ReadonlyMap<string, Property> = byName(rows);
