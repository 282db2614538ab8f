// What there is to tell of a user: every field of the model, what it is, and a user who differs in nothing else.

import type { JsonObject } from '../../src/core/model/json.ts';
import type {
  Activity,
  Contact,
  Credentials,
  Email,
  Identity,
  Metadata,
  Phone,
  User,
} from '../../src/core/model/user.ts';
import { at, idOf, sample } from './sample.ts';

/** A field by its path (`emails[].address`), what it is, and how the user looks who differs in it alone. */
export type Field = {
  readonly name: string;
  readonly meaning: string;
  readonly differ: (user: User) => User;
};

type Leaf<Value> = { readonly meaning: string; readonly other: Value };
type Leaves<Owner> = { readonly [Name in keyof Owner]-?: Leaf<Owner[Name]> };

/** Lifts a change of a part of a user to the user. */
type Lift<Owner> = (change: (owner: Owner) => Owner) => (user: User) => User;

function fieldsOf<Owner extends object>(prefix: string, leaves: Leaves<Owner>, lift: Lift<Owner>): readonly Field[] {
  const isName = (name: string): name is keyof Owner & string => name in leaves;
  return Object.keys(leaves)
    .filter(isName)
    .map((name) => ({
      name: prefix + name,
      meaning: leaves[name].meaning,
      differ: lift((owner) => ({ ...owner, [name]: leaves[name].other })),
    }));
}

const leaf = <Value>(meaning: string, other: Value): Leaf<Value> => ({ meaning, other });

/** The fields that have parts; each is told of part by part below. */
type Parted = 'emails' | 'phones' | 'wallets' | 'identities' | 'metadata' | 'credentials' | 'activity';

const bag: JsonObject = { more: 'text' };

const medium: JsonObject = {
  ...{ index: 1, mediatypeid: '1', sendto: ['other@example.org'], active: '1', severity: '1' },
  ...{ period: '1-5,09:00-18:00', userdirectory_mediaid: '0' },
};

const zabbixFields: JsonObject = {
  ...{ url: 'https://example.com/', autologin: '1', autologout: '0', refresh: '1m', theme: 'dark-theme' },
  ...{ rows_per_page: '20', userdirectoryid: '3', ts_provisioned: '1790000000', medias: [medium], mediasMade: 1 },
};

const whole: Leaves<Omit<User, Parted>> = {
  realm: leaf('the directory the user is in', sample.realm),
  id: leaf('UUIDv7', idOf(2)),
  serial: leaf('number in the directory, from 1', 778),
  rev: leaf('counts updates', 8),
  createdAt: leaf('when the user was made', at(-9)),
  updatedAt: leaf('when a field changed last', at(-1)),
  system: leaf('a built-in account', true),
  aliases: leaf('ids kept from old systems, by API', {
    native: 'old',
    clerk: 'old',
    workos: 'old',
    zabbix: 'old',
    coronium: 'old',
  }),
  username: leaf('name to sign in with', 'grace_hopper'),
  firstName: leaf('given name', 'Grace'),
  lastName: leaf('family name', 'Hopper'),
  name: leaf('full name, where it is not the two', 'Rear Admiral Hopper'),
  locale: leaf('language (BCP 47)', 'fr-FR'),
  timezone: leaf('time zone (IANA)', 'Asia/Tokyo'),
  externalId: leaf('the id in a system of the operator', 'another-id'),
  profileImageId: leaf('the image in use', idOf(42)),
  primaryEmailId: leaf('which address stands for the user', idOf(11)),
  primaryPhoneId: leaf('which telephone does', idOf(21)),
  primaryWalletId: leaf('which wallet does', idOf(31)),
  active: leaf('may sign in', false),
  confirmation: leaf('whether a registration waits for its confirmation', 'pending'),
  bannedAt: leaf('since when banned', at(-3)),
  lockedAt: leaf('since when locked', null),
  lockedUntil: leaf('until when locked', at(2)),
  legalAcceptedAt: leaf('when the terms were accepted', at(-3)),
  deleteSelfEnabled: leaf('may delete their account', false),
  createOrganizationEnabled: leaf('may make organizations', false),
  createOrganizationsLimit: leaf('how many', 7),
  role: leaf('what the user may do here', 'admin'),
  groups: leaf('groups, and labels of other systems', ['8', 'coronium:knights']),
  extras: leaf('what one API alone knows, by API', {
    clerk: { bypass_client_trust: true },
    workos: bag,
    zabbix: zabbixFields,
    coronium: bag,
  }),
};

const contact: Leaves<Contact> = {
  id: leaf('its id; another where one comes or goes', idOf(99)),
  verification: leaf('how far it is proven, by what, since when', {
    status: 'unverified',
    strategy: 'email_code',
    at: at(-3),
  }),
  reserved: leaf('unproven, yet nobody else may have it', true),
  linkedTo: leaf('identities that rest on it', [{ type: 'oauth_github', id: idOf(40) }]),
  createdAt: leaf('when it came', at(-3)),
  updatedAt: leaf('when it changed last', at(-1)),
};

const email: Leaves<Email> = { ...contact, address: leaf('email address', 'grace@example.org') };

