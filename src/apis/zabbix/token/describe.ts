// What a token is on the wire.

import { findUser } from '../../../core/commands/find-user.ts';
import type { ApiToken } from '../../../core/model/api-token.ts';
import { Refused } from '../../../core/model/error.ts';
import type { Row, StrictDescription } from '../get/description.ts';
import type { Call } from '../method.ts';
import { writeUserId } from '../wire/ids.ts';

/** The fields of a token in their order, without the secret (Zabbix 7.0 manual, "Token object"; 2026-08). */
export const tokenDescription: StrictDescription = {
  id: 'tokenid',
  fields: {
    tokenid: 'id',
    name: 'text',
    description: 'text',
    userid: 'id',
    lastaccess: 'integer',
    status: 'integer',
    expires_at: 'integer',
    created_at: 'integer',
    creator_userid: 'id',
  },
  sortable: ['tokenid', 'name', 'lastaccess', 'status', 'expires_at', 'created_at'],
  filter: ['tokenid', 'name', 'userid', 'lastaccess', 'status', 'expires_at', 'created_at', 'creator_userid'],
  search: ['name', 'description'],
};

/** A moment in whole seconds; `0`: never. */
function writeMoment(at: number | null): string {
  return String(Math.floor((at ?? 0) / 1000));
}

/** Answers the `userid` of each user it is asked for, looked up once; `0`: of nobody who is still there. */
export function useridsFor({ context }: Pick<Call, 'context'>): (id: string | null) => Promise<string> {
  const known = new Map<string, string>();
  const find = async (id: string): Promise<string> => {
    try {
      return writeUserId((await findUser(context, { by: 'id', id }, true)).user);
    } catch (error) {
      if (error instanceof Refused && error.refusals[0].code === 'not-found') return '0';
      throw error;
    }
  };
  return async (id) => {
    if (id === null) return '0';
    const userid = known.get(id) ?? (await find(id));
    known.set(id, userid);
    return userid;
  };
}

/** The token as `token.get` shows it. */
export async function writeToken(token: ApiToken, useridOf: (id: string | null) => Promise<string>): Promise<Row> {
  return {
    tokenid: token.id,
    name: token.name,
    description: token.description,
    userid: await useridOf(token.userId),
    lastaccess: writeMoment(token.lastUsedAt),
    status: token.active ? '0' : '1',
    expires_at: writeMoment(token.expireAt),
    created_at: writeMoment(token.createdAt),
    creator_userid: await useridOf(token.creatorId),
  };
}
