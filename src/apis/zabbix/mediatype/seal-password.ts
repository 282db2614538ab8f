// Sealing the password that a media type sends with; nothing here opens it, it is kept for a move elsewhere.

import type { Context } from '../../../core/commands/context.ts';

/** The password as it is kept with the media type of this id; null: there is none. */
export function sealPassword({ ports, realm }: Context, id: string, passwd: string): string | null {
  return passwd === '' ? null : ports.vault.sealText(passwd, `extra:${realm.id}:${id}`);
}
