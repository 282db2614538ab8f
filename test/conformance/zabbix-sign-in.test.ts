// Zabbix' contract, signing in, calling and passwords: every refusal to the letter.
import { describe } from 'vitest';
import { refuses } from './zabbix-refusals.ts';
import { callRows, passwordRows, signInRows } from './zabbix-rows-sign-in.ts';

describe('signing in', () => refuses(signInRows));
describe('calling', () => refuses(callRows));
describe('passwords', () => refuses(passwordRows));
