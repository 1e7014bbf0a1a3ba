/** The issuer of a state folder: where its identity provider listened at the latest start. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readPrivateFile } from './private-file.ts';

const pathIn = (stateDir: string) => join(stateDir, 'issuer');

/** Keeps the issuer, `http://127.0.0.1:<port>`. */
export function keepIssuer(stateDir: string, issuer: string): Promise<void> {
  return writeFile(pathIn(stateDir), `${issuer}\n`, { mode: 0o600 });
}

/** The issuer; undefined where no identity provider has run. Rejects with ReadableByOthers. */
export async function readIssuer(stateDir: string): Promise<string | undefined> {
  return (await readPrivateFile(pathIn(stateDir), 'the issuer of the tokens'))?.trim();
}
