/**
 * Covers src/providers, src/oauth/dialects.ts, src/oauth/account/identify-account.ts, src/oauth/token-endpoint.ts,
 * src/broker/disconnect, src/broker/refresh/finish-inert.ts, src/broker/refresh/answer-revocation.ts,
 * src/broker/connect/choose-scopes.ts, src/broker/connect/choose-variables.ts, src/broker/tokens/granted-scopes.ts,
 * src/broker/tokens/shared-grant.ts.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { SCRIPTED_PROVIDERS } from '../../local/scripted-providers/all-providers.ts';
import type { Provider } from '../../src/oauth/provider.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { livesWithoutLifetime } from './lifetime-journey.ts';
import { memoryWorld } from './memory-world.ts';
import { endsIdle, runJourney } from './run-journey.ts';
import { sharesAccount } from './sharing-journey.ts';
import { openWorld } from './world.ts';

function definitionOf({ provider }: { provider: string }): Provider {
  const definition = CATALOGUE.get(provider);
  if (!definition) throw new Error(`the catalogue has no ${provider}`);
  return definition;
}

describe('every provider of the catalogue', () => {
  it('has a scripted provider, and no other is scripted', () => {
    const scripted = [...new Set(SCRIPTED_PROVIDERS.map(({ provider }) => provider))];
    expect(scripted.sort()).toEqual([...CATALOGUE.keys()].sort());
  });

  const named = SCRIPTED_PROVIDERS.map((scripted) => ({
    ...scripted,
    name: [scripted.provider, scripted.variant].filter(Boolean).join(', '),
  }));

  it.each(named)('$name: connect, inject, refresh, faults, dead grant, disconnect', async (scripted) => {
    const world = await openWorld(scripted);
    try {
      await runJourney(world);
    } finally {
      await world.close();
    }
  });

  it.each(named)('$name: disconnect of an idle connection', async (scripted) => {
    const world = await openWorld(scripted);
    try {
      await endsIdle(world);
    } finally {
      await world.close();
    }
  });

  it.each(named)(
    '$name: of two connections of one account, the end of one leaves the other',
    async (scripted) => {
      await sharesAccount(memoryWorld(scripted, { provider: definitionOf(scripted) }));
    },
  );

  it.each(named)('$name: an answer without a lifetime has the documented one', async (scripted) => {
    const provider = definitionOf(scripted);
    const isTold = await livesWithoutLifetime((change) => memoryWorld(scripted, { provider, change }));
    expect(isTold).toBeTypeOf('boolean');
  });

  afterAll(() =>
    process.stdout.write(`${CATALOGUE.size} providers, ${SCRIPTED_PROVIDERS.length} journeys\n`),
  );
});
