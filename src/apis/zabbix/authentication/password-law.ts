// The law of passwords as bits: what each bit of the check rules asks of a password.

import type { PasswordPolicy } from '../../../core/model/realm.ts';

/** The demands of a bit that show it as set. Source: Zabbix 7.0 manual, "Authentication object"; 2026-08. */
const demands = [
  [1, ['requireUppercase', 'requireLowercase']],
  [2, ['requireNumber']],
  [4, ['requireSpecial']],
  [8, ['refuseCommon', 'refuseIdentifiers']],
] as const;

/** The `passwd_check_rules` that the law comes to; a bit is set when all of its demands are made. */
export function checkRulesOf(law: PasswordPolicy): number {
  return demands.reduce((bits, [bit, names]) => (names.every((name) => law[name]) ? bits + bit : bits), 0);
}

/** The law with these bits and no others. Bit 8 also asks that no name of the user is in the password. */
export function withCheckRules(law: PasswordPolicy, bits: number): PasswordPolicy {
  const asked = demands.flatMap(([bit, names]) => names.map((name) => [name, (bits & bit) !== 0]));
  return { ...law, ...Object.fromEntries(asked), refuseContained: (bits & 8) !== 0 };
}
