import type { Connection } from '../api.ts';

export interface StatusWords {
  label: string;
  /** Colour and symbol; the label says the same without them. */
  tone: 'good' | 'warning' | 'bad' | 'idle';
  /** What it means for whoever uses the connection. */
  meaning?: string;
}

export const STATUS_WORDS: Record<Connection['status'], StatusWords> = {
  active: { label: 'Active', tone: 'good' },
  refresh_failing: {
    label: 'Refresh delayed',
    tone: 'warning',
    meaning: 'It still works. The latest refresh did not succeed and is being retried.',
  },
  reauthorization_required: {
    label: 'Needs reconnecting',
    tone: 'bad',
    meaning: 'MCP servers cannot use it until somebody connects it again.',
  },
  disconnecting: {
    label: 'Disconnecting',
    tone: 'idle',
    meaning: 'It can no longer be used. The provider has yet to confirm that its access is gone.',
  },
  disconnected: { label: 'Disconnected', tone: 'idle' },
};

export const REASON_WORDS: Record<NonNullable<Connection['reason']>, string> = {
  grant_revoked: 'The provider says that this access was withdrawn or has expired.',
  refresh_lost: 'An answer of the provider was lost on the way, and with it the renewed access.',
  expired_without_refresh_token: 'The provider gave access for a limited time only, and that has passed.',
  restored: 'It was brought back from a backup, whose access may be out of date.',
  provider_unavailable: 'The provider cannot be reached at the moment.',
  provider_throttled: 'The provider asked to wait before the next request.',
  app_misconfigured: 'The provider refuses the OAuth app’s own credentials. The connection itself is fine.',
};
