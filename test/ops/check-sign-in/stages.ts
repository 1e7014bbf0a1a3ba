/** Stages of an operator whose people sign in at an issuer, and what the command may say of each MCP client. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { MCP_CLIENTS } from '../../../ops/sign-in/mcp-clients.ts';
import type { verdictsIn } from '../check-sign-in-run.ts';

/** A module with one stage, as an operator keeps it, until the test is over. Returns the arguments that name it. */
export function stagesWith(name: string, settings: object): string[] {
  return stagesFrom(name, `export const STAGES = [${JSON.stringify({ name, ...settings })}];`);
}

/** As {@link stagesWith}, where the test writes the module. */
export function stagesFrom(name: string, text: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'check-sign-in-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, text);
  return ['--stage', name, '--stages', file];
}

export const signInAt = (issuer: string, accessTokens = 'rfc9068') => ({
  jwt: { issuer, audience: 'connections', accessTokens },
});
export const kinds = (verdicts: ReturnType<typeof verdictsIn>) =>
  Object.fromEntries(Object.entries(verdicts).map(([id, { verdict }]) => [id, verdict]));
export const IDS = MCP_CLIENTS.map(({ id }) => id);
export const everybody = (verdict: string) => Object.fromEntries(IDS.map((id) => [id, verdict]));

/** What metadata of an issuer lack that neither registers clients nor reads their documents. */
export const NOTHING = { registration_endpoint: undefined, client_id_metadata_document_supported: undefined };
