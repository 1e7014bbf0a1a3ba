/** Servers whose metadata offers registration, while the vendor admits only the redirect URIs or clients on a list of its own. */
import type { KnownRemoteServer } from './known-server.ts';

const CHECKED_ON = '2026-11-30';

export const closedServers: readonly KnownRemoteServer[] = [
  {
    id: 'figma',
    name: 'Figma',
    url: 'https://mcp.figma.com/mcp',
    issuer: 'https://api.figma.com',
    registration: 'refused',
    ask: 'https://www.figma.com/mcp-catalog/',
    source: {
      documents: [
        'https://developers.figma.com/docs/figma-mcp-server/',
        'https://mcp.figma.com/.well-known/oauth-protected-resource',
        'https://api.figma.com/.well-known/oauth-authorization-server',
        'https://github.com/docker/sbx-releases/issues/435',
        'https://github.com/github/copilot-cli/issues/4906',
      ],
      checkedOn: CHECKED_ON,
      confidence: 'high',
      unsure: ['whether the list is of names, as one user found, or of redirect URIs too'],
    },
  },
  {
    id: 'clickup',
    name: 'ClickUp',
    url: 'https://mcp.clickup.com/mcp',
    issuer: 'https://mcp.clickup.com',
    registration: 'refused',
    ask: 'https://developer.clickup.com/docs/connect-an-ai-assistant-to-clickups-mcp-server',
    source: {
      documents: [
        'https://developer.clickup.com/docs/connect-an-ai-assistant-to-clickups-mcp-server',
        'https://mcp.clickup.com/.well-known/oauth-protected-resource/mcp',
        'https://mcp.clickup.com/.well-known/oauth-authorization-server',
        'https://github.com/appstrate/appstrate/issues/602',
      ],
      checkedOn: CHECKED_ON,
      confidence: 'high',
      unsure: ['whether it has refresh tokens: its metadata lists the grant of a code alone'],
    },
  },
  {
    id: 'cal-com',
    name: 'Cal.com',
    url: 'https://mcp.cal.com/mcp',
    issuer: 'https://mcp.cal.com',
    registration: 'refused',
    ask: 'https://github.com/calcom/companion/issues/175',
    source: {
      documents: [
        'https://cal.com/docs/mcp-server',
        'https://github.com/calcom/companion/blob/43da1b9e0bfe5a6fda67585ddff7dd6453e8ad58/apps/mcp-server/src/auth/oauth-metadata.ts',
        'https://github.com/calcom/companion/issues/175',
        'https://github.com/calcom/companion/issues/182',
      ],
      checkedOn: CHECKED_ON,
      confidence: 'high',
    },
  },
  {
    id: 'square',
    name: 'Square',
    url: 'https://mcp.squareup.com/sse',
    issuer: 'https://mcp.squareup.com',
    registration: 'refused',
    ask: 'https://github.com/square/square-mcp-server/issues/29',
    source: {
      documents: [
        'https://github.com/square/square-mcp-server',
        'https://mcp.squareup.com/.well-known/oauth-protected-resource/sse',
        'https://mcp.squareup.com/.well-known/oauth-authorization-server',
        'https://github.com/square/square-mcp-server/issues/29',
      ],
      checkedOn: CHECKED_ON,
      confidence: 'medium',
      unsure: ['whether this address, the only one that Square names, speaks Streamable HTTP'],
    },
  },
  {
    id: 'plane',
    name: 'Plane',
    url: 'https://mcp.plane.so/http/mcp',
    issuer: 'https://mcp.plane.so/http',
    registration: 'refused',
    ask: 'https://github.com/makeplane/plane-mcp-server/issues/220',
    source: {
      documents: [
        'https://developers.plane.so/dev-tools/mcp-server',
        'https://github.com/can1357/oh-my-pi/pull/3539',
        'https://github.com/makeplane/plane-mcp-server/issues/220',
      ],
      checkedOn: CHECKED_ON,
      confidence: 'high',
      unsure: [
        'when it refuses: in September 2026 the registration succeeded, and the redirect URI was refused in the browser',
      ],
    },
  },
];
