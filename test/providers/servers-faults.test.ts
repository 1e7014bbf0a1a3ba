/** Covers src/providers/servers-faults.ts, src/providers/server-registrations.ts, src/providers/template-names.ts. */
import { expect, it } from 'vitest';
import type { ServerRegistration, StageServer } from '../../src/contract/servers/server-registration.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { registeredServers } from '../../src/providers/server-registrations.ts';
import { refuseServersFaults } from '../../src/providers/servers-faults.ts';

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
  expect(() => refuseServersFaults(CATALOGUE, [CRM, ADDRESS])).not.toThrow();
  const registered = registeredServers(CATALOGUE, [ADDRESS]).get('airtable-aerostack');
  expect(registered).toMatchObject({
    source: 'stage',
    registration: { url: ADDRESS.url, allowedHosts: ['airtable.internal:8080'], provider: 'airtable' },
  });
});

it.each<[StageServer, RegExp]>([
  [
    { id: 'nosuch', url: 'https://a.example/' },
    /^servers\[0\]\.id is "nosuch", and the catalogue has no such server/,
  ],
  [
    { id: 'github-mcp', url: 'https://a.example/' },
    /^servers\[0\]\.url is given, and the server "github-mcp" has one/,
  ],
  [{ id: ADDRESS.id, connectionOf: 'person' }, /^servers\[0\]\.connectionOf needs a url beside it/],
  [
    { ...CRM, provider: 'custom~crm', connectionOf: 'person' },
    /^servers\[0\]\.connectionOf is for providers of the catalogue/,
  ],
  [
    { ...ADDRESS, url: 'https://a.example/{accessToken}' },
    /^servers\[0\]\.url names what connections of the provider do not have/,
  ],
  [{ ...CRM, provider: 'githbu' }, /^servers\[0\]\.provider is "githbu"/],
  [
    { ...CRM, placements: [{ in: 'header', name: 'X-T', value: '{accessToken} {instanceHots}' }] },
    /placements\.0\.value names what connections of the provider do not have/,
  ],
])('a fault is one sentence that names its place: %j', (server, sentence) => {
  expect(() => registeredServers(CATALOGUE, [server])).toThrow(sentence);
});
