// Zabbix' contract, values and options: every refusal to the letter.
import { describe } from 'vitest';
import { refuses } from './zabbix-refusals.ts';
import { optionRows, valueRows } from './zabbix-rows-values.ts';

describe('values', () => refuses(valueRows));
describe('options', () => refuses(optionRows));
