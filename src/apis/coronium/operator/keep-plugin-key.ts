// Keeping the text that the original plugin signs with.

import { changeRealmObjects } from '../../../core/commands/change-realm-objects.ts';
import type { Context } from '../../../core/commands/context.ts';
import { readRealmObjects } from '../../../core/commands/find-realm-objects.ts';
import { isPluginKey, newPluginKey, openPluginKey } from '../envelope/plugin-key.ts';

/** Keeps it, sealed, in the place of one that is there. @fails forbidden, conflict. */
export async function keepPluginKey(home: Context, text: string): Promise<void> {
  await changeRealmObjects(home, async () => {
    const { extras } = await readRealmObjects(home);
    const nothing = { intents: [], users: [], numbering: null, result: null };
    if (openPluginKey(home.ports, extras) === text) return nothing;
    const before = extras.find(isPluginKey);
    const document = newPluginKey(home, text);
    if (before === undefined) return { ...nothing, intents: [{ op: 'create', document }] };
    const after = { ...document, rev: before.rev + 1, createdAt: before.createdAt };
    return { ...nothing, intents: [{ op: 'replace', before, after }] };
  });
}
