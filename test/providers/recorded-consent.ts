/** The requests of a consent as the broker sends them, to send again with something changed. */
import { handlerOf } from '../../local/scripted-providers/provider-handler.ts';
import { runProvider } from '../../local/scripted-providers/run-provider.ts';
import type { ScriptedClient, ScriptedProvider } from '../../local/scripted-providers/scripted-provider.ts';
import type { ProviderFetch, ProviderRequest } from '../../src/oauth/provider-fetch.ts';
import { connect, registerApp } from './run-journey.ts';
import { CLIENT, openWorld } from './world.ts';

export interface RecordedConsent {
  scripted: ScriptedProvider;
  client: ScriptedClient;
  authorizationUrl: string;
  /** The token request that exchanged the code. */
  exchange: ProviderRequest;
}

/** A token request in parts that can be changed. */
export interface TokenRequest {
  headers: Record<string, string>;
  fields: Record<string, unknown>;
}

export async function recordConsent(scripted: ScriptedProvider): Promise<RecordedConsent> {
  const world = await openWorld(scripted);
  const sent: ProviderRequest[] = [];
  const fetch: ProviderFetch = (request) => {
    sent.push(request);
    return world.ports.fetch(request);
  };
  let authorizationUrl = '';
  const authorize = (url: URL) => {
    authorizationUrl = url.href;
    return world.running.authorize(url);
  };
  try {
    await registerApp(world);
    await connect({ ...world, ports: { ...world.ports, fetch }, running: { ...world.running, authorize } });
  } finally {
    await world.close();
  }
  const redirectUri = new URL(authorizationUrl).searchParams.get('redirect_uri') ?? '';
  const exchange = sent.find(({ method, url }) => `${method} ${bare(url)}` === scripted.token.at);
  if (!exchange) throw new Error(`${scripted.provider} exchanged no code`);
  return { scripted, client: { ...CLIENT, redirectUri }, authorizationUrl, exchange };
}

/** A new run of the provider, which gets the recorded requests through its handler. */
export function replay({ scripted, client, authorizationUrl, exchange }: RecordedConsent) {
  const violations: string[] = [];
  const handler = handlerOf(runProvider(scripted, client), (violation) => violations.push(violation));
  const isJson = scripted.token.body === 'json';
  return {
    violations,
    /** The browser's visit; returns the code, or null when the provider does not redirect back. */
    async visit(change: (asked: URLSearchParams) => void = () => {}): Promise<string | null> {
      const url = new URL(authorizationUrl);
      change(url.searchParams);
      const location = (await handler(new Request(url))).headers.get('location');
      return location && new URL(location).searchParams.get('code');
    },
    /** Sends the exchange with this code; returns the tokens, or undefined when there are none in the answer. */
    async askTokens(code: string | null, change: (request: TokenRequest) => void = () => {}) {
      const fields = isJson
        ? JSON.parse(exchange.body ?? '')
        : Object.fromEntries(new URLSearchParams(exchange.body));
      const { headers, userAgent } = exchange;
      const named: Record<string, string> = userAgent === undefined ? {} : { 'user-agent': userAgent };
      const request = { headers: { ...headers, ...named }, fields: { ...fields, code } };
      change(request);
      const body = isJson ? JSON.stringify(request.fields) : `${new URLSearchParams(request.fields)}`;
      const { method } = exchange;
      const url = urlOf(scripted, request, exchange.url);
      return tokensIn(await handler(new Request(url, { method, headers: request.headers, body })));
    },
  };
}

/** A refresh goes to the endpoint for refreshes, if there is one. */
function urlOf({ token }: ScriptedProvider, { fields }: TokenRequest, url: string): string {
  const isRefresh = fields.grant_type === 'refresh_token';
  return isRefresh && token.refreshAt ? token.refreshAt.at.replace('POST ', 'https://') : url;
}

/** Slack gives a person's tokens a level down. */
async function tokensIn(response: Response): Promise<Record<string, unknown> | undefined> {
  const text = await response.text();
  if (!text.includes('"access_token":')) return undefined;
  const body = JSON.parse(text);
  return { ...body, ...body.authed_user };
}

const bare = (url: string) => `${new URL(url).host}${new URL(url).pathname}`;
