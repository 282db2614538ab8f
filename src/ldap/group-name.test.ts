// Names of groups in distinguished names.

import { expect, test } from 'vitest';
import { groupName } from './group-name.ts';

test.each([
  ['cn=admins,ou=Groups,dc=example', 'cn', 'admins'],
  ['CN=Admins,OU=Groups', 'cn', 'Admins'],
  ['ou=first,cn=second,cn=third', 'CN', 'second'],
  ['uid=x+cn=both,ou=Groups', 'cn', 'both'],
  ['cn=Night\\, shift,ou=Groups', 'cn', 'Night, shift'],
  ['cn=Night\\2C shift,ou=Groups', 'cn', 'Night, shift'],
  ['cn=Jos\\C3\\A9,ou=Groups', 'cn', 'José'],
  ['cn=100%,ou=Groups', 'cn', '100%'],
  ['cn=a\\\\2c,ou=Groups', 'cn', 'a\\2c'],
  ['cn = spaced , ou=Groups', 'cn', 'spaced'],
  ['cn=a=b,ou=Groups', 'cn', 'a=b'],
  ['cn=kept\\ ,ou=Groups', 'cn', 'kept '],
  ['ou=Groups', 'cn', null],
  ['xcn=admins', 'cn', null],
  ['ou=a\\,cn=admins', 'cn', null],
  ['cn=\\FF,ou=Groups', 'cn', null],
  ['', 'cn', null],
  ['admins', 'cn', null],
])('of %j, %s is %j', (dn, attribute, name) => expect(groupName(dn, attribute)).toBe(name));
