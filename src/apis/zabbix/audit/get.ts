// Getting records of the audit log.

import { readChanges } from '../../../core/commands/read-changes.ts';
import { answer } from '../get/answer.ts';
import { collect } from '../get/collect.ts';
import type { Row } from '../get/description.ts';
import type { Options } from '../get/options.ts';
import { strictFields } from '../get/strict-fields.ts';
import { strictOptions } from '../get/strict-options.ts';
import type { Call } from '../method.ts';
import { ids } from '../validate/id.ts';
import { integer } from '../validate/integer.ts';
import { list } from '../validate/list.ts';
import { object, optional } from '../validate/object.ts';
import { nullable, read, type ValueOf } from '../validate/validator.ts';
import { auditDescription } from './describe.ts';
import { cuid, isCuid, readAuditId } from './ids.ts';
import { peopleFor } from './people.ts';
import { auditedTypes, render } from './render.ts';
import { labelsLeftOut } from './without-labels.ts';

const { filter, search, ...more } = strictFields(auditDescription);

const shape = object({
  auditids: optional(nullable(list(cuid, isCuid, { normalise: true, empty: true }))),
  userids: optional(nullable(ids({ normalise: true, empty: true }))),
  filter,
  search,
  time_from: optional(nullable(integer())),
  time_till: optional(nullable(integer())),
  ...more,
});

type Asked = ValueOf<typeof shape>;

const changesMax = 100_000;

/** The way to read so that the rows of the answer come first; null: any row may be the first. */
function directionOf({ sort }: Options): 'ascending' | 'descending' | null {
  const [first] = sort;
  if (first === undefined) return 'ascending';
  if (first.field === 'userid') return null;
  return first.descending ? 'descending' : 'ascending';
}

async function* walkIds(call: Call, auditids: Iterable<string>): AsyncGenerator<Row> {
  const around = { direction: 'ascending', types: auditedTypes, from: null, to: null, limit: 1 } as const;
  const cleaned = await labelsLeftOut(call);
  for (const id of auditids) {
    const place = readAuditId(id);
    if (place === null) continue;
    for await (const change of readChanges(call.context, { ...around, beyond: place.seq - 1 })) {
      const rows = change.seq === place.seq ? await render(cleaned(change), peopleFor(call, false)) : [];
      yield* rows.filter(({ auditid }) => auditid === id);
    }
  }
}

async function* walk(call: Call, { time_from = null, time_till = null }: Asked, options: Options): AsyncGenerator<Row> {
  const direction = directionOf(options) ?? 'descending';
  const people = peopleFor(call, direction === 'descending');
  const cleaned = await labelsLeftOut(call);
  const from = time_from === null ? null : time_from * 1000;
  const to = time_till === null ? null : (time_till + 1) * 1000;
  const query = { direction, beyond: null, types: auditedTypes, from, to, limit: changesMax };
  for await (const change of readChanges(call.context, query)) {
    const rows = await render(cleaned(change), people);
    yield* direction === 'descending' ? rows.toReversed() : rows;
  }
}

function isWithin({ clock, userid = '' }: Row, { userids = null, time_from = null, time_till = null }: Asked): boolean {
  if (userids !== null && !userids.includes(userid)) return false;
  return Number(clock) >= (time_from ?? Number(clock)) && Number(clock) <= (time_till ?? Number(clock));
}

/**
 * Tells records of the audit log, made from the history of the realm; looks at 100,000 changes at most. Throws Fault -32602 for any option
 * that it does not know or understand (Zabbix 7.0 manual, "auditlog.get"; 2026-11).
 */
export async function get(call: Call, params: object): Promise<unknown> {
  const asked = read(shape, params, '/');
  const options = strictOptions(auditDescription, asked);
  const { auditids = null } = asked;
  const found = collect<null>(auditDescription, options);
  const enough =
    options.countOutput || directionOf(options) === null || auditids !== null
      ? Number.POSITIVE_INFINITY
      : (options.limit ?? Number.POSITIVE_INFINITY);
  const rows = auditids === null ? walk(call, asked, options) : walkIds(call, new Set(auditids));
  for await (const row of rows) {
    if (isWithin(row, asked)) found.add(row, null);
    if (found.count() >= enough) break;
  }
  return answer(auditDescription, options, found);
}
