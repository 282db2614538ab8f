// Tests of enrolling an authenticator: it asks for nothing until its first code is shown.

import { describe, expect, test } from 'vitest';
import { createBackupCodes } from '../../src/core/commands/create-backup-codes.ts';
import { confirmTotp, enrolTotp } from '../../src/core/commands/enrol-totp.ts';
import { verifySecondFactor } from '../../src/core/commands/verify-second-factor.ts';
import { set } from '../../src/core/model/patch.ts';
import { defaultPolicy } from '../../src/core/model/realm.ts';
import { noSecrets, type Totp, type User } from '../../src/core/model/user.ts';
import { appKey, idOf, selfOf } from '../users.ts';
import {
  byId,
  codeOf,
  first,
  none,
  openWith,
  read,
  refused,
  second,
  secretsOf,
  show,
  update,
  used,
  wrong,
  wrongCode,
} from './factors.ts';
import { expectRefused, historyOf, openWorld, refusalsOf, type World } from './world.ts';

describe('enrolling', () => {
  const enrol = (world: World, one: User) => enrolTotp(world.context, byId(one), { system: false, issuer: 'Example' });
  const confirm = (world: World, one: User, code: string) =>
    confirmTotp(world.context, byId(one), code, { system: false });
  const shown = ({ secret }: { secret: string }): Totp => ({ ...first, secret });

  test('asks for nothing until the first code is shown, which is used up by that', async () => {
    const { world, ada } = await openWith({});
    const before = await read(world, ada);
    const made = await enrol(world, ada);
    expect(made.address).toContain(`secret=${made.secret}`);
    expect(decodeURIComponent(made.address)).toContain('otpauth://totp/Example:adalove?');
    expect(await read(world, ada)).toEqual(before);
    const code = codeOf(world, shown(made));
    expect(await refused(world, ada, code)).toEqual(none);
    const after = await confirm(world, ada, code);
    expect(after.credentials).toMatchObject({
      totp: { enabledAt: world.clock.now },
      mfaEnabledAt: world.clock.now,
      backupCodes: null,
    });
    const label = { issuer: 'Example', account: 'adalove', startedAt: world.clock.now };
    expect(await secretsOf(world, ada)).toEqual({ ...noSecrets, totp: { ...shown(made), label } });
    expect(await refused(world, ada, code)).toEqual(used);
    expect(await show(world, ada, codeOf(world, shown(made), 1))).toBe('totp');
    const history = await historyOf(world, ada.id);
    expect(history.map(({ type }) => type)).toEqual(['user.created', 'user.updated']);
    expect(JSON.stringify(history)).not.toContain(made.secret);
  });

  test('a second time leaves the first in force until it is confirmed; the latest counts', async () => {
    const { world, ada } = await openWith({ totp: set(first) });
    const [lost, made] = [await enrol(world, ada), await enrol(world, ada)];
    expect(await show(world, ada, codeOf(world, first))).toBe('totp');
    expect(await refusalsOf(() => confirm(world, ada, codeOf(world, shown(lost))))).toEqual(wrong);
    await confirm(world, ada, codeOf(world, shown(made)));
    expect(await refused(world, ada, codeOf(world, first, 1))).toEqual(wrong);
    expect((await secretsOf(world, ada)).totp?.secret).toBe(made.secret);
  });

  test('survives an update of anything else, and ends with a secret that is set', async () => {
    const { world, ada } = await openWith({});
    const made = await enrol(world, ada);
    const password = { op: 'set', plain: 'correct horse', checks: 'enforce', preHash: 'none' } as const;
    await update(world, ada, { firstName: set('Ada'), password });
    expect((await secretsOf(world, ada)).enrolling?.secret).toBe(made.secret);
    await update(world, ada, { totp: set(second) });
    expect(await refusalsOf(() => confirm(world, ada, codeOf(world, shown(made))))).toEqual([
      { code: 'no-credential', what: 'totp' },
    ]);
  });

  test('a wrong code is a failed attempt, and too many lock', async () => {
    const { world, ada } = await openWith({});
    const made = await enrol(world, ada);
    const bad = wrongCode(world, shown(made));
    for (let count = 0; count < defaultPolicy.lockout.attemptsMax; count++) {
      expect(await refusalsOf(() => confirm(world, ada, bad))).toEqual(wrong);
    }
    expect(await refusalsOf(() => confirm(world, ada, codeOf(world, shown(made))))).toMatchObject([
      { code: 'account-inactive', reason: 'locked' },
    ]);
    expect((await read(world, ada)).credentials.totp).toBe(null);
  });

  test('with nothing that waits is refused', async () => {
    const { world, ada } = await openWith({ totp: set(first) });
    const refusal = { code: 'no-credential', what: 'totp' };
    await expectRefused(world, () => confirm(world, ada, codeOf(world, first)), refusal);
  });

  test('nobody whose secret it is not may do any of it', async () => {
    const { world, ada } = await openWith({ totp: set(first) });
    const made = await enrol(world, ada);
    for (const actor of [appKey, selfOf(idOf(77)), { kind: 'anybody', address: null } as const]) {
      const other = { ...world, context: { ...world.context, actor } };
      const enrolling = { code: 'forbidden', action: 'second-factor.enrol' };
      const showing = { code: 'forbidden', action: 'second-factor.verify' };
      await expectRefused(world, () => enrol(other, ada), enrolling);
      await expectRefused(world, () => confirm(other, ada, codeOf(world, shown(made))), enrolling);
      await expectRefused(world, () => createBackupCodes(other.context, byId(ada), { system: false }), enrolling);
      await expectRefused(world, () => show(other, ada, codeOf(world, first)), showing);
    }
    expect(await show(world, ada, codeOf(world, first))).toBe('totp');
  });

  test('of built-in accounts only when they are meant', async () => {
    const world = await openWorld();
    const admin = { by: 'id', id: idOf(1) } as const;
    const missing = { code: 'not-found', what: 'user', id: idOf(1) };
    await expectRefused(world, () => enrolTotp(world.context, admin, { system: false, issuer: 'x' }), missing);
    await expectRefused(world, () => createBackupCodes(world.context, admin, { system: false }), missing);
    await expectRefused(world, () => verifySecondFactor(world.context, admin, '1', { system: false }), missing);
    const codes = await createBackupCodes(world.context, admin, { system: true });
    expect(await verifySecondFactor(world.context, admin, codes[0] ?? '', { system: true })).toBe('backup-code');
  });
});
