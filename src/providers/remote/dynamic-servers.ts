/** Servers at which a client registers itself (RFC 7591). */
import type { KnownRemoteServer, KnownServerSource } from './known-server.ts';

const CHECKED_ON = '2026-11-30';

/** A server that is its own authorization server, as those on Cloudflare’s library are. */
function ownIssuer(
  server: Pick<KnownRemoteServer, 'id' | 'name' | 'url' | 'otherUrls'>,
  source: Pick<KnownServerSource, 'documents' | 'confidence' | 'unsure'>,
): KnownRemoteServer {
  const { origin, pathname } = new URL(server.url);
  const metadata = [
    `${origin}/.well-known/oauth-protected-resource${pathname}`,
    `${origin}/.well-known/oauth-authorization-server`,
  ];
  return {
    ...server,
    issuer: origin,
    registration: 'dynamic',
    source: { ...source, documents: [...source.documents, ...metadata], checkedOn: CHECKED_ON },
  };
}

const CLOUDFLARE_DOCS =
  'https://developers.cloudflare.com/agents/model-context-protocol/mcp-servers-for-cloudflare/';

export const dynamicServers: readonly KnownRemoteServer[] = [
  {
    id: 'stripe',
    name: 'Stripe',
    url: 'https://mcp.stripe.com/',
    issuer: 'https://access.stripe.com/mcp',
    registration: 'dynamic',
    source: {
      documents: [
        'https://docs.stripe.com/mcp',
        'https://mcp.stripe.com/.well-known/oauth-protected-resource',
        'https://access.stripe.com/.well-known/oauth-authorization-server/mcp',
      ],
      checkedOn: CHECKED_ON,
      confidence: 'high',
    },
  },
  ownIssuer(
    { id: 'cloudflare', name: 'Cloudflare API', url: 'https://mcp.cloudflare.com/mcp' },
    {
      documents: [CLOUDFLARE_DOCS],
      confidence: 'medium',
      unsure: [
        'whether it takes client metadata documents: the one probe that was found does not show the field',
      ],
    },
  ),
  ownIssuer(
    {
      id: 'cloudflare-bindings',
      name: 'Cloudflare Workers bindings',
      url: 'https://bindings.mcp.cloudflare.com/mcp',
      otherUrls: ['https://bindings.mcp.cloudflare.com/sse'],
    },
    { documents: [CLOUDFLARE_DOCS], confidence: 'high' },
  ),
  ownIssuer(
    {
      id: 'cloudflare-observability',
      name: 'Cloudflare Observability',
      url: 'https://observability.mcp.cloudflare.com/mcp',
    },
    { documents: [CLOUDFLARE_DOCS], confidence: 'high' },
  ),
  {
    id: 'monday',
    name: 'monday.com',
    url: 'https://mcp.monday.com/mcp',
    otherUrls: ['https://mcp.monday.com/sse'],
    issuer: 'https://auth.monday.com/mcp',
    registration: 'dynamic',
    source: {
      documents: [
        'https://github.com/mondaycom/mcp',
        'https://mcp.monday.com/.well-known/oauth-protected-resource/mcp',
        'https://auth.monday.com/.well-known/oauth-authorization-server/mcp',
        'https://github.com/mondaycom/mcp/issues/453',
        'https://github.com/NousResearch/hermes-agent/issues/96107',
      ],
      checkedOn: CHECKED_ON,
      confidence: 'low',
      unsure: [
        'whether its answers still name `https://auth.monday.com` in `iss` instead of the issuer of its metadata, which ends a consent (RFC 9207 section 2.4): so in August 2026',
      ],
    },
  },
  ownIssuer(
    { id: 'amplitude', name: 'Amplitude', url: 'https://mcp.amplitude.com/mcp' },
    {
      documents: [
        'https://amplitude.com/docs/amplitude-ai/amplitude-mcp/other-clients',
        'https://github.com/mobily-enterprises/jskit-ai/blob/a940240aa7fdc0df126213231a941f8c392b4af4/packages/connectors-catalog/docs/amplitude.md',
      ],
      confidence: 'medium',
      unsure: ['the whole of its documents, which no source prints'],
    },
  ),
  {
    id: 'supabase',
    name: 'Supabase',
    url: 'https://mcp.supabase.com/mcp',
    issuer: 'https://api.supabase.com',
    registration: 'dynamic',
    source: {
      documents: [
        'https://github.com/clout2buy/Ares/blob/f3ceaa6f29495e8aa4c38439cf50a236fd8222a2/tests/fixtures/oauth/mcp/supabase.json',
        'https://mcp.supabase.com/.well-known/oauth-protected-resource/mcp',
        'https://api.supabase.com/.well-known/oauth-authorization-server',
      ],
      checkedOn: CHECKED_ON,
      confidence: 'high',
    },
  },
  ownIssuer(
    {
      id: 'neon',
      name: 'Neon',
      url: 'https://mcp.neon.tech/mcp',
    },
    { documents: ['https://neon.com/docs/ai/neon-mcp-server'], confidence: 'high' },
  ),
  ownIssuer(
    { id: 'hugging-face', name: 'Hugging Face', url: 'https://huggingface.co/mcp' },
    {
      documents: [
        'https://github.com/clout2buy/Ares/blob/7ff9cf317834d4a83a42b89e5587af8321e81930/tests/fixtures/oauth/mcp/huggingface.json',
      ],
      confidence: 'medium',
      unsure: [
        'whether a document of a client without a secret is accepted: it says that it takes documents, and lists no method for such clients',
      ],
    },
  ),
  ownIssuer(
    {
      id: 'webflow',
      name: 'Webflow',
      url: 'https://mcp.webflow.com/mcp',
      otherUrls: ['https://mcp.webflow.com/sse'],
    },
    {
      documents: [
        'https://github.com/clout2buy/Ares/blob/dc7eb18ef38c313eadd851a20ddad7c525a86920/tests/fixtures/oauth/mcp/webflow.json',
      ],
      confidence: 'high',
    },
  ),
];
