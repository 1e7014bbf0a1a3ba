/** The secret by which a door knows a gateway. The door keeps its SHA-256 alone. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DoorError } from '../door-error.ts';
import { DOOR_LIMITS } from '../door-limits.ts';

/** Whether a text can be a secret: 32 bytes or more of visible ASCII, so that it can stand in a header. */
export const isSecret = (text: string) =>
  text.length >= DOOR_LIMITS.secret && text.length <= 1024 && /^[\x21-\x7e]+$/.test(text);

/** SHA-256. A secret of 32 random bytes needs no slow hash. */
export const digestOf = (secret: string) => createHash('sha256').update(secret, 'latin1').digest();

/** The digest of the secret in a file; a line break at its end does not count. @throws {DoorError} */
export function digestInFile(path: string): Buffer {
  const secret = textOf(path).replace(/\r?\n$/, '');
  if (!isSecret(secret))
    throw new DoorError('config_invalid', `${path} holds no secret of 32 or more bytes of visible ASCII`);
  return digestOf(secret);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    throw new DoorError('config_unreadable', `${path} cannot be read`);
  }
}
