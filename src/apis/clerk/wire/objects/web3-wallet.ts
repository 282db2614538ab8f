// Web3 wallets on the wire.

import type { Wallet } from '../../../../core/model/user.ts';
import { writeIdentificationId } from '../ids.ts';
import { verificationObject } from './verification.ts';

/** Clerk BAPI 2026-05-12, `Web3Wallet`; 2026-08. */
export function web3WalletObject(wallet: Wallet): object {
  return {
    id: writeIdentificationId(wallet.id),
    object: 'web3_wallet',
    web3_wallet: wallet.address,
    verification: verificationObject(wallet.verification, 'wallet'),
    created_at: wallet.createdAt,
    updated_at: wallet.updatedAt,
  };
}
