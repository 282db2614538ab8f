// The way in: a fresh server, its administrator, and who may call what.
import { expect, test } from 'vitest';
import { usePlace } from './harness.ts';

const place = usePlace();

test('tells its version to anybody', async () => {
  expect(await place.ask('apiinfo.version', [], null)).toBe('7.0.22');
});

test('knows its administrator', async () => {
  expect(place.admin()).toMatch(/^[0-9a-f]{32}$/);
});
