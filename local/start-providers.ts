/** Starts what the broker talks to: the identity provider, the demo provider, the MCP servers and the played providers. */
import { join } from 'node:path';
import type { Provider } from '../src/oauth/provider.ts';
import { systemClock } from '../src/system/clock.ts';
import type { OnClose } from './closings.ts';
import { type DemoProvider, startDemoProvider } from './demo-provider.ts';
import { demoProvider } from './demo-provider-facts.ts';
import type { EnvironmentOptions } from './environment-options.ts';
import { startIdentityProvider } from './identity-provider.ts';
import { startMcpServers } from './mcp-servers.ts';
import { loadPlatformApps, type PlatformApps } from './platform-apps-file.ts';
import { type RunningPlay, startPlayedProviders } from './played-providers/start-played-providers.ts';

export interface RunningProviders {
  /** Of the people's access tokens. */
  issuer: string;
  demo: DemoProvider;
  demoFacts: Provider;
  mcp: { notes: string; tasks: string };
  apps: PlatformApps;
  play: RunningPlay;
}

/** `appOrigin`: where the app server listens, to which browsers return. `endpointAddress`: for what MCP clients get tokens. */
export async function startProviders(
  options: EnvironmentOptions,
  { appOrigin, endpointAddress }: { appOrigin: string; endpointAddress: string },
  onClose: OnClose,
): Promise<RunningProviders> {
  const { stateDir, ports = {}, played = [], clock = systemClock } = options;
  const port = ports.identityProvider ?? 0;
  const identity = await startIdentityProvider({ port, dashboardUrl: appOrigin, stateDir, endpointAddress });
  onClose(identity.close);
  const apps = await loadPlatformApps(join(stateDir, 'platform-apps.json'), played);
  const demo = await startDemoProvider({
    port: ports.demoProvider ?? 0,
    stateDir,
    clients: demoClients(apps, appOrigin),
    accessTokenLifetimeSeconds: options.accessTokenLifetimeSeconds ?? 3600,
  });
  onClose(demo.close);
  const mcp = await startMcpServers({ port: ports.mcpServers ?? 0, demoProviderOrigin: demo.origin });
  onClose(mcp.close);
  const play = await startPlayedProviders({
    ...{ providers: played, port: ports.playedProviders ?? 0, stateDir, platform: apps, appOrigin },
    now: clock.now,
  });
  onClose(play.close);
  const { issuer } = identity;
  return { issuer, demo, demoFacts: demoProvider(demo.origin, mcp.urls), mcp: mcp.urls, apps, play };
}

function demoClients(apps: PlatformApps, appOrigin: string) {
  return Object.entries(apps.demo?.clients ?? {}).map(([clientId, clientSecret]) => ({
    clientId,
    clientSecret,
    redirectUris: [`${appOrigin}/oauth/callback/demo/verified`],
  }));
}
