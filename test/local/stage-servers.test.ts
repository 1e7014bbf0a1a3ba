/**
 * `npm start -- --servers`: the servers of a stage's settings, tried on a laptop.
 * Covers local/stage-servers-file.ts, local/ports.ts, local/start-failure.ts.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readStageServers } from '../../local/stage-servers-file.ts';
import { sentenceFor } from '../../local/start-failure.ts';
import { isWithoutAddress } from '../../src/contract/servers/server-address.ts';
import type { ServerRegistration } from '../../src/contract/servers/server-registration.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { startPlay } from './playing.ts';
import { stateDir } from './state-dir.ts';

const CRM: ServerRegistration = {
  id: 'crm',
  name: 'CRM',
  provider: 'demo',
  url: 'https://crm.example/mcp',
  allowedHosts: ['crm.example'],
  placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
  removeHeaders: ['Cookie'],
  binding: 'request',
  discovery: false,
  scopes: [],
};

function fileWith(content: unknown): string {
  const path = join(stateDir(), 'servers.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('the servers of a stage on a laptop', () => {
  it('are servers of every workspace, and their ids are reserved', async () => {
    const stageServers = await readStageServers(fileWith([CRM]));
    const { ada, close } = await startPlay({ stageServers });
    onTestFinished(close);
    const { body } = await ada.request<{ servers: object[] }>('GET', '/v1/workspaces/acme/mcp-servers');
    expect(body.servers).toContainEqual(expect.objectContaining({ id: 'crm', source: 'stage' }));
    const { id, allowedHosts, ...own } = CRM;
    const put = await ada.request('PUT', '/v1/workspaces/acme/mcp-servers/crm', own);
    expect(put).toMatchObject({ status: 409, body: { code: 'server_id_reserved' } });
  });

  it('may be the address of a server of the catalogue, as in the settings of a stage', async () => {
    const template = [...CATALOGUE.values()]
      .flatMap(({ servers }) => servers)
      .find((server) => isWithoutAddress(server));
    const { id } = template ?? expect.unreachable();
    const url = 'https://mcp.example/path';
    const stageServers = await readStageServers(fileWith([{ id, url }]));
    const { ada, close } = await startPlay({ stageServers });
    onTestFinished(close);
    const { body } = await ada.request<{ servers: object[] }>('GET', '/v1/workspaces/acme/mcp-servers');
    const shown = { id, url, source: 'stage', allowedHosts: ['mcp.example'] };
    expect(body.servers).toContainEqual(expect.objectContaining(shown));
  });

  it.each([
    ['nosuch', 'id is "nosuch", and the catalogue has no such server'],
    ['github-mcp', 'url is given, and the server "github-mcp" has one'],
  ])('are no address of %s, which takes none: one sentence', async (id, fault) => {
    const stageServers = await readStageServers(fileWith([{ id, url: 'https://mcp.example/' }]));
    const error = await startPlay({ stageServers }).catch((thrown: unknown) => thrown);
    expect(sentenceFor(error)).toBe(`In the file of --servers: servers[0].${fault}; correct it.`);
  });

  it.each<[string, unknown, RegExp]>([
    ['no JSON', 'servers = []', /must be a JSON file with a list/],
    ['no list', { servers: [CRM] }, /must be a JSON file with a list/],
    ['a fault in a field', [CRM, { ...CRM, id: 'x', binding: 'ever' }], /servers\[1\]\.binding is not valid/],
    ['a field too many', [{ ...CRM, allowedHost: 'x' }], /servers\[0\].* is not valid/],
    [
      'a placement without the token',
      [{ ...CRM, placements: [{ ...CRM.placements[0], value: 'x' }] }],
      /is not valid/,
    ],
    ['an address that is none', [{ id: 'x', url: 'mcp' }], /servers\[0\]\.url is not valid/],
    [
      'an address with more',
      [{ id: 'x', url: 'https://a.example/', name: 'X' }],
      /servers\[0\].* is not valid/,
    ],
    ['no host at all', [{ ...CRM, url: undefined, allowedHosts: [] }], /servers\[0\]\.allowedHosts is empty/],
    ['an id twice', [CRM, CRM], /has an id twice/],
    ['an id of a provider’s own API', [{ ...CRM, id: 'provider:demo' }], /provider:/],
  ])('are refused in one sentence: %s', async (_what, content, sentence) => {
    const path = fileWith(content);
    await expect(readStageServers(path)).rejects.toThrow(sentence);
  });

  it('are refused where there is no such file', async () => {
    await expect(readStageServers(join(stateDir(), 'none.json'))).rejects.toThrow(/must be a JSON file/);
  });
});
