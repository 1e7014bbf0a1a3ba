/** Covers test/providers/definition-rules/lifetimes.ts, test/providers/definition-rules/errors.ts. */
import { describe, expect, it } from 'vitest';
import type { Provider } from '../../../src/oauth/provider.ts';
import { google } from '../../../src/providers/google.ts';
import { definitionFaults } from '../definition-faults.ts';
import { withOAuth } from './with-oauth.ts';

const { errors } = google.oauth;

describe('a definition is at fault when it has', () => {
  it.each<[string, Provider, string]>([
    ['a lifetime of nothing', withOAuth(google, { accessTokenLifetime: 0 }), 'a lifetime that is none'],
    ['expiry without refresh', withOAuth(google, { refresh: { kind: 'none' } }), 'a token with a clock'],
    [
      'an idle limit in the wrong unit',
      withOAuth(google, { refresh: { kind: 'reusable', replay: 'safe', idleLimit: 180 } }),
      'an idle limit shorter',
    ],
    [
      'invalid_grant as a fault of the app',
      withOAuth(google, { errors: { ...errors, configuration: ['invalid_grant'] } }),
      'error code invalid_grant',
    ],
    [
      'one code of two meanings',
      withOAuth(google, { errors: { ...errors, deadGrant: ['org_internal'] } }),
      'an error code of two meanings',
    ],
    [
      'a second refresh endpoint elsewhere',
      withOAuth(google, { refreshEndpointIfMissing: 'https://evil.example/token' }),
      'another refresh endpoint at another host',
    ],
    [
      'the first refresh endpoint twice',
      withOAuth(google, { refreshEndpointIfMissing: google.oauth.tokenEndpoint }),
      'another refresh endpoint that is the same',
    ],
    [
      'a second refresh endpoint for single-use tokens',
      withOAuth(google, {
        refreshEndpointIfMissing: 'https://oauth2.googleapis.com/refresh',
        refresh: { kind: 'rotating', replay: 'safe' },
      }),
      'for a token that can be spent',
    ],
  ])('%s', (_title, provider, fault) => {
    expect(definitionFaults(provider).join('\n')).toContain(fault);
  });
});
