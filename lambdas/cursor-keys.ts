import { KMSClient } from '@aws-sdk/client-kms';
import { kmsCursorKeys } from '../src/aws/kms-cursor-keys.ts';
import { requestHandler } from '../src/aws/request-handler.ts';
import type { CursorKeys } from '../src/broker/ports.ts';
import type { Variables } from './process.ts';

/** The keys of cursors, derived by the stage's HMAC key. */
export function cursorKeysOf(read: Variables): CursorKeys {
  const client = new KMSClient({ requestHandler: requestHandler({ connect: 1_000, silence: 3_000 }) });
  return kmsCursorKeys(client, read('cursorKey'));
}
