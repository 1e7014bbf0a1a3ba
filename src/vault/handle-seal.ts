/**
 * Seals an authorization code with a key derived from a one-time handle, which only the consenting browser receives, and from
 * the state. The callback therefore needs no KMS right, a reader of the table cannot open the code, and a writer cannot seal one.
 */
import { createHash, createSecretKey, timingSafeEqual } from 'node:crypto';
import { decrypt, encrypt, NONCE_BYTES } from './aes-256-gcm.ts';
import { encodeParts } from './encode-parts.ts';
import { Secret } from './secret.ts';
import { subkey } from './subkey.ts';
import { VaultError } from './vault-error.ts';

/** The redirect that brought a code: what the callback judged by a row that it could not prove. */
export interface Redirect {
  sessionId: string;
  /** Its hash is the session's id; the table has only that, so nobody who writes the table can seal. */
  state: Secret;
  /** Of the path of the redirect URI. */
  provider: string;
  owner: string;
  /** `iss` of the authorization response (RFC 9207). Absent: it had none. */
  issuer?: string | undefined;
}

/** Seals the code. `handle` is 256 random bits in base64url, `nonce` is 96 fresh random bits. */
export function sealUnderHandle(
  handle: Secret,
  redirect: Redirect,
  nonce: Uint8Array,
  code: Secret,
): Uint8Array {
  const sealed = encrypt({
    key: keyOf(handle, redirect),
    nonce,
    associatedData: partsOf(redirect),
    plaintext: Buffer.from(code.reveal(), 'utf8'),
  });
  return Buffer.concat([nonce, sealed]);
}

/** Opens the code. Throws `does_not_open` for another handle or another session. */
export function openUnderHandle(handle: Secret, redirect: Redirect, sealed: Uint8Array): Secret {
  try {
    const plaintext = decrypt({
      key: keyOf(handle, redirect),
      nonce: sealed.subarray(0, NONCE_BYTES),
      associatedData: partsOf(redirect),
      ciphertextAndTag: sealed.subarray(NONCE_BYTES),
    });
    return new Secret(Buffer.from(plaintext).toString('utf8'));
  } catch {
    throw new VaultError('does_not_open');
  }
}

/** The hash by which a handle is recognised. The handle has 256 random bits, so a fast hash is enough. */
export function handleHash(handle: Secret): Uint8Array {
  return createHash('sha256').update('connections/handle/1\0').update(handle.reveal()).digest();
}

/** Whether the handle has this hash, compared in constant time. */
export function isHandle(handle: Secret, hash: Uint8Array | undefined): boolean {
  return hash?.length === 32 && timingSafeEqual(handleHash(handle), hash);
}

function partsOf({ sessionId, provider, owner, issuer }: Redirect): Uint8Array {
  return encodeParts([sessionId, provider, owner, ...(issuer === undefined ? [] : [issuer])]);
}

function keyOf(handle: Secret, { sessionId, state }: Redirect) {
  const secret = createSecretKey(Buffer.from(handle.reveal() + state.reveal(), 'utf8'));
  return subkey(secret, ['connections/handle-seal/2', sessionId]);
}
