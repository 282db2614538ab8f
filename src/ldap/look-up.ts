// Finding the one entry of a user name, and the groups it is in.

import { type Filter, SearchRequest } from 'ldapts';
import { DirectoryError, type DirectoryServer, type Entry, type GroupLookup } from '../core/model/directory-server.ts';
import { failedAt } from './connect.ts';
import type { Conversation, Reply } from './converse.ts';
import { fillFilter } from './filter.ts';
import { groupName } from './group-name.ts';
import { answers, type Element, readAttributes, readName, valueLengthMax } from './read-message.ts';

/** The most groups that are read of a user. */
const groupsMax = 1000;

/** Result codes of a search (RFC 4511 appendix A.1): all is there; there was more than asked for. */
const success = 0;
const sizeLimitExceeded = 4;

type Search = {
  readonly baseDn: string;
  readonly filter: Filter;
  readonly attributes: readonly string[];
  readonly sizeLimit: number;
};

/**
 * The entry of that user name with its groups; null when there is none, or more than one. The conversation must be bound
 * as whoever may search. Throws DirectoryError (`search`).
 */
export async function lookUp(talk: Conversation, server: DirectoryServer, username: string): Promise<Entry | null> {
  if (username === '' || username.length > valueLengthMax) return null;
  const { groups } = server;
  const template = server.searchFilter === '' ? '(%{attr}=%{user})' : server.searchFilter;
  const filter = fillFilter(template, { attr: server.searchAttribute, user: username });
  const further = groups?.by === 'membership' ? groups.attribute : (groups?.referenceAttribute ?? null);
  const attributes = [...new Set(further === null ? server.attributes : [...server.attributes, further])];
  const found = await search(talk, { baseDn: server.baseDn, filter, attributes, sizeLimit: 2 });
  const [hit] = found.entries;
  if (found.code === sizeLimitExceeded || found.entries.length !== 1 || hit === undefined) return null;
  return searching(async () => {
    const dn = readName(hit);
    if (dn === null || dn === '') return null;
    const values = readAttributes(hit, attributes);
    return {
      dn,
      attributes: Object.fromEntries([...values].filter(([name]) => server.attributes.includes(name))),
      groups: groups === null ? [] : await groupsOf(talk, groups, username, values),
    };
  });
}

async function groupsOf(
  talk: Conversation,
  groups: GroupLookup,
  username: string,
  values: ReadonlyMap<string, readonly string[]>,
): Promise<readonly string[]> {
  if (groups.by === 'membership') {
    return unique((values.get(groups.attribute) ?? []).map((dn) => groupName(dn, groups.nameAttribute)));
  }
  const [reference] = groups.referenceAttribute === null ? [] : (values.get(groups.referenceAttribute) ?? []);
  const filter = fillFilter(groups.filter, {
    groupattr: groups.memberAttribute,
    user: username,
    ...(reference === undefined ? {} : { ref: reference }),
  });
  const attributes = [groups.nameAttribute];
  const found = await search(talk, { baseDn: groups.baseDn, filter, attributes, sizeLimit: groupsMax });
  return unique(
    found.entries.map((entry: Element) => readAttributes(entry, attributes).get(groups.nameAttribute)?.[0]),
  );
}

function unique(names: readonly (string | null | undefined)[]): readonly string[] {
  const present = names.filter((name) => name !== null && name !== undefined);
  return [...new Set(present)].slice(0, groupsMax);
}

/** `1.1` asks for no attributes; an empty list would ask for all (RFC 4511 §4.5.1.8). */
const noAttributes = ['1.1'];

async function search(talk: Conversation, { baseDn, attributes, ...wanted }: Search): Promise<Reply> {
  const asked = attributes.length === 0 ? noAttributes : [...attributes];
  return searching(async () => {
    const make = (messageId: number) => new SearchRequest({ messageId, baseDN: baseDn, ...wanted, attributes: asked });
    const reply = await talk.ask(make, answers.searchDone);
    if (reply.code === success || reply.code === sizeLimitExceeded) return reply;
    throw new DirectoryError('search', `ldap-${reply.code}`);
  });
}

async function searching<T>(read: () => Promise<T>): Promise<T> {
  return read().catch((error) => {
    throw failedAt('search', error);
  });
}
