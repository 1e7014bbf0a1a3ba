/** A world with one scripted provider that a workspace describes itself, as docs/custom-providers.md does. */
import { readFileSync } from 'node:fs';
import type * as z from 'zod';
import type { ScriptedProvider } from '../../local/scripted-providers/scripted-provider.ts';
import { putOAuthApp } from '../../src/broker/apps/put-oauth-app.ts';
import type { OAuthApp } from '../../src/broker/records.ts';
import { OAuthAppBody } from '../../src/contract/resources.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { Secret } from '../../src/vault/secret.ts';
import { ADMIN, CLIENT, openWorld, WORKSPACE, type World } from './world.ts';

type Body = z.infer<typeof OAuthAppBody>;

/** The examples by their headings. */
const EXAMPLES = readFileSync(new URL('../../docs/custom-providers.md', import.meta.url), 'utf8')
  .split(/^## /m)
  .slice(1)
  .map((section) => [section.split('\n')[0], /```json\n(.*?)```/s.exec(section)?.[1] ?? ''] as const);

/** The body of one example of the page, as a caller sends it. */
export function exampleOf(heading: string): Body {
  const text = EXAMPLES.find(([title]) => title === heading)?.[1];
  return OAuthAppBody.parse(JSON.parse(text ?? ''));
}

/** Without providers that the catalogue got since. Names of a test resolve nowhere, so all but one are public. */
export async function openCustomWorld(scripted: ScriptedProvider): Promise<World> {
  const world = await openWorld(scripted, WORKSPACE);
  const catalogue = new Map([...CATALOGUE].filter(([id]) => !['x', 'clickup'].includes(id)));
  const isPublic = async (host: string) => host !== 'internal.acme.example';
  const hosts = { ...world.ports.hosts, isPublic };
  return { ...world, ports: { ...world.ports, catalogue, hosts } };
}

/** Puts the app with the scripted provider's client. */
export function register({ ports, scripted }: World, { variables, custom }: Body): Promise<OAuthApp> {
  return putOAuthApp(ports, {
    caller: ADMIN,
    workspaceId: WORKSPACE,
    provider: scripted.provider,
    clientId: CLIENT.clientId,
    clientSecret: new Secret(CLIENT.clientSecret),
    ...(variables && { variables }),
    ...(custom && { custom }),
  });
}
