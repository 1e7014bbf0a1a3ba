/** A local environment with played providers, and what a person does at them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Browserless, type VisitedPage } from '../../local/browserless.ts';
import { ApiClient, answerIn, type Returned, type Started } from '../../local/demo/api-client.ts';
import { type EnvironmentOptions, type LocalEnvironment, startEnvironment } from '../../local/environment.ts';
import { mintToken } from '../../local/mint-token.ts';
import { LOCAL_AUDIENCE, type PersonId } from '../../local/people.ts';
import { createJsonLog } from '../../src/system/json-log.ts';
import { stateDir } from './state-dir.ts';

export interface Play {
  environment: LocalEnvironment;
  stateDir: string;
  ada: ApiClient;
  mallory: ApiClient;
  /** Ends the environment, and removes its folder unless the test has made that. */
  close(): Promise<void>;
}

type Options = Pick<EnvironmentOptions, 'played' | 'stageServers'> & { stateDir?: string };

export async function startPlay(options: Options = {}): Promise<Play> {
  const own = options.stateDir === undefined ? mkdtempSync(join(tmpdir(), 'connections-play-')) : undefined;
  const stateDir = options.stateDir ?? own ?? '';
  const log = createJsonLog(() => undefined);
  const environment = await startEnvironment({ ...options, tickSeconds: 0, log, stateDir });
  const tokenOf = (person: PersonId) =>
    mintToken({ stateDir, person, audience: LOCAL_AUDIENCE, minutes: 60, now: Date.now() });
  const { api } = environment.urls;
  return {
    environment,
    stateDir,
    ada: new ApiClient(api, await tokenOf('ada')),
    mallory: new ApiClient(api, await tokenOf('mallory')),
    async close() {
      await environment.close();
      if (own) rmSync(own, { recursive: true, force: true });
    },
  };
}

/** An environment of one test, which ends with the test unless the test has ended it. */
export async function play(played: string[], folder = stateDir()): Promise<Play> {
  const started = await startPlay({ stateDir: folder, played });
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= started.close());
  onTestFinished(close);
  return { ...started, close };
}

/** The person's connection in acme. */
export const connection = async ({ ada }: Play, id = 'github') =>
  (await ada.connections('acme')).body.connections.find((one) => one.id === id);

export const refresh = ({ ada }: Play, id: string) =>
  ada.request<{ outcome?: string; code?: string }>(
    'POST',
    `/v1/workspaces/acme/connections/${encodeURIComponent(id)}/refresh`,
  );

export const browserOf = ({ environment: { urls } }: Play) =>
  new Browserless({ stopAt: ({ href }) => href.startsWith(`${urls.dashboard}/#`) });

/** The person's decision at the played page. Returns what completes the consent. */
export async function decide(
  play: Play,
  started: Started,
  decision: 'Allow' | 'Cancel' = 'Allow',
): Promise<Returned & { page: VisitedPage }> {
  const browser = browserOf(play);
  const page = await browser.open(started.authorizationUrl);
  const { url } = await browser.press(page, decision);
  return { session: started.id, completionSecret: started.completionSecret, ...answerIn(url), page };
}

/** From the start to the connection. */
export async function connectPlayed(
  play: Play,
  person: ApiClient,
  workspace: string,
  body: { provider: string; [name: string]: unknown },
) {
  const started = await person.start(workspace, body);
  if (started.status !== 201) throw new Error(JSON.stringify(started));
  const { page, ...returned } = await decide(play, started.body);
  return person.complete(workspace, returned);
}

/** As curl sends it. */
export async function withdrawAt(play: Play, provider: string): Promise<string> {
  const body = new URLSearchParams({ provider });
  return (await fetch(`${play.environment.urls.playedProviders}/withdraw`, { method: 'POST', body })).text();
}

/** A request with headers that `fetch` would not send. */
export function ask(
  origin: string,
  { method = 'GET', path = '/', headers = {} }: { method?: string; path?: string; headers?: object },
): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers: { ...headers } }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    sent.on('error', reject).end();
  });
}
