import type { Connection } from '../api/types.ts';

export interface StatusWords {
  label: string;
  /** Decides the colour and the symbol. The label says the same in words. */
  tone: 'good' | 'warning' | 'bad' | 'idle';
  /** What the status means for the people who use the connection. */
  meaning?: string;
}

export const STATUS_WORDS: Record<Connection['status'], StatusWords> = {
  active: { label: 'Active', tone: 'good' },
  choice_needed: {
    label: 'Needs a choice',
    tone: 'warning',
    meaning:
      'The account reaches several tenants. MCP servers cannot use this connection until a person chooses one.',
  },
  refresh_failing: {
    label: 'Refresh delayed',
    tone: 'warning',
    meaning: 'The connection still works. The last refresh failed and will be tried again.',
  },
  reauthorization_required: {
    label: 'Needs reconnecting',
    tone: 'bad',
    meaning: 'MCP servers cannot use this connection until a person connects it again.',
  },
  disconnecting: {
    label: 'Disconnecting',
    tone: 'idle',
    meaning:
      'MCP servers can no longer use this connection. The provider has not yet answered the request to revoke it.',
  },
  disconnected: { label: 'Disconnected', tone: 'idle' },
};

export const REASON_WORDS: Record<NonNullable<Connection['reason']>, string> = {
  grant_revoked: 'The provider reports that the access was revoked or has expired.',
  refresh_lost: 'An answer of the provider with new tokens was lost.',
  expired_without_refresh_token: 'The provider granted access for a limited time, and that time has ended.',
  restored: 'The connection was restored from a backup, and its tokens may be out of date.',
  provider_unavailable: 'The provider cannot be reached at the moment.',
  provider_throttled: 'The provider asked to wait before the next request.',
  app_misconfigured:
    'The provider refuses the credentials of the OAuth app. The connection itself is not the cause.',
  client_lost: 'The MCP server does not know this service any more. Connect again: it registers itself anew.',
  issuer_changed: 'The MCP server signs people in elsewhere now. An admin registers it again.',
};
