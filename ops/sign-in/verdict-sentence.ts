/** A verdict as sentences for an operator. Pure. */
import type { IssuerAbilities } from './issuer-abilities.ts';
import { isUncertain, redirectUrisOf, type Verdict } from './judge-client.ts';
import type { McpClient } from './mcp-client.ts';
import { shown } from './shown.ts';

export function verdictSentence(client: McpClient, abilities: IssuerAbilities, verdict: Verdict): string {
  const sentence = sentenceOf(client, abilities, verdict);
  if (verdict.kind === 'cannot' || !isUncertain(client, abilities)) return sentence;
  return `${sentence} The metadata lists no PKCE method, and whether this client goes on without one is not known: try it.`;
}

function sentenceOf(client: McpClient, abilities: IssuerAbilities, verdict: Verdict): string {
  switch (verdict.kind) {
    case 'cannot':
      return `cannot, because ${verdict.because}.`;
    case 'needs-client-id':
      return `needs a client id (register these redirect URIs: ${listed(redirectUrisOf(client, abilities))}), because ${verdict.because.join(', and ')}.`;
    case 'works':
      return worksBy(client, abilities, verdict);
  }
}

type Works = Extract<Verdict, { kind: 'works' }>;

function worksBy(client: McpClient, abilities: IssuerAbilities, verdict: Works): string {
  if (verdict.by === 'client-id')
    return `works with the client id ${shown(verdict.clientId)}, if it has the redirect URIs ${listed(redirectUrisOf(client, abilities))}.`;
  if (verdict.by === 'document')
    return `works, because the issuer takes client metadata documents and the client has one (${client.document?.url}).`;
  return 'works, because the issuer names a registration endpoint, at which the client registers itself. Only a try shows whether the issuer registers strangers.';
}

const listed = (uris: readonly string[]) => uris.join(' and ');
