// Whatever is sent for whatever property: a fault that says so and changes nothing, or a success.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usePlace } from './harness.ts';
import { recordOf } from './login-scene.ts';
import { silent } from './user-scene.ts';

const place = usePlace();
const names = [
  ...['userid', 'username', 'name', 'surname', 'current_passwd', 'passwd', 'url', 'autologin', 'autologout', 'lang'],
  ...['refresh', 'theme', 'rows_per_page', 'timezone', 'roleid', 'usrgrps', 'medias', 'attempt_failed', '__proto__'],
];
const near = fc.constantFrom<unknown>(
  ...[
    0,
    1,
    -0,
    1e21,
    2 ** 53,
    -1,
    0.5,
    '0',
    '1',
    '3',
    '00',
    '-0',
    '15m',
    '9'.repeat(30),
    'default',
    'de_DE',
    'UTC',
    'guest',
  ],
  ...[
    '',
    ' ',
    '\u0000',
    '\u202e',
    'é'.repeat(200),
    '__proto__',
    '{$X}',
    '1-7,00:00-24:00',
    'http://x',
    'a@example.com',
  ],
  ...[null, true, [], {}, [[]], [{}], [null], { 0: 1 }, [{ usrgrpid: '12' }], { usrgrpid: '12' }, [{ usrgrpid: [] }]],
  ...[[{ mediatypeid: '1', sendto: 'b@example.com' }], [{ mediatypeid: 1, sendto: { x: 'b@example.com' } }]],
  ...[[{ mediaid: '0' }], [{ mediatypeid: '3', sendto: {}, active: null }], { a: { mediatypeid: '3', sendto: '' } }],
);
const value = fc.oneof({ weight: 3, arbitrary: near }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) });
const wish = fc.dictionary(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, fc.string()), value, {
  maxKeys: 4,
});
const options = { numRuns: 200 };

/** Sends params as they are, past the types of the harness. */
async function send(method: string, params: object): Promise<{ code: number; data: string } | null> {
  const { error } = await place.call(method, params);
  if (error === undefined) return null;
  expect([-32500, -32600, -32602], JSON.stringify(params)).toContain(error.code);
  if (error.code === -32500) {
    const known = /^(No permissions to referred object or it does not exist!|.*is temporarily blocked\.)$/;
    expect(error.data, JSON.stringify(params)).toMatch(known);
  }
  expect(error.data, JSON.stringify(params)).not.toContain('incorrect value');
  return error;
}

test('user.update', async () => {
  const property = fc.asyncProperty(wish, async (fields) => {
    // Somebody new each time: ten wrong passwords of one user would lock them.
    const userid = await silent(place);
    const { activity: _, ...before } = await recordOf(place, userid);
    const fault = await send('user.update', { ...fields, userid });
    const { activity: __, ...after } = await recordOf(place, userid);
    if (fault !== null) expect(after).toEqual(before);
    expect(after.rev - before.rev).toBeLessThanOrEqual(1);
  });
  await fc.assert(property, options);
});

test('user.update of whatever', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(wish, fc.array(wish, { maxLength: 3 }), fc.array(value)), async (params) => {
      await send('user.update', params);
    }),
    options,
  );
});

test('user.create', async () => {
  await fc.assert(
    fc.asyncProperty(wish, async (fields) => {
      const count = await place.ask('user.get', { countOutput: true });
      const fault = await send('user.create', {
        username: place.fresh('any'),
        usrgrps: [{ usrgrpid: '12' }],
        ...fields,
      });
      const made = Number(await place.ask('user.get', { countOutput: true })) - Number(count);
      expect(made).toBe(fault === null ? 1 : 0);
    }),
    options,
  );
});
