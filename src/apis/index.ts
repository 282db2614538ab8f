// The guest list: every API that is on, one line each.

import type { Api } from './api.ts';
import { api as clerk } from './clerk/index.ts';
import { api as coronium } from './coronium/index.ts';
import { api as native } from './native/index.ts';
import { api as workos } from './workos/index.ts';
import { api as zabbix } from './zabbix/index.ts';

export const apis: readonly Api[] = [clerk, workos, zabbix, native, coronium];
