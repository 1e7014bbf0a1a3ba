/** Starts the played providers of a state folder, and gives what the rest of the environment needs of them. */
import type { HostResolver } from '../../src/broker/ports.ts';
import type { Provider } from '../../src/oauth/provider.ts';
import type { ProviderFetch } from '../../src/oauth/provider-fetch.ts';
import { listenOnLoopback } from '../listen-on-loopback.ts';
import type { PlatformApps } from '../platform-apps-file.ts';
import { playedScripts } from './playable.ts';
import { playedApps } from './played-apps.ts';
import { playedFetch } from './played-egress.ts';
import { playedFacts } from './played-facts.ts';
import { playedListener } from './played-listener.ts';
import { type PlayedProviders, playProviders } from './played-providers.ts';
import { readPlayedState, writePlayedState } from './played-state.ts';

export interface RunningPlay {
  /** Where the played providers listen. Undefined: none is played. */
  origin: string | undefined;
  played: PlayedProviders | undefined;
  /** The facts as the environment uses them. */
  factsOf(provider: Provider): Provider;
  /** Which hosts are public: a played one is, though no name server knows it. */
  hostsOf(hosts: HostResolver): HostResolver;
  /** The egress as the environment uses it. */
  through(fetch: ProviderFetch): ProviderFetch;
  close(): Promise<void>;
}

const NOTHING_PLAYED: RunningPlay = {
  origin: undefined,
  played: undefined,
  factsOf: (provider) => provider,
  hostsOf: (hosts) => hosts,
  through: (fetch) => fetch,
  close: async () => undefined,
};

/** `providers` must be what the state folder says (`claimFormat`). Port 0 takes a free one. */
export async function startPlayedProviders(input: {
  providers: readonly string[];
  port: number;
  stateDir: string;
  platform: PlatformApps;
  appOrigin: string;
  now: () => number;
}): Promise<RunningPlay> {
  const { providers, stateDir, platform, appOrigin, now } = input;
  if (providers.length === 0) return NOTHING_PLAYED;
  const { ownApps, grants } = readPlayedState(stateDir, providers);
  const scripts = playedScripts(providers);
  const played = playProviders({
    ...{ scripts, appOrigin, grants, now, apps: playedApps(providers, platform, ownApps) },
    keep: (changed) => writePlayedState(stateDir, { ownApps, grants: changed }),
  });
  const { origin, close } = await listenOnLoopback(input.port, (at) => playedListener(played, at));
  return {
    origin,
    played,
    factsOf: (provider) => (providers.includes(provider.id) ? playedFacts(provider, origin) : provider),
    hostsOf: (hosts) => ({
      ...hosts,
      isPublic: async (host) =>
        scripts.some(({ authorization }) => new URL(authorization.at).hostname === host) ||
        hosts.isPublic(host),
    }),
    through: (fetch) => playedFetch(fetch, { scripts, origin }),
    close,
  };
}
