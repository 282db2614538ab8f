// What directories give of media types that go.
import { expect, test } from 'vitest';
import { withoutMedias } from './delete.ts';

const media = (mediatypeid: string) => ({ name: `media ${mediatypeid}`, mediatypeid, attribute: 'mail' });
const directory = { host: 'ldap.example', provision_media: [media('1'), media('3'), media('1'), media('4')] };

test('goes with them, and nothing else does', () => {
  expect(withoutMedias(directory, new Set(['1', '4']))).toEqual({ ...directory, provision_media: [media('3')] });
  expect(withoutMedias(directory, new Set(['1', '3', '4']))).toEqual({ ...directory, provision_media: [] });
});

test('a directory that gives none of them stays as it is', () => {
  expect(withoutMedias(directory, new Set(['34']))).toBeNull();
  expect(withoutMedias({ host: 'x' }, new Set(['1']))).toBeNull();
  expect(withoutMedias({ provision_media: '1' }, new Set(['1']))).toBeNull();
});
