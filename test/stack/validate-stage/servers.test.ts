/**
 * Which MCP servers a stage may have.
 * Covers lib/settings/faults/validate-stage.ts.
 */
import { describe, expect, it } from 'vitest';
import type { StageSettings } from '../../../lib/settings/stage-settings.ts';
import { faultsOf } from '../stage-faults.ts';
import { settingsOf } from '../stage-template.ts';

const dev = settingsOf('dev');

const server = {
  id: 'crm',
  name: 'CRM',
  provider: 'google',
  allowedHosts: ['crm.acme.internal'],
  placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
  removeHeaders: [],
  binding: 'request',
  discovery: false,
  scopes: [],
} satisfies NonNullable<StageSettings['servers']>[number];

describe('a fault is named in one sentence, with its mend', () => {
  it.each<[string, StageSettings, string]>([
    [
      'connections of people who have no workspace',
      { ...dev, servers: [{ id: 'github-mcp', connectionOf: 'person' }] },
      'servers has a connectionOf of people, who have no workspace to connect in; set personalWorkspaces.',
    ],
    [
      'a server without hosts',
      { ...dev, servers: [{ ...server, allowedHosts: [] }] },
      'servers[0].allowedHosts is empty; name the host of its url.',
    ],
    [
      'a server whose url is elsewhere',
      { ...dev, servers: [{ ...server, url: 'https://evil.example/mcp' }] },
      'servers[0].allowedHosts does not have the host of the url; add it, or correct the url.',
    ],
    [
      'an address that is none',
      { ...dev, servers: [{ id: 'x', url: 'https://a:b@c.example/' }] },
      'servers[0].url is not valid (no http or https URL of a host); correct it.',
    ],
    [
      'two servers of one id',
      { ...dev, servers: [server, server] },
      'servers has an id twice; give each server its own id.',
    ],
    [
      'a server that poses as a provider’s API',
      { ...dev, servers: [{ ...server, id: 'provider:google' }] },
      "servers has an id that begins with 'provider:', which is reserved for a provider's own API; rename it.",
    ],
  ])('%s', (_, settings, sentence) => {
    expect(faultsOf(settings)).toContainEqual(sentence);
  });
});
