import { generateKeyPair, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { JWKS } from 'oidc-provider';
import { readPrivateFile } from './private-file.ts';

export interface OidcKeys {
  jwks: JWKS;
  /** Keys that sign the provider's cookies. */
  cookieKeys: string[];
}

/**
 * The keys of one local oidc-provider. With a folder they are created once and kept there, so that tokens and sign-ins survive a
 * restart. Without a folder they exist only in memory. Rejects with ReadableByOthers.
 */
export async function loadOidcKeys(name: string, stateDir: string | undefined): Promise<OidcKeys> {
  if (stateDir === undefined) return makeKeys();
  const kept = await readOidcKeys(name, stateDir);
  if (kept !== undefined) return kept;
  const keys = await makeKeys();
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  await writeFile(pathOf(name, stateDir), JSON.stringify(keys), { mode: 0o600, flag: 'wx' });
  return keys;
}

/** The keys that a folder has; undefined where there are none. Rejects with ReadableByOthers. */
export async function readOidcKeys(name: string, stateDir: string): Promise<OidcKeys | undefined> {
  const kept = await readPrivateFile(pathOf(name, stateDir), 'the keys that sign tokens');
  return kept === undefined ? undefined : (JSON.parse(kept) as OidcKeys);
}

const pathOf = (name: string, stateDir: string) => join(stateDir, `${name}-keys.json`);

async function makeKeys(): Promise<OidcKeys> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const jwk = { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' };
  return { jwks: { keys: [jwk] } as JWKS, cookieKeys: [randomBytes(32).toString('base64url')] };
}
