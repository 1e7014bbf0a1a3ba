import { kmsCursorKeys, kmsSessionKeys } from '../src/aws/kms-cursor-keys.ts';
import type { CursorKeys } from '../src/broker/ports.ts';
import { kmsClient } from './kms-client.ts';
import type { Variables } from './process.ts';

/** The keys of cursors, derived by the stage's HMAC key. */
export function cursorKeysOf(read: Variables): CursorKeys {
  return kmsCursorKeys(kmsClient(), read('cursorKey'));
}

/** The keys that authenticate ids of MCP sessions, derived by the same key. */
export function sessionKeysOf(read: Variables): CursorKeys {
  return kmsSessionKeys(kmsClient(), read('cursorKey'));
}
