// Redirect URIs: which are known, and to whom they belong.

import { expect, test } from 'vitest';
import { createRedirectUri } from '../../src/core/commands/create-redirect-uri.ts';
import { deleteRedirectUri } from '../../src/core/commands/delete-redirect-uri.ts';
import {
  defaultRedirectUri,
  findRedirectUris,
  isRegisteredRedirect,
} from '../../src/core/commands/find-redirect-uris.ts';
import { openWorld, refusalsOf } from './world.ts';

test('only what is registered is known; on a loopback address with any port', async () => {
  const { context, clock } = await openWorld();
  const knows = (uri: string) => isRegisteredRedirect(context, uri);
  expect(await defaultRedirectUri(context)).toBe(null);
  const first = await createRedirectUri(context, 'https://example.com/cb');
  clock.now += 1;
  const local = await createRedirectUri(context, 'http://localhost:3000/cb');
  await createRedirectUri(context, 'http://localhost:4000/cb');
  for (const uri of [first.uri, 'http://localhost:9/cb', 'http://localhost/cb']) expect(await knows(uri)).toBe(true);
  for (const uri of [
    ...['https://example.com/cb/', 'https://example.com/cb?x', 'https://example.com:443/cb', 'https://EXAMPLE.com/cb'],
    ...['http://127.0.0.1:3000/cb', 'http://localhost:3000/', 'https://localhost:3000/cb', '', '\0', '\ud800'],
  ]) {
    expect(await knows(uri)).toBe(false);
  }
  expect((await defaultRedirectUri(context))?.id).toBe(first.id);
  await deleteRedirectUri(context, first.id);
  expect(await knows(first.uri)).toBe(false);
  await deleteRedirectUri(context, local.id);
  expect(await knows('http://localhost:3000/cb')).toBe(true);
  expect(await refusalsOf(() => deleteRedirectUri(context, local.id))).toMatchObject([{ code: 'not-found' }]);
});

test('none is registered twice, in vain, by those who may not, or in another realm', async () => {
  const { context } = await openWorld();
  const uri = 'https://example.com/cb';
  const elsewhere = { ...context, realm: { ...context.realm, id: 'other' } };
  const theirs = await createRedirectUri(elsewhere, uri);
  expect(await isRegisteredRedirect(context, uri)).toBe(false);
  expect(await refusalsOf(() => deleteRedirectUri(context, theirs.id))).toMatchObject([{ code: 'not-found' }]);
  await createRedirectUri(context, uri);
  expect(await refusalsOf(() => createRedirectUri(context, uri))).toEqual([{ code: 'taken', field: 'redirect-uri' }]);
  expect(await refusalsOf(() => createRedirectUri(context, 'javascript:alert(1)'))).toMatchObject([
    { code: 'invalid' },
  ]);
  const anybody = { ...context, actor: { kind: 'anybody', address: null } } as const;
  expect(await refusalsOf(() => createRedirectUri(anybody, `${uri}/2`))).toMatchObject([{ code: 'forbidden' }]);
  const all = await findRedirectUris(context, { direction: 'ascending', after: null, limit: 10 });
  expect(all.map((one) => one.uri)).toEqual([uri]);
});
