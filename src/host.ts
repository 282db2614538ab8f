// The host: what every API gets of the server it is part of.

import type { Api, Host } from './apis/api.ts';
import { foundFurtherRealm, realmId } from './boot/first-boot.ts';
import { furnish } from './boot/furnish.ts';
import type { Memories } from './boot/memories.ts';
import type { Config } from './config.ts';
import { openAuthentication } from './core/commands/authenticate.ts';
import type { EndpointMeans } from './core/commands/judge-webhook-endpoint.ts';
import type { Memory } from './core/commands/remember.ts';
import { changeTypesOf, firstEventId, tellEvents } from './core/commands/tell-events.ts';
import { ulidOfUuid } from './core/model/id.ts';
import type { Realm } from './core/model/realm.ts';
import type { Ports, Store } from './core/ports.ts';
import { drawQrCode } from './credentials/qr-code.ts';
import type { TextVault } from './credentials/vault.ts';
import type { Voice } from './events/deliver.ts';
import { newStandardSecret, newTimestampedSecret } from './events/send/new-secret.ts';
import { checkTarget } from './events/send/target.ts';
import { readJson } from './http/json-body.ts';
import { acceptLooseJson } from './http/loose-json.ts';

/** The realm there is. */
export async function presentRealm(realms: Host['realms']): Promise<Realm> {
  const realm = await realms.of(realmId);
  if (realm === null) throw new Error(`the realm ${realmId} is gone`);
  return realm;
}

/** Makes what founds realms, each furnished before anybody looks into it. */
export function realmFounder(
  ports: Ports & { readonly vault: TextVault },
  realms: Memory<Realm | null>,
  furnishers: readonly Api['furnish'][],
): Host['foundRealm'] {
  return async (id, name) => {
    await foundFurtherRealm(ports, { id, name });
    const realm = await ports.store.loadRealm(id);
    if (realm === null) throw new Error(`the realm ${id} was not founded`);
    await furnish(furnishers, ports, realm);
    realms.forget(id);
    return realm;
  };
}

/** The realms where somebody is to be told what happens, the home realm always: other processes may make endpoints there. */
export async function realmsToTell(store: Store): Promise<readonly string[]> {
  const query = { kind: 'webhook-endpoint', userId: null, organizationId: null, subject: null } as const;
  const told: string[] = [];
  for (const realm of await store.listRealms()) {
    const [one] = await store.findDocuments(realm, { ...query, direction: 'ascending', after: null, limit: 1 });
    if (realm === realmId || one !== undefined) told.push(realm);
  }
  return told;
}

/** How each API tells what happened. The realm is read each time: its law may have changed. */
export function voicesOf(
  apis: readonly Api[],
  store: Store,
  realmId: string,
  where: () => string,
): (api: string) => Voice | null {
  return (api) => {
    const dialect = apis.find(({ name }) => name === api)?.events ?? null;
    if (dialect === null) return null;
    return {
      signature: dialect.signature,
      typesOf: (events) => changeTypesOf(dialect, events),
      idOf: (change) => firstEventId(dialect, change),
      async tell(changes) {
        const realm = await store.loadRealm(realmId);
        if (realm === null) throw new Error(`the realm ${realmId} is gone`);
        return await tellEvents(store, dialect, { realm, publicUrl: where() }, changes);
      },
    };
  };
}

function endpointMeans(apis: readonly Api[], allowPrivate: boolean): EndpointMeans {
  const dialectOf = (api: string) => apis.find(({ name }) => name === api)?.events ?? null;
  return {
    mayCall: (url) => checkTarget(url, allowPrivate).ok,
    eventsOf: (api) => {
      const dialect = dialectOf(api);
      return dialect === null ? null : new Set(dialect.names.keys());
    },
    newSecret: (api) => (dialectOf(api)?.signature.style === 'standard' ? newStandardSecret() : newTimestampedSecret()),
  };
}

/** What the APIs get. The URL is asked for late: with port 0 it is known only once the server listens. */
export function hostOf(
  { clientId, webhookAllowPrivate, coroniumScopes }: Config,
  apis: readonly Api[],
  ports: Ports,
  means: Pick<Host, 'signer' | 'directories' | 'foundRealm' | 'dataFolder'>,
  where: () => string,
  { realms, realmObjects }: Memories,
): Host {
  return {
    ports,
    clientIdOf: ({ instanceId }) => clientId ?? `client_${ulidOfUuid(instanceId)}`,
    ...means,
    withoutSession: apis.filter((api) => !api.beginsSessions).map(({ name }) => name),
    opensScopes: coroniumScopes === 'open',
    webhooks: endpointMeans(apis, webhookAllowPrivate),
    realms,
    realmObjects,
    authenticate: openAuthentication(ports, realms),
    readJsonBody: readJson,
    acceptLooseJson,
    drawQrCode,
    async publicRealm() {
      return await presentRealm(realms);
    },
    get publicUrl() {
      return where();
    },
    get apis() {
      return apis.map(({ name, path }) => ({ name, url: `${where()}${path}` }));
    },
    readUserId(text) {
      for (const api of apis) {
        const reference = api.readUserId(text);
        if (reference !== null) return reference;
      }
      return null;
    },
    writeUserIds: (user) => Object.fromEntries(apis.map((api) => [api.name, api.writeUserId(user)])),
  };
}
