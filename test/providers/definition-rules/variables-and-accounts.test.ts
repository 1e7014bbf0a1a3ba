/** Covers test/providers/definition-rules/variables.ts, test/providers/definition-rules/account-reader.ts. */
import { describe, expect, it } from 'vitest';
import type { Provider, ProviderVariable } from '../../../src/oauth/provider.ts';
import { google } from '../../../src/providers/google.ts';
import { definitionFaults } from '../definition-faults.ts';
import { withOAuth } from './with-oauth.ts';

const variable = (changes: Partial<ProviderVariable>): Provider => ({
  ...google,
  variables: { region: { label: 'Region', example: 'eu', pattern: '^[a-z]+$', of: 'app', ...changes } },
});
const TABLE = { eu: { host: 'eu.example' }, us: { host: 'us.example' } };
const reading = (read: () => { id: string; label: string }) =>
  withOAuth(google, { account: { kind: 'token-answer', read } });

describe('a definition is at fault when it has', () => {
  it.each<[string, Provider, string]>([
    ['T143: a variable without an end', variable({ pattern: '^[a-z]+' }), 'variable region takes anything'],
    ['T143: a variable without a start', variable({ pattern: '[a-z]+$' }), 'variable region takes anything'],
    ['T143: a variable of nothing', variable({ pattern: '^[a-z]*$' }), 'variable region takes anything'],
    ['T143: a variable of lines', variable({ pattern: '^[a-z\\s]+$' }), 'variable region takes anything'],
    ['an example that it refuses', variable({ example: 'EU' }), 'variable region refuses its own values'],
    ['a default that it refuses', variable({ default: '7' }), 'variable region refuses its own values'],
    [
      'a table with a value that it refuses',
      variable({ derives: { 'e-u': { host: 'eu.example' } } }),
      'variable region refuses a value of its table',
    ],
    [
      'a default that leads nowhere',
      variable({ default: 'jp', derives: TABLE }),
      'variable region has a default that its table does not have',
    ],
    [
      'T245: a redirect’s value from nowhere',
      variable({ of: 'callback' }),
      'variable region is of a redirect',
    ],
    [
      'T245: a parameter of no redirect',
      variable({ parameter: 'region' }),
      'variable region is of a redirect',
    ],
    [
      'T143: a connection fact that can be any host',
      withOAuth(google, { connectionFactPatterns: { host: '^https?://.*$' } }),
      'connection fact host takes anything',
    ],
    [
      'T022 T176: an account in any answer',
      reading(() => ({ id: 'ann', label: 'Ann' })),
      'an account in null',
    ],
  ])('%s', (_title, provider, fault) => {
    expect(definitionFaults(provider).join('\n')).toContain(fault);
  });

  it('and is not when it has not', () => {
    expect(definitionFaults(variable({ default: 'eu', derives: TABLE }))).toEqual([]);
    expect(definitionFaults(variable({ of: 'callback', parameter: 'region' }))).toEqual([]);
  });

  it('and may throw at an answer without an account', () => {
    const throws = reading(() => {
      throw new Error('no account');
    });
    expect(definitionFaults(throws)).toEqual([]);
  });
});
