/** Gets registrations from the HTTP API, or from a file with what the API answered. */
import { readFileSync } from 'node:fs';
import { isSafeAddress } from '../../safe-address.ts';
import { DoorError } from '../door-error.ts';

/** Where registrations come from. */
export type RegistrationSource = { file: string } | { api: string; workspace: string; token: string };

/**
 * The registration with this id, unchecked. A file holds one registration, or the answer of
 * `GET /v1/workspaces/{ws}/mcp-servers`. @throws {DoorError} `registration_unreadable`
 */
export async function readRegistration(source: RegistrationSource, id: string): Promise<unknown> {
  const read = 'file' in source ? parsed(textOf(source.file)) : await askedOf(source);
  const { servers, id: own } = (read ?? {}) as { servers?: unknown; id?: unknown };
  const all: unknown[] = Array.isArray(servers) ? servers : own === undefined ? [] : [read];
  const found = all.find((each) => (each as { id?: unknown } | null)?.id === id);
  if (found === undefined)
    throw new DoorError('registration_unreadable', `there is no registration ${JSON.stringify(id)}`);
  return found;
}

async function askedOf({
  api,
  workspace,
  token,
}: Exclude<RegistrationSource, { file: string }>): Promise<unknown> {
  const base = URL.canParse(api) ? new URL(api) : undefined;
  if (!base || !isSafeAddress(base) || base.pathname !== '/' || base.search !== '')
    throw new DoorError('arguments_refused', '--api is not https (or http on this machine), or has a path');
  const url = new URL(`/v1/workspaces/${encodeURIComponent(workspace)}/mcp-servers`, base);
  try {
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` }, redirect: 'error' });
    if (answer.ok) return await answer.json();
    throw new DoorError('registration_unreadable', `the API answered ${answer.status}`);
  } catch (error) {
    if (error instanceof DoorError) throw error;
    throw new DoorError('registration_unreadable', 'the API did not answer with JSON');
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new DoorError('registration_unreadable', `${path} cannot be read`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DoorError('registration_unreadable', 'the registration is not JSON');
  }
}
