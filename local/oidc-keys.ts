import { generateKeyPair, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { JWKS } from 'oidc-provider';

export interface OidcKeys {
  jwks: JWKS;
  /** Keys that sign the provider's cookies. */
  cookieKeys: string[];
}

/**
 * The keys of one local oidc-provider. With a folder they are created once and kept there, so that tokens and sign-ins survive a
 * restart. Without a folder they exist only in memory.
 */
export async function loadOidcKeys(name: string, stateDir: string | undefined): Promise<OidcKeys> {
  if (stateDir === undefined) return makeKeys();
  const path = join(stateDir, `${name}-keys.json`);
  const kept = await readIfThere(path);
  if (kept !== undefined) return JSON.parse(kept);
  const keys = await makeKeys();
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  await writeFile(path, JSON.stringify(keys), { mode: 0o600, flag: 'wx' });
  return keys;
}

async function makeKeys(): Promise<OidcKeys> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const jwk = { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' };
  return { jwks: { keys: [jwk] } as JWKS, cookieKeys: [randomBytes(32).toString('base64url')] };
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
