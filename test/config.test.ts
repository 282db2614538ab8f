// The configuration: what the environment may say, and how it is told all that it must not.
import { describe, expect, it } from 'vitest';
import { ConfigurationError, readConfig } from '../src/config.ts';
import { configurationKeys } from '../src/configuration-keys.ts';

function faultsOf(environment: Record<string, string>, flags = {}): readonly string[] {
  try {
    readConfig(environment, flags);
    return [];
  } catch (error) {
    return error instanceof ConfigurationError ? error.faults : [String(error)];
  }
}

describe('the configuration', () => {
  it('has a default for everything, and is frozen', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 4200,
      dataFolder: './data',
      memory: false,
      secretKey: null,
    });
    expect(Object.isFrozen(config)).toBe(true);
    expect(readConfig({ MUSTER_PORT: '', DATABASE_URL: '' })).toEqual(config);
    expect(new Set(configurationKeys.map(({ key }) => key)).size).toBe(configurationKeys.length);
  });

  it('tells every fault at once and no value that may be secret', () => {
    const canary = 'canary 5e1f';
    const faults = faultsOf({
      MUSTER_HOST: 'a b',
      MUSTER_PORT: '70000',
      DATABASE_URL: `mysql://u:${canary}@h/d`,
      MUSTER_SECRET_KEY: canary,
      MUSTER_ADMIN_PASSWORD: 'short',
      MUSTER_CORONIUM_KEY: canary,
      MUSTER_MASTER_KEY: canary,
      MUSTER_SMTP_URL: `http://u:${canary}@h`,
      MUSTER_MAIL_FROM: 'nobody',
      MUSTER_PUBLIC_URL: `https://u:${canary}@h`,
      MUSTER_LOG_LEVEL: 'loud',
      MUSTER_BREACHED_LIST: `${canary}\0`,
      MUSTER_BREACHED_URL: `https://u:${canary}@h`,
      MUSTER_BREACHED_TIMEOUT: '0',
      MUSTER_BREACHED_WHEN_UNAVAILABLE: 'maybe',
      MUSTER_MASTERKEY: canary,
    });
    expect(faults).toHaveLength(16);
    expect(faults.join('\n')).not.toContain(canary);
    expect(faults).toContain('MUSTER_MASTERKEY is not a key of the configuration; did you mean MUSTER_MASTER_KEY?');
  });

  it.each([
    ['MUSTER_PORT', '-1'],
    ['MUSTER_PORT', '4200.5'],
    ['MUSTER_PORT', '0x10'],
    ['MUSTER_PORT', ' 80'],
    ['MUSTER_SECRET_KEY', 'sk_test'],
    ['MUSTER_SECRET_KEY', 'sk_test_ü1234567'],
    ['MUSTER_MASTER_KEY', Buffer.alloc(31).toString('base64')],
    ['MUSTER_MASTER_KEY', Buffer.alloc(33).toString('base64')],
    ['MUSTER_PUBLIC_URL', 'ftp://x'],
    ['MUSTER_PUBLIC_URL', 'https://x/?a'],
    ['MUSTER_MAIL_FROM', 'x@y\r\nBcc: z@y'],
    ['MUSTER_BREACHED_URL', 'api.pwnedpasswords.com/range'],
    ['MUSTER_BREACHED_URL', 'ftp://x/range'],
    ['MUSTER_BREACHED_URL', 'https://x/range?mode=ntlm'],
    ['MUSTER_BREACHED_TIMEOUT', '0'],
    ['MUSTER_BREACHED_TIMEOUT', '60001'],
    ['MUSTER_BREACHED_TIMEOUT', '1.5'],
    ['MUSTER_BREACHED_WHEN_UNAVAILABLE', 'Accept'],
    ['MUSTER_CLIENT_ID', 'short'],
    ['muster_port', '4200'],
  ])('refuses %s=%j', (key, value) => {
    expect(faultsOf({ [key]: value })).toHaveLength(1);
  });

  it('lets a flag win over the environment, and names it when it is at fault', () => {
    expect(readConfig({ MUSTER_PORT: '1', MUSTER_HOST: 'x' }, { port: '2', host: '::1', memory: true })).toMatchObject({
      port: 2,
      host: '::1',
      memory: true,
    });
    expect(faultsOf({}, { port: 'x' })).toEqual(['--port must be a whole number from 0 to 65535']);
  });

  it('keeps one game key apart from the secret key', () => {
    expect(faultsOf({ MUSTER_SECRET_KEY: 'same-same-same', MUSTER_CORONIUM_KEY: 'same-same-same' })).toHaveLength(1);
  });

  it('asks nobody about passwords unless told to, and then for a second', () => {
    expect(readConfig({})).toMatchObject({
      ...{ breachedList: null, breachedUrl: null, breachedTimeoutMs: 1000, breachedWhenUnavailable: 'accept' },
    });
    const told = { MUSTER_BREACHED_URL: 'https://api.pwnedpasswords.com/range/', MUSTER_BREACHED_TIMEOUT: '60000' };
    expect(readConfig({ ...told, MUSTER_BREACHED_WHEN_UNAVAILABLE: 'refuse' })).toMatchObject({
      ...{ breachedUrl: 'https://api.pwnedpasswords.com/range', breachedTimeoutMs: 60_000 },
      breachedWhenUnavailable: 'refuse',
    });
  });

  it('takes a public URL without the slash at its end', () => {
    expect(readConfig({ MUSTER_PUBLIC_URL: 'https://users.example.com/base//' }).publicUrl).toBe(
      'https://users.example.com/base',
    );
  });
});
