// Where a directory server listens.

import { expect, test } from 'vitest';
import { addressOf } from './connect.ts';

test.each([
  ['ldap.example.org', 389, { host: 'ldap.example.org', port: 389, secure: false }],
  ['2001:db8::1', 3890, { host: '2001:db8::1', port: 3890, secure: false }],
  ['[2001:db8::1]', 3890, { host: '2001:db8::1', port: 3890, secure: false }],
  ['ldap://ldap.example.org', 3890, { host: 'ldap.example.org', port: 389, secure: false }],
  ['ldaps://ldap.example.org', 389, { host: 'ldap.example.org', port: 636, secure: true }],
  ['LDAPS://ldap.example.org:6360/', 389, { host: 'ldap.example.org', port: 6360, secure: true }],
  ['ldaps://[2001:db8::1]', 389, { host: '2001:db8::1', port: 636, secure: true }],
])('%s with port %i', (host, port, address) => expect(addressOf({ host, port })).toEqual(address));

test.each([
  ['', 389],
  ['ldap://', 389],
  ['ldaps://a b', 636],
  ['ldap://h:99999', 389],
  ['h', 0],
  ['h', 65_536],
  ['h', 1.5],
])('%j with port %d is no address', (host, port) => expect(() => addressOf({ host, port })).toThrow('address'));
