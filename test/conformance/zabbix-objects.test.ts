// Zabbix' contract, groups, roles, tokens, authentication, media types, directories, MFA: every refusal to the letter.
import { describe } from 'vitest';
import { refuses } from './zabbix-refusals.ts';
import {
  authenticationRows,
  directoryRows,
  groupRows,
  mediaTypeRows,
  methodRows,
  roleRows,
  tokenRows,
} from './zabbix-rows-objects.ts';

describe('objects', () => refuses([...groupRows, ...roleRows, ...authenticationRows, ...mediaTypeRows]));
describe('tokens', () => refuses(tokenRows));
describe('user directories', () => refuses(directoryRows));
describe('MFA methods', () => refuses(methodRows));
