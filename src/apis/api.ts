// The contract an API fulfils; types only.

import type { FastifyInstance } from 'fastify';
import type { Authenticate } from '../core/commands/authenticate.ts';
import type { Context } from '../core/commands/context.ts';
import type { RealmObjects } from '../core/commands/find-realm-objects.ts';
import type { EndpointMeans } from '../core/commands/judge-webhook-endpoint.ts';
import type { Memory } from '../core/commands/remember.ts';
import type { EventDialect } from '../core/commands/tell-events.ts';
import type { Realm } from '../core/model/realm.ts';
import type { User, UserReference } from '../core/model/user.ts';
import type { Directories, Ports, Signer } from '../core/ports.ts';

export type { Signer };

/** What the composition root hands to every API. */
export type Host = {
  readonly ports: Ports;
  readonly signer: Signer;
  /** Tells who calls by a key; made once, since it remembers. */
  readonly authenticate: Authenticate;
  /** What OAuth clients call the realm: as the operator says, else a spelling of its own id. */
  readonly clientIdOf: (realm: Realm) => string;
  /** Where this server is reached, without a slash at the end. */
  readonly publicUrl: string;
  /** Reads a user id in any API's spelling; null when none claims it. */
  readonly readUserId: (text: string) => UserReference | null;
  /** Every API's spelling of one user's id, by API. */
  readonly writeUserIds: (user: User) => Readonly<Record<string, string>>;
  /** The names and base URLs of all APIs that are on. */
  readonly apis: readonly { readonly name: string; readonly url: string }[];
  /** The names of those whose sign-ins begin no session. */
  readonly withoutSession: readonly string[];
  /** Reads a JSON body strictly, nested `depthMax` levels (32 unless told); throws an error that is a `BodyRefusal`. */
  readonly readJsonBody: (bytes: Buffer, depthMax?: number) => unknown;
  /** Makes a plugin read every body as JSON, an empty one as `{}`, as SDKs send them; `refuse` answers for other content types. */
  readonly acceptLooseJson: (server: FastifyInstance, refuse: (type: string) => never) => void;
  /** The realm of those who call without a key, for what anybody may know. */
  readonly publicRealm: () => Promise<Realm>;
  /** Draws a text of at most 1024 bytes as a PNG in a `data:` address. */
  readonly drawQrCode: (text: string) => Promise<string>;
  /** Realms as they were within the last seconds, and what of their objects is looked at with every call. */
  readonly realms: Memory<Realm | null>;
  readonly realmObjects: Memory<RealmObjects>;
  /** What is known here of the calls that endpoints get. */
  readonly webhooks: EndpointMeans;
  /** Asks directory servers outside; what goes wrong there is logged. */
  readonly directories: Directories;
  /** Where operators keep files; null: everything is in memory. */
  readonly dataFolder: string | null;
  /** Whether an app may open a scope by using it. */
  readonly opensScopes: boolean;
  /** Founds a realm of this id, without keys and accounts but furnished, unless it is there; answers it. */
  readonly foundRealm: (id: string, name: string) => Promise<Realm>;
};

/** What is wrong with a body before anybody looks at its meaning; `key` is the top-level field with the fault, or null. */
export type BodyRefusal = {
  readonly code: 'BODY_REFUSED';
  readonly reason: 'malformed' | 'too-deep' | 'key-forbidden' | 'text' | 'number' | 'empty';
  readonly key: string | null;
};

/** One API: a plugin with its own paths, parsers and error shapes, and its spelling of a user's id. */
export type Api = {
  readonly name: string;
  /** The path its routes begin with, for people: `/v1`. */
  readonly path: string;
  readonly register: (server: FastifyInstance, host: Host) => Promise<void>;
  /** Reads a user id in this API's own spelling; null when it is none. Does not look anything up. */
  readonly readUserId: (text: string) => UserReference | null;
  readonly writeUserId: (user: User) => string;
  /** Puts into a realm what this API expects to find in every one; run at every start. Null: nothing. */
  readonly furnish: ((context: Context) => Promise<void>) | null;
  /** Whether a sign-in through it begins a session, which then tells of it; else the history's `sign-in.succeeded` does. */
  readonly beginsSessions: boolean;
  /** How it tells what happened; null: it does not. */
  readonly events: EventDialect | null;
};
