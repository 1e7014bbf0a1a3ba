/**
 * Each Python framework as it is on PyPI, in the example of the client's README: not connected, the model reads the page;
 * connected, one call is made with one injection.
 * Covers clients/python/frameworks, clients/python/README.md, clients/python/src/connections_client/http/client_factory.py.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ADA_AT_DEMO, startWorld, type World } from '../journeys/world.ts';
import { FRAMEWORKS, hasPython, pythonOf } from './virtual-environment.ts';

const EXAMPLES = ['mcp_1', 'mcp_2', 'fastmcp_client', 'langchain_tools', 'openai_agent', 'bare_auth'];
const run = promisify(execFile);

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.ada.disconnect('acme', 'demo'));
afterAll(() => world?.close());

async function output(example: string): Promise<string> {
  const { urls } = world.environment;
  const env = {
    ...{ PATH: process.env.PATH, HOME: process.env.HOME },
    ...{ AWS_ENDPOINT_URL_LAMBDA: urls.lambda, AWS_REGION: 'local', AWS_DEFAULT_REGION: 'local' },
    ...{ AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
    ...{ MCP_SERVER_URL: urls.notesMcp, CALLER_TOKEN: world.tokens.ada },
    // T215: what the environment says of proxies does not count.
    ...{
      HTTP_PROXY: 'http://127.0.0.1:9',
      ALL_PROXY: 'http://127.0.0.1:9',
      NO_PROXY: new URL(urls.lambda).host,
    },
  };
  const python = pythonOf(example);
  const cwd = FRAMEWORKS;
  const { stdout, stderr } = await run(python, [`${example}.py`], { cwd, env: env as never });
  return `${stdout}${stderr}`;
}

async function injections(): Promise<number> {
  const { body } = await world.ada.request<{ calls: { outcome: string }[] }>(
    'GET',
    '/v1/workspaces/acme/calls',
  );
  return body.calls.filter(({ outcome }) => outcome === 'injected').length;
}

describe.skipIf(!hasPython())('T215: a Python framework', () => {
  it.each(EXAMPLES)(
    '%s shows the page, and then makes the call with one injection',
    async (example) => {
      // The first time it installs the framework.
      const before = await output(example);
      expect(before).toContain(`${world.environment.urls.dashboard}/?connect=demo`);
      const already = await injections();
      await world.connect(world.ada, 'acme', { provider: 'demo' }, ADA_AT_DEMO);
      expect(await output(example)).toContain(ADA_AT_DEMO);
      expect(await injections()).toBe(already + 1);
    },
    600_000,
  );
});

it.runIf(!hasPython())('is skipped: there is no python3 of 3.10 or newer here', () => {
  process.stderr.write('SKIPPED: the Python frameworks were not tried, since there is no python3.\n');
});
