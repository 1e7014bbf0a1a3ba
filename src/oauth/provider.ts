/**
 * The type of the provider facts: data, and for each deviation from the RFCs a named field or a named pure function. Each
 * provider has one file in `src/providers`. Lifetimes are in seconds, as in RFC 6749. Endpoints and hosts may contain
 * `{variables}`.
 */
import type { ServerRegistration } from '../contract/servers/server-registration.ts';
import type { OAuthFacts } from './facts/oauth-facts.ts';

export type * from './facts/account-facts.ts';
export type * from './facts/oauth-facts.ts';
export type * from './facts/revocation-facts.ts';
export type * from './facts/token-dialect.ts';

/** All provider facts of one provider. */
export interface Provider {
  /** Also the id of a workspace's default connection. */
  id: string;
  name: string;
  /** Parts of the provider's URLs that differ between its customers, by name. */
  variables?: Record<string, ProviderVariable>;
  oauth: OAuthFacts;
  /** The products that one connection can use, each with its scopes. */
  products: ProviderProduct[];
  api: {
    /** Hosts of the provider's own API that may receive the token. */
    hosts: string[];
    /** The header that carries the token, and no other does. Default: `Authorization`. */
    header?: string;
    /** Value of that header; contains `{accessToken}`. */
    authorization: string;
    /** Other headers that an API call needs, such as `Notion-Version`. */
    headers?: Record<string, string>;
  };
  /** MCP servers that accept an ordinary access token of this provider. */
  servers: ServerRegistration[];
  /** Facts for people about the platform's verified app (`verified`) and a workspace's own app (`byo`). */
  verified: AppFacts;
  byo: AppFacts & { consoleUrl: string; steps: string[] };
  source: {
    documents: string[];
    checkedOn: string;
    confidence: 'high' | 'medium' | 'low';
    unsure?: string[];
    /** An independent source with which each field was compared, and every difference with its reason. */
    comparedWith?: { source: string; differences: string[] };
  };
}

/** Sentences for people who choose between the verified app and an own app. */
export interface AppFacts {
  /** What a person has to do before the first connection, and how long it takes. */
  setUp: string;
  /** Who can connect before the provider has reviewed the app. */
  testUsers?: string;
  quota?: string;
  /** The warning that people see while the provider has not verified the app. */
  unverifiedScreen?: string;
  /** How long the refresh tokens of this app last. */
  refreshToken?: string;
}

/** One variable of a provider's URLs, such as a subdomain or a region. */
export interface ProviderVariable {
  label: string;
  example: string;
  /** Source of a regular expression with anchors; the whole value must match it. */
  pattern: string;
  /** The value if none is given. Without a default, a value is required. */
  default?: string;
  /**
   * For a variable with a few known values: further template values that follow from each, such as the hosts of a region.
   * Templates use them like variables, but no caller can set them.
   */
  derives?: Record<string, Record<string, string>>;
  /**
   * - `connection`: a person chooses it at each consent. Its host stays within the provider's domain.
   * - `app`: set with a workspace's own app. The platform's app uses the default, so its secret cannot be sent to another
   *   host (T018).
   * - `callback`: the provider's redirect brings it as `parameter`. It is a key into the fixed table `derives`, or a label; never
   *   a URL or a host (T245). Endpoints that a browser opens cannot contain it.
   */
  of: 'connection' | 'app' | 'callback';
  /** Of a `callback` variable: the parameter of the authorization response. */
  parameter?: string;
  /** The redirect repeats the choice in this parameter, in this form. A redirect without it, or with another, is refused. */
  echo?: { parameter: string; value: string };
  /** False: account ids are unique over all values, so the value does not tell two accounts apart. */
  isOfAccount?: false;
}

/** One product of a provider, such as Gmail; the HTTP API names it `app`. */
export interface ProviderProduct {
  id: string;
  name: string;
  scopes: { scope: string; description: string; default: boolean }[];
}
