/**
 * The form of the claim that a stage may choose; test/journeys/tenancy.test.ts has the other one, through the API.
 * Covers src/broker/callers/workspace-roles.ts.
 */
import { describe, expect, it } from 'vitest';
import { workspaceRoles } from '../../src/broker/callers/workspace-roles.ts';

const read = (claim: unknown) => [
  ...workspaceRoles(claim, 'space-separated-where-no-name-has-a-space').entries(),
];

describe('T055: a text with a space between its entries', () => {
  it('names several workspaces where the stage says so', () => {
    expect(read('acme:member globex:admin')).toEqual([
      ['acme', 'member'],
      ['globex', 'admin'],
    ]);
    expect(read('')).toEqual([]);
  });

  it.each([
    'acme:member  globex:admin',
    ' acme:member',
    'acme:member ',
    'acme:member\tglobex:admin',
    'acme:member globex',
    'the team:member',
  ])('is refused as a whole if it is %j', (claim) => {
    expect(() => read(claim)).toThrow('workspace_claim_refused');
  });

  it('does not make two entries of one that stands in a list', () => {
    expect(() => read(['x:member acme:admin'])).toThrow('workspace_claim_refused');
    expect(() => read([''])).toThrow('workspace_claim_refused');
  });
});
