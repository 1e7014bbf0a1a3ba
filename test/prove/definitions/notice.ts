/**
 * What notices that a definition is broken: rules, and journeys at the provider's scripts, which were written
 * without the definition; and only then what was recorded of the definition itself.
 */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { SCRIPTED_PROVIDERS } from '../../../local/scripted-providers/all-providers.ts';
import type { ScriptedProvider } from '../../../local/scripted-providers/scripted-provider.ts';
import type { Provider } from '../../../src/oauth/provider.ts';
import type { ProviderAnswer } from '../../../src/oauth/provider-fetch.ts';
import { requestOf } from '../../providers/authorization-request.ts';
import { catalogueFaults } from '../../providers/definition-faults.ts';
import { destinationsOf } from '../../providers/destinations.ts';
import { livesWithoutLifetime } from '../../providers/lifetime-journey.ts';
import { memoryWorld } from '../../providers/memory-world.ts';
import { meaningsOf } from '../../providers/recorded-meanings.ts';
import { refreshFaults, settingFaults } from '../../providers/refresh-facts.ts';
import { endsIdle, runJourney } from '../../providers/run-journey.ts';
import { sharesAccount } from '../../providers/sharing-journey.ts';

const vectors = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../vectors/${name}.json`, import.meta.url), 'utf8'));
const REQUESTS = vectors('authorization-requests');
const DESTINATIONS = vectors('destinations');
const MEANINGS = vectors('meanings');

/** Whether their tokens end is a setting of the app, which the variant of github-app shows for all of them. */
const UNEXPIRING_ELSEWHERE = ['github-app-enterprise', 'github-app-ghe'];

/** Checks that rest on a record of the definition itself. They prove that a change is meant, and not that the fact is right. */
export const RECORDS = ['recorded requests', 'recorded destinations', 'recorded meanings'];

type Check = (provider: Provider) => string | undefined | Promise<string | undefined>;

const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
const first = (faults: string[]) => faults[0];

const CHECKS: Record<string, Check> = {
  rules: (provider) => first(catalogueFaults(provider)),
  'facts of refresh': (provider) =>
    first([
      ...scriptsOf(provider).flatMap((one) => refreshFaults(provider, one)),
      ...settingFaults(provider, scriptsOf(provider)),
    ]),
  journeys: async (provider) => {
    const told: boolean[] = [];
    for (const scripted of scriptsOf(provider)) {
      const where = (change?: (answer: ProviderAnswer) => Promise<ProviderAnswer>) =>
        memoryWorld(scripted, { provider, ...(change && { change }) });
      await runJourney(where());
      await endsIdle(where());
      await sharesAccount(where());
      told.push(await livesWithoutLifetime(where));
    }
    const isEndless = provider.oauth.accessTokenLifetime === 'endless';
    return isEndless && !UNEXPIRING_ELSEWHERE.includes(provider.id) && told.every(Boolean)
      ? 'endless tokens, which always have an end'
      : undefined;
  },
  // Last: they were recorded from the definitions and read once, so that a fact changes in two places or not at all.
  'recorded requests': (provider) =>
    isDeepStrictEqual(plain(requestOf(provider)), REQUESTS[provider.id]) ? undefined : 'another request',
  'recorded destinations': (provider) =>
    isDeepStrictEqual(plain(destinationsOf(provider)), DESTINATIONS[provider.id]) ? undefined : 'elsewhere',
  'recorded meanings': (provider) =>
    isDeepStrictEqual(plain(meaningsOf(provider)), MEANINGS[provider.id]) ? undefined : 'another meaning',
};

const scriptsOf = ({ id }: Provider): ScriptedProvider[] =>
  SCRIPTED_PROVIDERS.filter(({ provider }) => provider === id);

/** What noticed, and what it said. Undefined: nothing did. */
export async function noticeOf(provider: Provider): Promise<{ by: string; said: string } | undefined> {
  for (const [by, check] of Object.entries(CHECKS)) {
    try {
      const said = await check(provider);
      if (said !== undefined) return { by, said };
    } catch (error) {
      return { by, said: error instanceof Error ? error.message : String(error) };
    }
  }
  return undefined;
}
