/** Servers at which the URL of a client metadata document is a client id. */
import type { KnownRemoteServer } from './known-server.ts';

const CHECKED_ON = '2026-11-30';
/** Atlassian’s authorization server for MCP: its path is the same for all customers. */
const ATLASSIAN = 'https://auth.atlassian.com/VCeDsk8ZHncYF1g234fKtc4lNipbBhu3';

export const documentServers: readonly KnownRemoteServer[] = [
  {
    id: 'notion',
    name: 'Notion',
    url: 'https://mcp.notion.com/mcp',
    otherUrls: ['https://mcp.notion.com/sse'],
    issuer: 'https://mcp.notion.com',
    registration: 'document',
    source: {
      documents: [
        'https://developers.notion.com/docs/mcp',
        'https://github.com/makenotion/notion-cookbook/blob/main/docs/mcp-client-integration.md',
        'https://mcp.notion.com/.well-known/oauth-protected-resource/mcp',
        'https://mcp.notion.com/.well-known/oauth-authorization-server',
      ],
      checkedOn: CHECKED_ON,
      confidence: 'high',
    },
  },
  {
    id: 'linear',
    name: 'Linear',
    url: 'https://mcp.linear.app/mcp',
    otherUrls: ['https://mcp.linear.app/sse'],
    issuer: 'https://mcp.linear.app',
    registration: 'document',
    besides: 'linear-mcp',
    source: {
      documents: [
        'https://linear.app/docs/mcp',
        'https://mcp.linear.app/.well-known/oauth-protected-resource/mcp',
        'https://mcp.linear.app/.well-known/oauth-authorization-server',
      ],
      checkedOn: CHECKED_ON,
      confidence: 'high',
    },
  },
  {
    id: 'canva',
    name: 'Canva',
    url: 'https://mcp.canva.com/mcp',
    issuer: 'https://mcp.canva.com',
    registration: 'document',
    ask: 'https://www.canva.dev/docs/apps/mcp/access/',
    source: {
      documents: [
        'https://www.canva.dev/docs/apps/mcp/access/',
        'https://mcp.canva.com/.well-known/oauth-protected-resource/mcp',
        'https://mcp.canva.com/.well-known/oauth-authorization-server',
        'https://github.com/anomalyco/opencode/issues/45972',
        'https://github.com/appstrate/appstrate/pull/709',
      ],
      checkedOn: CHECKED_ON,
      confidence: 'medium',
      unsure: [
        'whether a document that Canva has not admitted is a client: the page has a waiting list, and a user reports that the redirect URI of a document was refused',
        'how long the registration endpoint, which Canva calls deprecated, stays',
      ],
    },
  },
  {
    id: 'sentry',
    name: 'Sentry',
    url: 'https://mcp.sentry.dev/mcp',
    issuer: 'https://mcp.sentry.dev',
    registration: 'document',
    besides: 'sentry-mcp',
    source: {
      documents: [
        'https://mcp.sentry.dev/',
        'https://github.com/getsentry/sentry-mcp/pull/743',
        'https://mcp.sentry.dev/.well-known/oauth-protected-resource/mcp',
        'https://mcp.sentry.dev/.well-known/oauth-authorization-server',
      ],
      checkedOn: CHECKED_ON,
      confidence: 'high',
    },
  },
  {
    id: 'atlassian-rovo',
    name: 'Atlassian Rovo',
    url: 'https://mcp.atlassian.com/v2/mcp',
    issuer: ATLASSIAN,
    registration: 'document',
    source: {
      documents: [
        'https://support.atlassian.com/atlassian-rovo-mcp-server/docs/getting-started-with-the-atlassian-remote-mcp-server/',
        'https://mcp.atlassian.com/.well-known/oauth-protected-resource/v2/mcp',
        `https://auth.atlassian.com/.well-known/oauth-authorization-server/${ATLASSIAN.split('/').at(-1)}`,
      ],
      checkedOn: CHECKED_ON,
      confidence: 'medium',
      unsure: [
        'whether an organisation’s admin must first allow the domain of the redirect URI, as at the first version',
      ],
    },
  },
  {
    id: 'atlassian-rovo-v1',
    name: 'Atlassian Rovo, version 1',
    url: 'https://mcp.atlassian.com/v1/mcp/authv2',
    issuer: ATLASSIAN,
    registration: 'document',
    source: {
      documents: [
        'https://github.com/atlassian/atlassian-mcp-server/issues/205',
        'https://github.com/nicobailon/pi-mcp-adapter/issues/224',
        'https://mcp.atlassian.com/.well-known/oauth-protected-resource/v1/mcp/authv2',
      ],
      checkedOn: CHECKED_ON,
      confidence: 'medium',
      unsure: ['how long it stays: the guide names version 2'],
    },
  },
];
