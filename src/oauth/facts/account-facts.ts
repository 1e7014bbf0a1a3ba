/** The facts of whose tokens they are: the account, and the tenants that it reaches. */
import type { ProviderRequest } from '../provider-fetch.ts';
import type { RevocationInput } from './revocation-facts.ts';

/** An account at the provider. */
export interface ReadAccount {
  /** Never changes for the same account. */
  id: string;
  /** A name that a person recognises: an e-mail address or a login. */
  label: string;
}

/** How to find the account that owns the tokens. `read` is pure, and returns undefined if the answer names no account. */
export type AccountFacts =
  | {
      kind: 'endpoint';
      /** May contain variables, and facts of the token answer. */
      endpoint: string;
      method?: 'GET' | 'POST';
      /** Templates. Where one contains `{accessToken}`, no other header carries the token. */
      headers: Record<string, string>;
      body?: string;
      read: (answer: unknown) => ReadAccount | undefined;
      /** Statuses for a dead token. Default: 401. */
      deadStatus?: number[];
      /** Whether the answer reports a dead token although its status does not. Pure. */
      dead?: (answer: unknown) => boolean;
      /** A second GET for a label that a person recognises. If it fails, the first label stays. */
      label?: { endpoint: string; read: (answer: unknown) => string | undefined };
    }
  | {
      kind: 'request';
      /** Builds the provider's own request, which the client's credentials authorize. Pure. */
      build: (input: RevocationInput) => ProviderRequest;
      read: (answer: unknown) => ReadAccount | undefined;
    }
  | {
      /**
       * OpenID Connect and RFC 7662, as far as an authorization server has them: a verified ID token, else its userinfo, else
       * introspection. Without any of these the account stays unknown. An access token is never read for it.
       */
      kind: 'openid';
      jwksUri?: string;
      userinfoEndpoint?: string;
      introspectionEndpoint?: string;
      /** The MCP server for which the tokens are: whether it takes one says whether the token is alive. */
      resourceUrl: string;
    }
  | { kind: 'token-answer'; read: (answer: Record<string, unknown>) => ReadAccount | undefined };

/** One of the tenants that a grant reaches: an organization, a site, a company. */
export interface ReadTenant {
  /** Connection facts, judged by `connectionFactPatterns`. */
  facts: Record<string, string>;
  /** A name that a person recognises. */
  label: string;
}

/**
 * The GET that lists the tenants, where a token reaches several and calls need to name one. With one tenant it is taken; of
 * several, a person chooses.
 */
export interface TenantFacts {
  /** May contain variables, and facts of the token answer. */
  endpoint: string;
  /** Templates with `{accessToken}`. Default: `Authorization: Bearer {accessToken}`. */
  headers?: Record<string, string>;
  /** Name of the fact that never changes for the same tenant. */
  id: string;
  /** Pure. Undefined: the answer is no list. */
  read: (answer: unknown) => ReadTenant[] | undefined;
}
