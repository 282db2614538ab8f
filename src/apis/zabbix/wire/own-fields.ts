// The own fields of a user: what Zabbix knows of a user and nobody else does.

import { isJsonObject, type Json, type JsonObject } from '../../../core/model/json.ts';
import type { User } from '../../../core/model/user.ts';
import { apiName } from './ids.ts';

/** One of a user's media as it is kept; `index` counts those of this user, see `mediaIdOf`. In `sendto` null stands for the primary address, whatever it is at the time. */
export type KeptMedia = {
  readonly index: number;
  readonly mediatypeid: string;
  readonly sendto: readonly (string | null)[];
  readonly active: string;
  readonly severity: string;
  readonly period: string;
  readonly userdirectory_mediaid: string;
};

/** What a media is unless told otherwise (Zabbix 7.0 manual, "User object", "Media"; 2026-08). */
export const plainMedia = {
  active: '0',
  severity: '63',
  period: '1-7,00:00-24:00',
  userdirectory_mediaid: '0',
} as const;

/** The preferences as texts of the wire. `medias` null: none were ever set, so the primary address is shown as one. */
export type OwnFields = {
  readonly url: string;
  readonly autologin: string;
  readonly autologout: string;
  readonly refresh: string;
  readonly theme: string;
  readonly rows_per_page: string;
  readonly userdirectoryid: string;
  readonly ts_provisioned: string;
  readonly medias: readonly KeptMedia[] | null;
  /** How many media this user has been given so far; numbers are not used again. */
  readonly mediasMade: number;
};

/** What a user has who was never told otherwise (Zabbix 7.0 manual, "User object"; 2026-08). */
export const plainFields: OwnFields = {
  url: '',
  autologin: '0',
  autologout: '15m',
  refresh: '30s',
  theme: 'default',
  rows_per_page: '50',
  userdirectoryid: '0',
  ts_provisioned: '0',
  medias: null,
  mediasMade: 0,
};

function textIn(kept: JsonObject, name: string, otherwise: string): string {
  const value = Object.hasOwn(kept, name) ? kept[name] : undefined;
  return typeof value === 'string' ? value : otherwise;
}

function mediaIn(value: Json): readonly KeptMedia[] {
  if (!isJsonObject(value) || !Array.isArray(value.sendto)) return [];
  const sendto = value.sendto.filter((one) => one === null || typeof one === 'string');
  const { index } = value;
  if (typeof index !== 'number' || !Number.isSafeInteger(index)) return [];
  return [
    {
      index,
      mediatypeid: textIn(value, 'mediatypeid', '0'),
      sendto,
      active: textIn(value, 'active', plainMedia.active),
      severity: textIn(value, 'severity', plainMedia.severity),
      period: textIn(value, 'period', plainMedia.period),
      userdirectory_mediaid: textIn(value, 'userdirectory_mediaid', plainMedia.userdirectory_mediaid),
    },
  ];
}

/** Reads them as kept; whatever another API may have written there that is none of them does not count. */
export function ownFieldsOf({ extras }: Pick<User, 'extras'>): OwnFields {
  const kept = extras[apiName] ?? {};
  const made = kept.mediasMade;
  return {
    url: textIn(kept, 'url', plainFields.url),
    autologin: textIn(kept, 'autologin', plainFields.autologin),
    autologout: textIn(kept, 'autologout', plainFields.autologout),
    refresh: textIn(kept, 'refresh', plainFields.refresh),
    theme: textIn(kept, 'theme', plainFields.theme),
    rows_per_page: textIn(kept, 'rows_per_page', plainFields.rows_per_page),
    userdirectoryid: textIn(kept, 'userdirectoryid', plainFields.userdirectoryid),
    ts_provisioned: textIn(kept, 'ts_provisioned', plainFields.ts_provisioned),
    medias: Array.isArray(kept.medias) ? kept.medias.flatMap(mediaIn) : null,
    mediasMade: typeof made === 'number' && Number.isSafeInteger(made) && made >= 0 ? made : 0,
  };
}

/** True for a user whom a directory keeps elsewhere, and with them their groups. */
export function isFromDirectory(user: Pick<User, 'extras'>): boolean {
  return ownFieldsOf(user).userdirectoryid !== plainFields.userdirectoryid;
}

/** The part of them that is to be kept: what is as it would be anyway is left out (null removes it). */
export function keptOf(fields: Partial<OwnFields>): JsonObject {
  const plain: Readonly<Record<string, unknown>> = plainFields;
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, value === plain[name] ? null : value]),
  );
}
