/**
 * What the page is told of workspaces of people's own, and of the address for their MCP clients.
 * Covers lib/dashboard/dashboard-config.ts, src/contract/dashboard/dashboard-config.ts.
 */
import { describe, expect, it } from 'vitest';
import { dashboardConfig, pageOffers } from '../../lib/dashboard/dashboard-config.ts';
import { settingsOf } from './stage-template.ts';

const ADDRESS = 'https://mcp.acme.test/mcp';
const configOf = (...given: Parameters<typeof pageOffers>) =>
  dashboardConfig({ jwt: settingsOf('prod').jwt, clientId: 'dashboard' }, 'https://c.test', {
    ...pageOffers(...given),
  });

describe('config.json', () => {
  it('says nothing of either, where the stage has none', () => {
    for (const config of [configOf({}), configOf({ personalWorkspaces: 'off' })]) {
      expect(config).not.toHaveProperty('personalWorkspaces');
      expect(config).not.toHaveProperty('mcpEndpoint');
    }
  });

  it.each(['members', 'everyone'] as const)('says that %s have a workspace of their own', (rule) => {
    expect(configOf({ personalWorkspaces: rule })).toMatchObject({ personalWorkspaces: rule });
  });

  it('has the address with the client ids of the settings, and no scope or audience of them', () => {
    const clients = { vscode: 'a-client-id' };
    const mcpEndpoint = { audience: 'mcp', scopes: ['openid'], clients };
    expect(configOf({ mcpEndpoint }, ADDRESS).mcpEndpoint).toEqual({ address: ADDRESS, clients });
    expect(configOf({ mcpEndpoint: {} }, ADDRESS).mcpEndpoint).toEqual({ address: ADDRESS });
  });
});