const phone: Leaves<Phone> = {
  ...contact,
  number: leaf('telephone number (E.164)', '+12133734299'),
  secondFactor: leaf('codes go there', true),
  defaultSecondFactor: leaf('and there before all others', true),
};

const wallet: Leaves<Contact & { readonly address: string }> = {
  ...contact,
  address: leaf('address of a wallet', `0x${'c'.repeat(40)}`),
};

const identity: Leaves<Identity> = {
  id: leaf('its id; another where one comes or goes', idOf(98)),
  provider: leaf('who vouches for it', 'github'),
  subject: leaf('the user’s id there', 'another-subject'),
  email: leaf('the address there', 'grace@example.org'),
  emailVerified: leaf('whether the provider has proven it', false),
  username: leaf('the username there', 'grace'),
  firstName: leaf('the given name there', 'Grace'),
  lastName: leaf('the family name there', 'Hopper'),
  imageUrl: leaf('the image there', 'https://images.example.com/grace'),
  label: leaf('what the user calls it', 'at work'),
  scopes: leaf('what it was granted', ['email', 'profile']),
  metadata: leaf('what the operator notes of it', bag),
  createdAt: leaf('when it came', at(-3)),
  updatedAt: leaf('when it changed last', at(-1)),
};

const metadata: Leaves<Metadata> = {
  public: leaf('bag that everybody may read', bag),
  private: leaf('bag for backends', bag),
  unsafe: leaf('bag that the user may write', bag),
  labels: leaf('flat bag of texts', bag),
  extra: leaf('flat bag of scalars', bag),
};

const credentials: Leaves<Credentials> = {
  password: leaf('whether there is one', null),
  passwordUpdatedAt: leaf('when it was set', at(-3)),
  totp: leaf('whether there is an authenticator app, since when', null),
  backupCodes: leaf('whether there are backup codes, how many', null),
  mfaEnabledAt: leaf('since when a second factor is asked for', at(-3)),
  mfaDisabledAt: leaf('since when none is any more', at(-3)),
};

const password: Leaves<NonNullable<Credentials['password']>> = {
  compromised: leaf('an administrator says that it is known', true),
};

const activity: Leaves<Activity> = {
  lastSignInAt: leaf('last sign-in', at(-1)),
  lastActiveAt: leaf('last use of a session', at(-1)),
  signInCount: leaf('how many sign-ins', 5),
  failedAttempts: leaf('failed attempts that count', 3),
  failedUntil: leaf('until when they count', at(-1)),
  failedAt: leaf('the last of all failed attempts', at(-1)),
  failedFrom: leaf('where it came from', '198.51.100.2'),
};

/** The first of a list changed; what points at it by id still does. */
function first<Item extends { readonly id: string }>(
  items: readonly Item[],
  primary: string | null,
  change: (item: Item) => Item,
) {
  const next = items.map((item, index) => (index === 0 ? change(item) : item));
  const place = items.findIndex(({ id }) => id === primary);
  return { next, primary: next[place]?.id ?? primary };
}

/** Every field there is, in the order of the model. A field that the model gains and this does not tell of does not compile. */
export const fields: readonly Field[] = [
  ...fieldsOf('', whole, (change) => (user) => ({ ...user, ...change(user) })),
  ...fieldsOf('emails[].', email, (change) => (user) => {
    const { next, primary } = first(user.emails, user.primaryEmailId, change);
    return { ...user, emails: next, primaryEmailId: primary };
  }),
  ...fieldsOf('phones[].', phone, (change) => (user) => {
    const { next, primary } = first(user.phones, user.primaryPhoneId, change);
    return { ...user, phones: next, primaryPhoneId: primary };
  }),
  ...fieldsOf('wallets[].', wallet, (change) => (user) => {
    const { next, primary } = first(user.wallets, user.primaryWalletId, change);
    return { ...user, wallets: next, primaryWalletId: primary };
  }),
  ...fieldsOf('identities[].', identity, (change) => (user) => {
    return { ...user, identities: first(user.identities, null, change).next };
  }),
  ...fieldsOf('metadata.', metadata, (change) => (user) => ({ ...user, metadata: change(user.metadata) })),
  ...fieldsOf('credentials.', credentials, (change) => (user) => ({ ...user, credentials: change(user.credentials) })),
  ...fieldsOf('credentials.password.', password, (change) => (user) => {
    const { password: held } = user.credentials;
    return { ...user, credentials: { ...user.credentials, password: held === null ? null : change(held) } };
  }),
  ...fieldsOf('activity.', activity, (change) => (user) => ({ ...user, activity: change(user.activity) })),
];

/** The sample with these fields otherwise. Throws at a name that no field has. */
export function differing(...names: readonly string[]): User {
  return names.reduce((user, name) => {
    const field = fields.find((one) => one.name === name);
    if (field === undefined) throw new Error(`a user has no field ${name}`);
    return field.differ(user);
  }, sample);
}

/** Somebody who can sign in with the password alone. */
export const free: User = differing('lockedAt', 'credentials.totp', 'credentials.backupCodes');
