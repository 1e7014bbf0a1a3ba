/**
 * Which id a personal workspace has, and who has one.
 * Covers src/broker/callers/personal-workspace.ts, src/contract/identifiers.ts.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOwnWorkspace, personalWorkspaceId } from '../../../src/broker/callers/personal-workspace.ts';
import { workspaceRoles } from '../../../src/broker/callers/workspace-roles.ts';
import { PERSONAL_WORKSPACE_ID } from '../../../src/contract/identifiers.ts';

describe('the id of a personal workspace', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('a', 'a/', 'https://idp', 'https://idp/', ''),
  );
  it('T219: is another one for every other person, and has no form that a claim can have', () => {
    fc.assert(
      fc.property(text, text, text, text, (issuer1, subject1, issuer2, subject2) => {
        const [one, other] = [
          personalWorkspaceId({ issuer: issuer1, subject: subject1 }),
          personalWorkspaceId({ issuer: issuer2, subject: subject2 }),
        ];
        expect(one === other).toBe(issuer1 === issuer2 && subject1 === subject2);
        expect(one).toMatch(PERSONAL_WORKSPACE_ID);
        expect(() => workspaceRoles([`${one}:admin`], 'list')).toThrow();
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['https://idp', 'a'.repeat(10_000)],
    ['https://idp/', 'ada'],
    ['https://idp', 'ada'],
    ['https://idp', 'ada '],
    ['https://idp', '\u00e9'],
    ['https://idp', 'e\u0301'],
  ])('T219: of %s and its person is not shared by any of the others', (issuerOf, subject) => {
    const people = [
      ['https://idp', 'a'.repeat(10_000)],
      ['https://idp/', 'ada'],
      ['https://idp', 'ada'],
      ['https://idp', 'ada '],
      ['https://idp', '\u00e9'],
      ['https://idp', 'e\u0301'],
    ] as const;
    const same = people.filter(
      ([each, name]) =>
        personalWorkspaceId({ issuer: each, subject: name }) ===
        personalWorkspaceId({ issuer: issuerOf, subject }),
    );
    expect(same).toHaveLength(1);
  });

  it('T218: a claim that names ~me, or an id of this form, is refused whole', () => {
    const id = personalWorkspaceId({ issuer: 'https://idp', subject: 'ada' });
    expect(workspaceRoles(['acme:admin'], 'list')).toEqual(new Map([['acme', 'admin']]));
    for (const entry of ['~me:admin', `${id}:admin`, '~ME:admin', '%7Eme:admin'])
      expect(() => workspaceRoles(['acme:admin', entry], 'list')).toThrow();
  });

  it.each([
    ['off', [['acme', 'member']], false],
    ['members', [], false],
    ['members', [['acme', 'member']], true],
    ['everyone', [], true],
  ] as const)('where the stage says %s for %j: %s', (rule, roles, has) => {
    const caller = { issuer: 'https://idp', subject: 'ada', roles: new Map(roles) };
    expect(atOwnWorkspace(caller, rule) !== undefined).toBe(has);
    expect(caller.roles.size).toBe(roles.length);
  });
});
