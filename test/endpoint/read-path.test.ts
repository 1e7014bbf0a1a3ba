/** Covers src/endpoint/read-path.ts, src/endpoint/metadata.ts, src/endpoint/workspace-of.ts. */
import { describe, expect, it } from 'vitest';
import { metadataOf, metadataUrl } from '../../src/endpoint/metadata.ts';
import { readPath } from '../../src/endpoint/read-path.ts';
import { workspaceOf } from '../../src/endpoint/workspace-of.ts';

const ADDRESS = 'https://api.example.com/prod/mcp';
const at = (path: string) => readPath(ADDRESS, `https://elsewhere.example${path}`);

describe('a path', () => {
  it.each([
    ['/prod/mcp', { text: '' }],
    ['/prod/mcp/acme', { text: '/acme', workspaceId: 'acme' }],
    [
      '/prod/mcp/acme/io.github.x',
      { text: '/acme/io.github.x', workspaceId: 'acme', serverId: 'io.github.x' },
    ],
    ['/prod/mcp/~me', { text: '/~me', workspaceId: '~me' }],
    ['/prod/mcp/~me/notes', { text: '/~me/notes', workspaceId: '~me', serverId: 'notes' }],
  ])('of the endpoint: %s', (path, read) => {
    expect(at(path)).toEqual({ kind: 'endpoint', path: read });
    expect(at(`${path}?a=b`)).toEqual({ kind: 'endpoint', path: read });
    const rest = read.text;
    for (const place of [
      `/.well-known/oauth-protected-resource/prod/mcp${rest}`,
      `/prod/mcp/.well-known/oauth-protected-resource${rest}`,
    ])
      expect(at(place)).toEqual({ kind: 'metadata', path: read });
  });

  it.each([
    '/',
    '/mcp',
    '/prod/mcp/',
    '/prod/mcpx',
    '/prod/mcp/acme/',
    '/prod/mcp//notes',
    '/prod/mcp/acme/notes/x',
    '/prod/mcp/verified',
    '/prod/mcp/acme/provider:google',
    '/prod/mcp/acme/Notes',
    '/prod/mcp/%7Eme',
    '/prod/mcp/ac%6De',
    '/prod/mcp/~Me',
    '/prod/mcp/~',
    `/prod/mcp/~${'A'.repeat(43)}`,
    '/.well-known/oauth-protected-resource',
    '/.well-known/oauth-protected-resource/prod',
    '/.well-known/oauth-protected-resource/prod/mcp/~x',
    '/prod/mcp/.well-known/oauth-authorization-server',
  ])('that is none: %s', (path) => {
    expect(at(path)).toBeUndefined();
  });
});

it('T225: the metadata is that of the exact address, from the settings', () => {
  const settings = {
    address: ADDRESS,
    issuer: 'https://id.example',
    audience: 'urn:x',
    scopes: ['a', 'b'],
    personalWorkspaces: 'off' as const,
  };
  const { path } = at('/prod/mcp/acme') ?? expect.unreachable();
  expect(metadataOf(settings, path)).toEqual({
    resource: `${ADDRESS}/acme`,
    authorization_servers: ['https://id.example'],
    scopes_supported: ['a', 'b'],
    bearer_methods_supported: ['header'],
  });
  expect(at(new URL(metadataUrl(settings, path)).pathname)).toEqual({ kind: 'metadata', path });
});

describe('the workspace', () => {
  const caller = (...ids: string[]) => ({
    ...{ issuer: 'https://id.example', subject: 'ada' },
    roles: new Map(ids.map((id) => [id, 'member' as const])),
  });

  it('is that of the path, for who has a role in it', () => {
    expect(workspaceOf(caller('acme', 'globex'), { workspaceId: 'globex' }, 'off')).toEqual({
      workspaceId: 'globex',
    });
    expect(workspaceOf(caller('acme'), { workspaceId: 'globex' }, 'off')).toEqual({ refused: 'not_found' });
    expect(workspaceOf(caller('acme'), { workspaceId: '~me' }, 'off')).toEqual({ refused: 'not_found' });
  });

  it('is the caller’s own at ~me, where the stage has it', () => {
    expect(workspaceOf(caller(), { workspaceId: '~me' }, 'everyone')).toEqual({ workspaceId: '~me' });
    expect(workspaceOf(caller(), { workspaceId: '~me' }, 'members')).toEqual({ refused: 'not_found' });
    expect(workspaceOf(caller(), {}, 'everyone')).toEqual({ refused: 'no_workspace' });
  });

  it('T225: is the only one of the token, and never the first of a list', () => {
    expect(workspaceOf(caller('acme'), {}, 'off')).toEqual({ workspaceId: 'acme' });
    expect(workspaceOf(caller(), {}, 'off')).toEqual({ refused: 'no_workspace' });
    const refused = { refused: 'several_workspaces', workspaceIds: ['acme', 'globex'] };
    expect(workspaceOf(caller('globex', 'acme'), {}, 'off')).toEqual(refused);
    expect(workspaceOf(caller('acme', 'globex'), {}, 'off')).toEqual(refused);
  });
});
