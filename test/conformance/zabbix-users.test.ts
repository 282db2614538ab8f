// Zabbix' contract, users: every situation in which they are not made, changed, deleted, told to the letter.
import { describe } from 'vitest';
import { refuses } from './zabbix-refusals.ts';
import { orderRows, rightRows, sharedRows, textRows } from './zabbix-rows-users.ts';

describe('values', () => refuses([...sharedRows, ...textRows]));
describe('rights', () => refuses(rightRows));
describe('order', () => refuses(orderRows));
