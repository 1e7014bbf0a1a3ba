/**
 * What each function can never do.
 * Covers lib/functions/connect.ts, lib/functions/connections-api.ts, lib/functions/oauth-callback.ts,
 * lib/functions/token-refresh.ts, lib/functions/token-injector.ts, lib/functions/token-authorizer.ts,
 * lib/functions/rotate-data-key.ts, lib/functions/deployment-check.ts.
 */
import { describe, expect, it } from 'vitest';
import { FUNCTIONS, type FunctionName } from '../../../src/contract/environment.ts';
import { type StageTemplate, settingsOf, stageTemplate } from '../stage-template.ts';
import { statementsOfRole } from './role-statements.ts';
import { of, rightsOf } from './roles-of-stages.ts';

describe('what each function can never do', () => {
  it('T062 T070 connections-api queries public attributes, derives keys of cursors, and nothing else at all', () => {
    expect(rightsOf('connections-api')).toEqual([
      'Connections: query what says whether it is usable',
      'Connections: query what the dashboard shows',
      'BYO apps: query what the dashboard shows',
      'MCP servers: query what the dashboard shows',
      'Choices of OAuth apps: query what the dashboard shows',
      'Activity: query what the dashboard shows',
      'Names of people: query what the dashboard shows',
      'Tools that were seen: query what the dashboard shows',
      'Tool calls: query what the dashboard shows',
      'Cursor key: GenerateMac',
    ]);
  });

  it('T001 T002 oauth-callback may do nothing at all', () => {
    expect(rightsOf('oauth-callback')).toEqual([]);
  });

  it('token-tick may do what token-refresh may, and no more', () => {
    expect(rightsOf('token-tick')).toEqual(rightsOf('token-refresh'));
    expect(rightsOf('token-tick').length).toBeGreaterThan(0);
  });

  it('T070 only connect and the two functions that refresh read client secrets', () => {
    const reads = (name: FunctionName) =>
      rightsOf(name, ({ group }) => group === 'Secrets Manager').length > 0;
    expect(FUNCTIONS.filter(reads).toSorted()).toEqual(['connect', 'token-refresh', 'token-tick']);
  });

  it('T092 only connect and rotate-data-key make data keys, and two functions have no key at all', () => {
    const onKey = (name: FunctionName) => rightsOf(name, ({ group }) => group === 'Vault key');
    const makes = (name: FunctionName) => onKey(name).some((right) => right.includes('GenerateDataKey'));
    expect(FUNCTIONS.filter(makes).toSorted()).toEqual(['connect', 'rotate-data-key']);
    expect(onKey('connect')).toEqual([
      'Vault key: Decrypt under the stage’s context',
      'Vault key: GenerateDataKey under the stage’s context',
    ]);
    expect(onKey('token-refresh')).toEqual(['Vault key: Decrypt under the stage’s context']);
    expect(onKey('token-injector')).toEqual(['Vault key: Decrypt under the stage’s context']);
    expect(onKey('connections-api')).toEqual([]);
    expect(onKey('oauth-callback')).toEqual([]);
  });

  it('T062 rotate-data-key sees and replaces envelopes, and nothing else of anybody’s', () => {
    expect(rightsOf('rotate-data-key')).toEqual([
      'Connections: replace sealed tokens',
      'Consent sessions: replace the sealed verifier',
      'BYO apps: replace the sealed secret',
      'Data keys (wrapped): get a whole item',
      'Data keys (wrapped): query whole items',
      'Data keys (wrapped): update any attribute',
      'Data keys (wrapped): delete an item',
      'Where sweeps stand: get a whole item',
      'Where sweeps stand: update any attribute',
      'Where sweeps stand: delete an item',
      'Everything sealed: scan for envelopes',
      'Table, as a whole: Scan',
      'Vault key: Decrypt under the stage’s context',
      'Vault key: GenerateDataKey under the stage’s context',
      'Rotation escrow: ListBucket',
      'Event bus: PutEvents',
    ]);
  });

  it('token-injector can touch nothing of a connection but its hour of last use and when it is due', () => {
    expect(rightsOf('token-injector', ({ group }) => group === 'Connections')).toEqual([
      'Connections: get a whole item',
      'Connections: query what says whether it is usable',
      'Connections: note its use',
    ]);
  });

  it('token-authorizer can do what token-injector can, but for challenges and lists of servers, of which nobody tells it, and for lists', () => {
    expect(rightsOf('token-authorizer').length).toBeGreaterThan(5);
    const ofChallenges = (right: string) => right.startsWith('Scopes that servers asked for: ');
    const injector = rightsOf('token-injector');
    const ofLists = (right: string) => right === 'MCP servers: query what the dashboard shows';
    const ofTools = (right: string) =>
      right.startsWith('Tools that were seen: ') || right === 'Activity: update any attribute';
    const more = [ofChallenges, ofLists, ofTools];
    expect(more.map((each) => injector.filter(each).length)).toEqual([2, 1, 3]);
    const ofBoth = injector.filter((right) => !more.some((each) => each(right)));
    expect(rightsOf('token-authorizer')).toEqual(ofBoth);
  });

  it('T062 mcp-endpoint asks token-injector and derives keys, mcp-sign-in may do nothing at all', () => {
    expect(rightsOf('mcp-endpoint')).toEqual([
      'Cursor key: GenerateMac',
      'Lambda: invoke token-injector by its alias',
    ]);
    expect(rightsOf('mcp-sign-in')).toEqual([]);
  });

  it('and all of it is the same where no server is proxied and no MCP client is answered, but for the functions that are not there', () => {
    const template = stageTemplate(settingsOf('prod'));
    const absent: FunctionName[] = ['token-authorizer', 'mcp-endpoint', 'mcp-sign-in'];
    for (const name of absent) expect(template.roleIds[name]).toBe('');
    const bare = FUNCTIONS.filter((name) => !absent.includes(name));
    // A version is named by a hash of what it is made of.
    const rights = (from: StageTemplate, name: FunctionName) =>
      JSON.stringify(statementsOfRole(from, from.roleIds[name])).replace(
        /CurrentVersion\w+/g,
        'CurrentVersion',
      );
    for (const name of bare) {
      expect(rights(template, name)).toContain('logs:PutLogEvents');
      expect(rights(template, name)).toEqual(rights(of('prod'), name));
    }
  });
});
