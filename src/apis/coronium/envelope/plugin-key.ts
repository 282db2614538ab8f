// The text that the original plugin signs with, as its operator has found it in their own copy.

import type { Context } from '../../../core/commands/context.ts';
import type { Extra } from '../../../core/model/extra.ts';
import { apiName } from '../wire/ids.ts';

const type = 'plugin-key';

function contextOf(realm: string): string {
  return `plugin-key:${realm}`;
}

/** What is kept of it: sealed. */
export function newPluginKey({ ports, realm }: Pick<Context, 'ports' | 'realm'>, text: string): Extra {
  const now = ports.clock();
  return {
    ...{
      kind: 'extra',
      realm: realm.id,
      id: `${apiName}/${type}/1`,
      rev: 1,
      createdAt: now,
      updatedAt: now,
      forgetAt: null,
    },
    ...{ userId: null, organizationId: null, subject: `${apiName}/${type}` },
    ...{
      api: apiName,
      type,
      number: '1',
      name: null,
      values: {},
      sealed: ports.vault.sealText(text, contextOf(realm.id)),
    },
  };
}

/** True for what `newPluginKey` made. */
export function isPluginKey(extra: Extra): boolean {
  return extra.api === apiName && extra.type === type;
}

/** Opens it among the objects of a realm; null: it is not there. */
export function openPluginKey({ vault }: Pick<Context['ports'], 'vault'>, extras: readonly Extra[]): string | null {
  const found = extras.find(isPluginKey);
  return found === undefined || found.sealed === null ? null : vault.openText(found.sealed, contextOf(found.realm));
}
