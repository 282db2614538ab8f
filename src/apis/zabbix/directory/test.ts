// Testing a user directory: whether a user gets in by it, and what it would make of them.

import { badParameter, noPermissions } from '../fault.ts';
import type { Call } from '../method.ts';
import { id } from '../validate/id.ts';
import { object, optional, required } from '../validate/object.ts';
import { text } from '../validate/text.ts';
import { read } from '../validate/validator.ts';
import { choice, fieldsFor, ldap, plainTexts } from './fields.ts';
import { type Provisioned, provision } from './provisioning.ts';
import { type Directory, findDirectory, type MediaMapping } from './read.ts';
import { goesElsewhere, openSecret } from './secret.ts';
import { serverWith, tellUnreachable, wrongCredentials } from './server.ts';
import { empty, groupMappings, type MediaWish, mediaMappings, textsOf } from './shape.ts';

const head = object({ userdirectoryid: optional(id()), provision_status: optional(choice(0, 1)) }, { open: true });

/** What is to be tested besides a directory that is kept, if any. */
function shapeFor(isNew: boolean, provisions: boolean) {
  return object({
    userdirectoryid: optional(id()),
    ...fieldsFor(ldap, isNew),
    provision_status: optional(choice(0, 1)),
    idp_type: optional(choice(1)),
    provision_media: optional(provisions ? mediaMappings(false) : empty),
    provision_groups: optional(provisions ? groupMappings : empty),
    test_username: required(text()),
    test_password: required(text()),
  });
}

function mediaOf(wish: MediaWish): MediaMapping {
  const plain = { userdirectory_mediaid: '0', mediatypeid: '0', name: '', attribute: '' } as const;
  return { ...plain, active: '0', severity: '63', period: '1-7,00:00-24:00', ...wish };
}

function writeProvisioned({ name, surname, medias, groups, roleid }: Provisioned): object {
  return {
    ...(name !== null && { name }),
    ...(surname !== null && { surname }),
    medias,
    usrgrps: groups.map((usrgrpid) => ({ usrgrpid })),
    roleid,
  };
}

/**
 * Asks a directory for a user as at a login, by settings that are sent, else kept, and changes nothing. Answers what would become of the user,
 * where the directory brings users in. Throws Fault -32500 for a wrong name or password, -32602 when it cannot be asked.
 */
export async function test(call: Call, params: object): Promise<unknown> {
  const { userdirectoryid = '0', provision_status } = read(head, params, '/');
  const kept = userdirectoryid === '0' ? null : findDirectory(call.objects, userdirectoryid);
  if (userdirectoryid !== '0' && kept?.isLdap !== true) noPermissions();
  const provisions = provision_status === undefined ? kept?.provisions === true : provision_status === '1';
  const sent = read(shapeFor(kept === null, provisions), params, '/');
  const { provision_groups: groups, provision_media, test_username: username, test_password, ...rest } = sent;
  const { bind_password, ...texts } = textsOf(rest);
  if (bind_password === undefined && kept !== null && goesElsewhere(kept, texts)) {
    badParameter('/', 'the parameter "bind_password" is missing');
  }
  const directory: Omit<Directory, 'extra'> = {
    isLdap: true,
    provisions,
    texts: { ...plainTexts(ldap), ...kept?.texts, ...texts },
    groups: groups ?? kept?.groups ?? [],
    medias: provision_media?.map(mediaOf) ?? kept?.medias ?? [],
  };
  const place = { ports: call.host.ports, realm: call.realm };
  const server = serverWith(directory, bind_password ?? (kept === null ? '' : openSecret(place, kept.extra)));
  const answer = await call.host.directories.authenticate(server, username, test_password);
  if (answer.outcome === 'unreachable') return tellUnreachable(answer.reason, server);
  if (answer.outcome !== 'ok') return wrongCredentials();
  if (!provisions) return { username };
  const made = writeProvisioned(provision(directory, call.objects, answer.entry));
  return { username, ...made, ...(kept !== null && { userdirectoryid }) };
}
