/** The settings that both local oidc-providers share. They replace the library's development defaults. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { formTokens } from './form-token.ts';
import type { Interactions } from './interaction-pages.ts';
import { serveInteraction } from './oidc-interactions.ts';
import type { OidcKeys } from './oidc-keys.ts';
import { messagePage } from './pages/message-page.ts';
import { type Brand, PAGE_HEADERS, renderPage, sendPage, serveAsset } from './pages/page.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

export interface SharedInput {
  origin: string;
  /** Prefix of this provider's cookies, because browsers do not separate cookies by port. */
  cookiePrefix: string;
  keys: OidcKeys;
  brand: Brand;
}

/** The shared part of a provider's configuration. */
export function sharedSettings({ origin, cookiePrefix, keys, brand }: SharedInput): Configuration {
  const prefix = `${cookiePrefix}_${new URL(origin).port}`;
  const short = { httpOnly: true, sameSite: 'lax', signed: true } as const;
  return {
    jwks: keys.jwks,
    cookies: {
      keys: keys.cookieKeys,
      names: {
        session: `${prefix}_session`,
        interaction: `${prefix}_interaction`,
        resume: `${prefix}_resume`,
      },
      long: short,
      short,
    },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    responseTypes: ['code'],
    renderError: (ctx, out) =>
      respond(ctx, brand, 'The request failed', out.error_description ?? String(out.error)),
    ttl: {
      AuthorizationCode: 60,
      Grant: 365 * DAY,
      IdToken: HOUR,
      Interaction: HOUR,
      Session: 14 * DAY,
    },
  };
}

/** Answers with a page that shows a title and a sentence. */
export function respond(ctx: KoaContextWithOIDC, brand: Brand, title: string, text: string): void {
  ctx.set(PAGE_HEADERS);
  ctx.body = renderPage(messagePage(brand, title, text));
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** A request listener: first the pages, then the provider's own endpoints, then those of the library. */
export function requestListener(interactions: Interactions, own: Answer = async () => false) {
  const rest = interactions.provider.callback();
  const pages = { ...interactions, tokens: formTokens() };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (serveAsset(request, response)) return;
    if (await serveInteraction(pages, request, response)) return;
    if (await own(request, response)) return;
    await rest(request, response);
  };
  return (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else
        sendPage(
          response,
          500,
          messagePage(
            interactions.brand,
            'The request failed',
            'Go back to the application and start again.',
          ),
        );
    });
  };
}
