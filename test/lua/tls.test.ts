// The Lua module trusts a server only if its certificate is trusted and made out to the host that was asked for.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeIdentity } from '../ldap/identity.ts';
import { type Recorder, serverKey, startRecorder } from './recorder.ts';
import { interpreters, linesOf, needLua } from './run-lua.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-lua-'));
const trusted = join(folder, 'trusted.pem');
const foreign = join(folder, 'foreign.pem');
let local: Recorder;
let foreigner: Recorder;

beforeAll(async () => {
  needLua();
  const [own, other] = await Promise.all([makeIdentity('localhost'), makeIdentity('users.example.com')]);
  writeFileSync(trusted, `${own.cert}\n${other.cert}\n`);
  writeFileSync(foreign, `${other.cert}\n`);
  [local, foreigner] = await Promise.all([startRecorder(own), startRecorder(other)]);
}, 600_000);

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await Promise.all([local?.close(), foreigner?.close()]);
});

describe.each(interpreters)('on $name', (interpreter) => {
  const call = (url: string, init = '', environment: Record<string, string> = {}): Promise<string[]> =>
    linesOf(
      { interpreter, kind: 'cjson' },
      `require("socket").sleep = function() print("a repeat") end
local core = require("plugin.coronium-core")
core.init({ server = "${url}", key = "${serverKey}", scope = "s", ${init} })
core.users.delete({ user_id = "u" }, function(evt) print(evt.status, evt.error, evt.result) end)
core.run()`,
      { environment },
    );
  const at = (recorder: Recorder, host: string): string => `https://${host}:${recorder.port}`;
  const refused = (reason: string): string[] => [
    expect.stringMatching(new RegExp(`^815\\tThe server could not be reached: .*${reason}.*\\tnil$`)),
  ];

  test('a trusted certificate for this host is accepted', async () => {
    local.play();
    expect(await call(at(local, 'localhost'), `cafile = "${trusted}"`)).toEqual(['nil\tnil\ttrue']);
    expect(await call(at(local, 'LOCALHOST'), '', { SSL_CERT_FILE: trusted })).toEqual(['nil\tnil\ttrue']);
    expect([local.calls.length, local.faults]).toEqual([2, []]);
  });

  test('anything else is refused at once, before a byte of the call is sent', async () => {
    local.play();
    foreigner.play();
    const unknown = 'certificate verify failed';
    expect(await call(at(local, 'localhost'), `cafile = "${foreign}"`)).toEqual(refused(unknown));
    expect(await call(at(local, 'localhost'), '', { SSL_CERT_FILE: foreign })).toEqual(refused(unknown));
    expect(await call(at(local, 'localhost'), 'cafile = "/nowhere.pem"')).toEqual(refused('set cafile in core.init'));
    expect(await call(at(foreigner, 'localhost'), `cafile = "${trusted}"`)).toEqual(refused('is not for localhost'));
    expect(await call(at(local, '127.0.0.1'), `cafile = "${trusted}"`)).toEqual(refused('is not for 127.0.0.1'));
    expect([...local.calls, ...foreigner.calls]).toEqual([]);
  });

  test('a name with a star covers one label', async () => {
    const pairs = [
      ['*.example.com', 'users.example.com'],
      ['*.EXAMPLE.com', 'Users.example.com'],
      ['*.example.com', 'example.com'],
      ['*.example.com', 'a.users.example.com'],
      ['*.com', 'example.com'],
      ['u*.example.com', 'users.example.com'],
      ['usersXexample.com', 'users.example.com'],
    ];
    const lines = pairs.map(([name, host]) => `print(tls.covers("${name}", "${host}"))`);
    const code = ['local tls = require("plugin.coronium-core.tls")', ...lines].join('\n');
    const yes = Array(2).fill('true');
    expect(await linesOf({ interpreter, kind: 'cjson' }, code)).toEqual([...yes, ...Array(5).fill('false')]);
  });
});
