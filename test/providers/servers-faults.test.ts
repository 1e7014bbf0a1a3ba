/** Covers src/providers/servers-faults.ts, src/providers/server-registrations.ts, src/providers/template-names.ts. */
import { expect, it } from 'vitest';
import type { ServerRegistration, StageServer } from '../../src/contract/server-registration.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { registeredServers } from '../../src/providers/server-registrations.ts';
import { serversFaults } from '../../src/providers/servers-faults.ts';

const CRM: ServerRegistration = {
  id: 'crm',
  name: 'CRM',
  provider: 'github',
  url: 'https://mcp.crm.example/mcp',
  allowedHosts: ['mcp.crm.example'],
  placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
  removeHeaders: [],
  binding: 'request',
  discovery: true,
  scopes: ['repo'],
};
const ADDRESS: StageServer = { id: 'airtable-aerostack', url: 'http://airtable.internal:8080/mcp' };

it('servers of a stage that are right have no faults, and an address makes a server of the catalogue whole', () => {
  expect(serversFaults(CATALOGUE, [CRM, ADDRESS])).toEqual([]);
  const registered = registeredServers(CATALOGUE, [ADDRESS]).get('airtable-aerostack');
  expect(registered).toMatchObject({
    source: 'stage',
    registration: { url: ADDRESS.url, allowedHosts: ['airtable.internal:8080'], provider: 'airtable' },
  });
});

it.each<[StageServer, RegExp]>([
  [{ id: 'nosuch', url: 'https://a.example/' }, /^servers\[0\]\.id is "nosuch"/],
  [{ id: 'github-mcp', url: 'https://a.example/' }, /takes an address/],
  [{ ...CRM, provider: 'githbu' }, /^servers\[0\]\.provider is "githbu"/],
  [{ ...CRM, allowedHosts: ['evil.example'] }, /does not have the host of the url/],
  [{ ...CRM, binding: 'process' }, /placements\.0\.in is not valid \(wrong_place/],
  [
    { ...CRM, placements: [{ in: 'header', name: 'X-T', value: '{accessToken} {instanceHots}' }] },
    /placements\.0\.value is not valid \(unknown_name/,
  ],
])('a fault is one sentence that names its place: %j', (server, sentence) => {
  expect(serversFaults(CATALOGUE, [server])).toEqual([expect.stringMatching(sentence)]);
});
