// Every method of WorkOS' SDKs that belongs to users is called by a test on both engines, or there is a reason why not.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { versions } from './workos.ts';

const local = 'computes without a server; the sealed session and the webhooks that tests drive go through it';
const radar = 'Radar is another product';
const waitlist = 'waitlists are not in the vendor’s specification 0.61';
const keys = 'API keys of users come later';
const contacts = 'IT contacts are not in the vendor’s specification 0.61';

/** The methods that no test calls, by namespace. */
const uncalled: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  userManagement: {
    resolveClientId: local,
    getJWKS: local,
    isValidJwt: local,
    prepareAuthenticationResponse: local,
    sealSessionDataFromAuthenticationResponse: local,
    sendRadarSmsChallenge: radar,
    authenticateWithRadarSmsChallenge: radar,
    authenticateWithRadarEmailChallenge: radar,
    listUserApiKeys: keys,
    createUserApiKey: keys,
    listGroupsForOrganizationMembership: 'groups come later',
    listWaitlists: waitlist,
    getWaitlist: waitlist,
    listWaitlistEntries: waitlist,
    createWaitlistEntry: waitlist,
    approveWaitlistEntry: waitlist,
    denyWaitlistEntry: waitlist,
    deleteWaitlistEntry: waitlist,
  },
  organizations: {
    listItContacts: contacts,
    createItContact: contacts,
    deleteItContact: contacts,
    inviteItContact: contacts,
    revokeItContact: contacts,
  },
  multiFactorAuth: { enrollFactor: 'a factor without a user comes later; createUserAuthFactor has one' },
  events: {},
  webhooks: {
    signatureProvider: local,
    verifyHeader: local,
    computeSignature: local,
    getTimestampAndSignatureHash: local,
    parseVerifiedPayload: local,
  },
};

const texts = readdirSync(import.meta.dirname)
  .filter((name) => /^(?:workos-.*|webhooks)\.test\.ts$/.test(name))
  .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
  .filter((text) => text.includes('describe.each(cases)'));

describe.each(versions)('the SDK $version', ({ create }) => {
  test.each(Object.entries(uncalled))('%s', (namespace, reasons) => {
    const things: unknown = Reflect.get(create('http://127.0.0.1:1'), namespace);
    const prototype: unknown = Object.getPrototypeOf(things);
    const methods = Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor');
    const silent = methods.filter((name) => !texts.some((text) => text.includes(`.${name}(`)));
    expect(silent.sort()).toEqual(Object.keys(reasons).sort());
    expect(methods.length).toBeGreaterThan(0);
  });
});
