/**
 * What one refresh on demand asks of the table, in a process that has the data key.
 * Covers src/broker/refresh/refresh-connection.ts, src/broker/refresh/claim-attempt.ts, src/broker/refresh/ask-provider.ts,
 * src/broker/refresh/store-refreshed.ts, src/broker/apps/oauth-app-credentials.ts, src/broker/apps/read-app.ts,
 * src/broker/apps/places.ts.
 */
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../src/broker/records.ts';
import { countedStores } from '../setup/counted-stores.ts';
import { placingStage, tokens } from './placing.ts';

const OF_PLATFORM = { appOwner: 'verified', appVersion: 1, clientId: 'client-verified-google' };
const CONNECTION = 'connections.read';
const HEALTH_OF_APP = 'appHealth.read';
const APP = 'apps.read';
const CLAIM_AND_TOKENS = ['connections.change', 'connections.change'];
const PLACE_TAKEN = 'places.changed';
const PLACE_GIVEN_BACK = 'places.change';

/** Of any app of a workspace, in order. */
const OF_OWN_APP = [HEALTH_OF_APP, APP, ...CLAIM_AND_TOKENS];

/** The requests of a refresh of this provider's connection, and its report. */
async function refreshed(provider: string, more: Partial<Connection> = {}) {
  const stage = await placingStage();
  stage.provider.open(tokens);
  const key = await stage.connect('acme', provider, more);
  const asked = countedStores(stage.stores);
  return { report: await stage.demand(key), requests: [...asked] };
}

describe('a refresh on demand', () => {
  it.each<[string, string, Partial<Connection>, number, string[]]>([
    ['a verified app', 'google', OF_PLATFORM, 4, [CONNECTION, HEALTH_OF_APP, ...CLAIM_AND_TOKENS]],
    ['an own app at a host of the catalogue', 'google', {}, 5, [CONNECTION, ...OF_OWN_APP]],
    [
      'a host that a tenant chose, in a place',
      'zendesk',
      { variables: { subdomain: 'acme' } },
      7,
      [CONNECTION, PLACE_TAKEN, ...OF_OWN_APP, PLACE_GIVEN_BACK],
    ],
    [
      'a custom provider, whose app is read once for what it is and for its secret, in a place',
      'custom~crm',
      {},
      7,
      [CONNECTION, PLACE_TAKEN, ...OF_OWN_APP, PLACE_GIVEN_BACK],
    ],
  ])('of %s (%s %j) makes %i requests to the table', async (_, provider, more, count, expected) => {
    const { report, requests } = await refreshed(provider, more);
    expect(report).toEqual({ outcome: 'refreshed' });
    expect(requests).toEqual(expected);
    expect(requests).toHaveLength(count);
  });
});
