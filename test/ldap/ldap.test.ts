// Asking LDAP directories, at a server of our own everywhere and at OpenLDAP's where it is installed.
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { DirectoryServer, GroupLookup } from '../../src/core/model/directory-server.ts';
import type { Directories } from '../../src/core/ports.ts';
import { openDirectories } from '../../src/ldap/directories.ts';
import { makeIdentity, trusting } from './identity.ts';
import { oddName, passwords, rows, settings, suffix } from './people.ts';
import { startServer } from './server.ts';
import { hasSlapd, startSlapd } from './slapd.ts';

const identity = await makeIdentity();
const elsewhere = await makeIdentity('elsewhere.example.org');
const servers = [
  { name: 'our own server', ...(await startServer(rows, identity)) },
  ...(hasSlapd() ? [{ name: 'slapd', ...(await startSlapd(rows, identity)) }] : []),
];
const stranger = await startServer(rows, elsewhere);
afterAll(async () => {
  for (const server of [...servers, stranger]) await server.stop();
});

const directories: Directories = openDirectories();
const ada = `uid=ada,ou=people,${suffix}`;
const memberOf: GroupLookup = { by: 'membership', attribute: 'memberOf', nameAttribute: 'CN' };
const byMember: GroupLookup = {
  by: 'search',
  baseDn: `ou=groups,${suffix}`,
  filter: `(&(objectClass=groupOfNames) (%{groupattr}=uid=%{ref},ou=people,${suffix}))`,
  memberAttribute: 'member',
  referenceAttribute: 'uid',
  nameAttribute: 'cn',
};

