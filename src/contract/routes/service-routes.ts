/** The redirect of providers, and the service itself. */
import * as z from 'zod';
import { AppOwner, ProviderId } from '../resources/values.ts';
import { ClientDocument, ClientDocumentName, Health, OpenApiDocument } from '../resources.ts';
import type { Route } from './route.ts';

export const SERVICE_ROUTES = [
  {
    operationId: 'oauthCallback',
    method: 'get',
    path: '/oauth/callback/{provider}/{app}',
    function: 'oauth-callback',
    access: 'public',
    summary: 'Receive the redirect of a provider',
    description:
      'The redirect URI of every OAuth app. Providers send browsers here; no client calls it. It reads and writes nothing: it redirects to the dashboard with `provider`, `owner` and `query` (the raw query in base64url) in the fragment. What has not the form of an authorization response gets status 400 and an HTML page.',
    params: z.object({ provider: ProviderId, app: AppOwner }),
    success: { status: 303, description: 'A redirect to the dashboard.' },
    problems: [],
  },
  {
    operationId: 'clientDocument',
    method: 'get',
    path: '/oauth/clients/{document}',
    function: 'oauth-callback',
    access: 'public',
    summary: 'Read a client metadata document',
    description:
      'The document whose URL is the client id of this broker at the authorization server of a remote MCP server (OAuth Client ID Metadata Document). Authorization servers read it. It is made of its URL alone: a document that nobody has registered looks like any other.',
    params: z.object({ document: ClientDocumentName }),
    success: { status: 200, description: 'The client metadata document.', schema: ClientDocument },
    problems: [],
  },
  {
    operationId: 'health',
    method: 'get',
    path: '/healthz',
    function: 'connections-api',
    access: 'public',
    summary: 'Read the health',
    description: 'Answers if the API works. It touches no table and no key.',
    success: { status: 200, description: 'The API works.', schema: Health },
    problems: [],
  },
  {
    operationId: 'openApi',
    method: 'get',
    path: '/openapi.json',
    function: 'connections-api',
    access: 'public',
    summary: 'Read this document',
    description: 'Returns this API as an OpenAPI 3.1 document.',
    success: { status: 200, description: 'The OpenAPI document.', schema: OpenApiDocument },
    problems: [],
  },
] as const satisfies readonly Route[];
