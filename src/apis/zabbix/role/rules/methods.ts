// The methods of the API that roles may name, whether or not they are served here.

import type { Rank } from './rank.ts';

// Each object with the methods that are for users, for admins and for super admins.
const table: readonly (readonly [object: string, user: string, admin: string, superAdmin: string])[] = [
  ['action', 'get', 'create update delete', ''],
  ['alert', 'get', '', ''],
  ['auditlog', '', '', 'get'],
  ['authentication', '', '', 'get update'],
  ['autoregistration', '', '', 'get update'],
  ['configuration', 'export import importcompare', '', ''],
  ['connector', '', '', 'get create update delete'],
  ['correlation', '', '', 'get create update delete'],
  ['dashboard', 'get create update delete', '', ''],
  ['dcheck', 'get', '', ''],
  ['dhost', 'get', '', ''],
  ['discoveryrule', 'get', 'create update delete', ''],
  ['drule', 'get', 'create update delete', ''],
  ['dservice', 'get', '', ''],
  ['event', 'get acknowledge', '', ''],
  ['graph', 'get', 'create update delete', ''],
  ['graphitem', 'get', '', ''],
  ['graphprototype', 'get', 'create update delete', ''],
  ['hanode', 'get', '', ''],
  ['history', 'get push', 'clear', ''],
  ['host', 'get', 'create update delete massadd massupdate massremove', ''],
  ['hostgroup', 'get', 'update delete massadd massupdate massremove', 'create propagate'],
  ['hostinterface', 'get', 'create update delete replacehostinterfaces massadd massremove', ''],
  ['hostprototype', 'get', 'create update delete', ''],
  ['housekeeping', 'get', '', 'update'],
  ['httptest', 'get', 'create update delete', ''],
  ['iconmap', 'get', '', 'create update delete'],
  ['image', 'get', '', 'create update delete'],
  ['item', 'get', 'create update delete', ''],
  ['itemprototype', 'get', 'create update delete', ''],
  ['maintenance', 'get', 'create update delete', ''],
  ['map', 'get create update delete', '', ''],
  ['mediatype', 'get', '', 'create update delete'],
  ['mfa', '', '', 'get create update delete'],
  ['module', 'get', '', 'create update delete'],
  ['problem', 'get', '', ''],
  ['proxy', 'get', '', 'create update delete'],
  ['proxygroup', 'get', '', 'create update delete'],
  ['regexp', '', '', 'get create update delete'],
  ['report', '', 'get create update delete', ''],
  ['role', 'get', '', 'create update delete'],
  ['script', 'get getscriptsbyhosts getscriptsbyevents execute', '', 'create update delete'],
  ['service', 'get create update delete', '', ''],
  ['settings', 'get', '', 'update'],
  ['sla', 'get getsli', 'create update delete', ''],
  ['task', '', '', 'get create'],
  ['template', 'get', 'create update delete massadd massupdate massremove', ''],
  ['templatedashboard', 'get', 'create update delete', ''],
  ['templategroup', 'get', 'update delete massadd massupdate massremove', 'create propagate'],
  ['token', 'get create update delete generate', '', ''],
  ['trend', 'get', '', ''],
  ['trigger', 'get', 'create update delete', ''],
  ['triggerprototype', 'get', 'create update delete', ''],
  ['user', 'get update logout', '', 'create delete unblock provision resettotp'],
  ['userdirectory', '', '', 'get create update delete test'],
  ['usergroup', 'get', '', 'create update delete'],
  ['usermacro', 'get', 'create update delete', 'createglobal updateglobal deleteglobal'],
  ['valuemap', 'get', 'create update delete', ''],
];

const named = (object: string, verbs: string, rank: Rank): [string, Rank][] =>
  verbs.split(' ').flatMap((verb) => (verb === '' ? [] : [[`${object}.${verb}`, rank]]));

/** The least rank for each method that roles bear on, in lower case (Zabbix 7.0's access rules and manual; 2026-08). */
export const methodRanks: ReadonlyMap<string, Rank> = new Map(
  table.flatMap(([object, user, admin, superAdmin]) => [
    ...named(object, user, 1),
    ...named(object, admin, 2),
    ...named(object, superAdmin, 3),
  ]),
);

/** The entries that are about a method: its name, `user.*`, `*.get`, and `*` and `*.*`, which are about all. */
function entriesFor(method: string): readonly string[] {
  const [object = '', verb = ''] = method.split('.');
  return [method, `${object}.*`, `*.${verb}`, '*', '*.*'];
}

/** Whether an entry of `rules.api` is about the method. */
export function covers(entry: string, method: string): boolean {
  return entriesFor(method).includes(entry);
}

// From the highest rank to the least, so that the least counts.
const entryRanks: ReadonlyMap<string, Rank> = new Map(
  [...methodRanks]
    .sort(([, left], [, right]) => right - left)
    .flatMap(([method, rank]) => entriesFor(method).map((entry): [string, Rank] => [entry, rank])),
);

/** Whether an entry is about any method of the rank; others are refused. */
export function isEntry(entry: string, rank: Rank): boolean {
  return (entryRanks.get(entry) ?? 4) <= rank;
}