describe.each(servers)('$name', ({ port }) => {
  const at = (over: Partial<DirectoryServer> = {}): DirectoryServer => settings(port, over);
  const wrong = { outcome: 'wrong-credentials' };

  test('finds a user with the attributes asked for, by the names asked for', async () => {
    expect(await directories.find(at(), 'ada')).toEqual({
      dn: ada,
      attributes: { uid: ['ada'], CN: ['Ada Lovelace'], mail: ['ada@example.org', 'countess@example.org'] },
      groups: [],
    });
  });
  test('brings no attribute that was not asked for', async () => {
    expect(await directories.find(at({ attributes: [] }), 'ada')).toEqual({ dn: ada, attributes: {}, groups: [] });
    expect(await directories.find(at({ attributes: ['jpegPhoto', '__proto__'] }), 'ada')).toEqual({
      dn: ada,
      attributes: {},
      groups: [],
    });
  });
  test('leaves out values of more than 1,024 characters', async () => {
    const found = await directories.find(at({ attributes: ['description'] }), 'ada');
    expect(found?.attributes).toEqual({ description: ['y'.repeat(1024)] });
  });
  test('takes the right password', async () => {
    expect(await directories.authenticate(at(), 'ada', passwords.ada)).toMatchObject({
      outcome: 'ok',
      entry: { dn: ada },
    });
    expect(await directories.authenticate(at(), 'josé', passwords.jose)).toMatchObject({
      outcome: 'ok',
      entry: { attributes: { uid: ['josé'], CN: ['José Núñez'] } },
    });
    expect(await directories.authenticate(at(), oddName, passwords.odd)).toMatchObject({
      outcome: 'ok',
      entry: { attributes: { uid: [oddName] } },
    });
  });
  test('refuses a wrong or an empty password, and whoever has none', async () => {
    expect(await directories.authenticate(at(), 'ada', 'wrong')).toEqual(wrong);
    expect(await directories.authenticate(at(), 'ada', passwords.odd)).toEqual(wrong);
    expect(await directories.authenticate(at(), 'ada', '')).toEqual(wrong);
    expect(await directories.authenticate(at(), 'nopassword', 'x')).toEqual(wrong);
    expect(await directories.authenticate(at(), 'nopassword', '')).toEqual(wrong);
  });
  test.each([
    'nobody',
    '',
    '*',
    'ad*',
    '*)(uid=*',
    'ada)(uid=ada',
    ')',
    '(',
    '\\',
    '\\2a',
    '\0',
    `${'a'.repeat(1025)}`,
  ])('knows nobody by the name %j', async (name) => {
    expect(await directories.find(at(), name)).toBeNull();
    expect(await directories.authenticate(at(), name, passwords.ada)).toEqual(wrong);
  });
  test('knows nobody by any other name', async () => {
    const names = fc.string({ unit: fc.constantFrom(...'ad*()\\|&!=~<>:,%{}$\0u') });
    await fc.assert(
      fc.asyncProperty(names, async (name) => {
        fc.pre(name !== 'ada');
        expect(await directories.find(at(), name)).toBeNull();
      }),
      { numRuns: 100 },
    );
  });
  test('takes a name that two have for nobody’s', async () => {
    expect(await directories.find(at(), 'twin')).toBeNull();
    expect(await directories.authenticate(at(), 'twin', 'a')).toEqual(wrong);
  });
  test('looks only where it was told to', async () => {
    expect(await directories.find(at({ baseDn: `ou=groups,${suffix}` }), 'ada')).toBeNull();
    expect(await directories.find(at({ searchAttribute: 'uid=*)(uid' }), 'ada')).toBeNull();
    expect(await directories.find(at({ searchFilter: '(& (%{attr}=%{user}) (!(mail=*)) )' }), 'ada')).toBeNull();
    expect(await directories.find(at({ searchFilter: '(&(uid=%{user})(mail=*))' }), 'ada')).toMatchObject({ dn: ada });
    expect(await directories.find(at({ searchAttribute: 'mail' }), 'ada@example.org')).toMatchObject({ dn: ada });
  });
  test('searches anonymously without an account', async () => {
    const anonymous = at({ bindDn: '', bindPassword: '' });
    expect(await directories.authenticate(anonymous, 'ada', passwords.ada)).toMatchObject({ outcome: 'ok' });
    expect(await directories.authenticate(anonymous, 'ada', 'wrong')).toEqual(wrong);
    expect(await directories.find(at({ bindPassword: '' }), 'ada')).toMatchObject({ dn: ada });
  });
  test('says when the searching account is refused, and its password to nobody', async () => {
    const server = at({ bindPassword: 'a secret of the operator' });
    const trouble = { outcome: 'unreachable', reason: 'bind', detail: 'ldap-49' };
    expect(await directories.authenticate(server, 'ada', passwords.ada)).toEqual(trouble);
    const error = await directories.find(server, 'ada').catch((thrown) => thrown);
    expect(error).toMatchObject({ name: 'DirectoryError', step: 'bind', detail: 'ldap-49' });
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('a secret');
  });
  test.each([
    [{ searchFilter: '(uid=%{user}' }, 'filter'],
    [{ searchAttribute: 'no such' }, 'filter'],
    [{ baseDn: 'dc=nowhere' }, 'ldap-32'],
  ])('says when it cannot search: %j', async (over, detail) => {
    await expect(directories.find(at(over), 'ada')).rejects.toMatchObject({ step: 'search', detail });
  });
  test.each([
    ['memberOf', memberOf],
    ['a search', byMember],
  ])('finds groups by %s', async (_, groups) => {
    const found = await directories.authenticate(at({ groups }), 'ada', passwords.ada);
    expect(found).toMatchObject({
      outcome: 'ok',
      entry: { groups: expect.arrayContaining(['operators', 'night, shift']) },
    });
    expect(found).not.toHaveProperty('entry.attributes.memberOf');
    expect((await directories.find(at({ groups }), 'josé'))?.groups).toEqual([]);
  });
  test('finds no groups of others by a strange name', async () => {
    const filter = '(|(cn=%{user})(member=%{ref}))';
    expect((await directories.find(at({ groups: { ...byMember, filter } }), oddName))?.groups).toEqual([]);
    const groups = { ...memberOf, nameAttribute: 'ou' };
    expect((await directories.find(at({ groups }), oddName))?.groups).toEqual(['groups']);
  });
  test('encrypts before it says anything, to a certificate it can trust', async () => {
    const server = at({ host: 'localhost', startTls: true });
    await trusting([identity.cert], async () => {
      expect(await directories.authenticate(server, 'ada', passwords.ada)).toMatchObject({ outcome: 'ok' });
      expect(await directories.authenticate(server, 'ada', 'wrong')).toEqual(wrong);
      const byAddress = await directories.authenticate(at({ startTls: true }), 'ada', passwords.ada);
      expect(byAddress).toEqual({ outcome: 'unreachable', reason: 'tls', detail: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    });
    expect(await directories.authenticate(server, 'ada', passwords.ada)).toMatchObject({
      outcome: 'unreachable',
      reason: 'tls',
    });
  });
  test('speaks to an address that is a URL', async () => {
    const host = `ldap://127.0.0.1:${port}`;
    expect(await directories.find(at({ host, port: 1 }), 'ada')).toMatchObject({ dn: ada });
  });
});

test('refuses a certificate of another name', async () => {
  await trusting([elsewhere.cert], async () => {
    const server = settings(stranger.port, { host: 'localhost', startTls: true });
    expect(await directories.authenticate(server, 'ada', passwords.ada)).toEqual({
      outcome: 'unreachable',
      reason: 'tls',
      detail: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });
});
