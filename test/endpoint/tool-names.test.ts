/** Covers src/endpoint/tools/tool-names.ts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  OWN_TOOLS,
  ownToolName,
  partsOfName,
  plainToolOf,
  serverPrefix,
  toolName,
} from '../../src/endpoint/tools/tool-names.ts';
import '../setup/property-tests.ts';

const SERVER = fc.stringMatching(/^[a-z][a-z0-9._~-]{0,63}$/);
/** Names as servers give them, and names that were made to look like ours. */
const TOOL = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(...OWN_TOOLS, '__', '_', 'a__b', 'connect ', 'x_0123456789ab', '\ud800', 'é', 'e\u0301'),
);

describe('T227: the name of a tool', () => {
  it('fits every client, tells its server, and is that of no other tool', () => {
    const taken = new Map<string, string>();
    fc.assert(
      fc.property(SERVER, TOOL, (server, tool) => {
        const name = toolName(server, tool);
        expect(name).toMatch(/^[A-Za-z0-9_-]{1,50}$/);
        expect(partsOfName(name)?.prefix).toBe(serverPrefix(server));
        const owner = JSON.stringify([server, tool]);
        expect(taken.get(name) ?? owner).toBe(owner);
        taken.set(name, owner);
        for (const own of OWN_TOOLS) expect(name).not.toBe(ownToolName(server, own));
      }),
      { numRuns: 5_000 },
    );
  });

  it('leads back to the tool, or is found in the list of its server alone', () => {
    fc.assert(
      fc.property(SERVER, TOOL, (server, tool) => {
        const parts = partsOfName(toolName(server, tool)) ?? expect.unreachable();
        expect([tool, undefined]).toContain(plainToolOf(server, parts));
      }),
      { numRuns: 2_000 },
    );
  });

  /** A tool that was named after the changed name of another one. */
  it('is not taken over by a tool that is called like a changed name', () => {
    fc.assert(
      fc.property(SERVER, TOOL, (server, tool) => {
        const parts = partsOfName(toolName(server, tool)) ?? expect.unreachable();
        if (parts.rest !== tool) expect(toolName(server, parts.rest)).not.toBe(toolName(server, tool));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['github-mcp', 'search_issues', 'github-mcp__search_issues'],
    ['a', 'b__c', 'a__b__c'],
    ['a', '_b', 'a___b'],
  ])('stays as it is where it can: %s, %s', (server, tool, name) => {
    expect(toolName(server, tool)).toBe(name);
    expect(plainToolOf(server, partsOfName(name) ?? expect.unreachable())).toBe(tool);
  });

  it.each([
    ['of a server with a dot', 'io.github.notes', 'list', /^io-github-no_[0-9a-f]{8}__list$/],
    ['of a tool with a dot', 'notes', 'list.all', /^notes__list_all_[0-9a-f]{12}$/],
    ['that is too long', 'notes', 'x'.repeat(200), /^notes__x{30}_[0-9a-f]{12}$/],
    ['of a tool that is called as ours', 'notes', 'connect', /^notes__connect_[0-9a-f]{12}$/],
    ['that ends as a changed one', 'notes', 'x_0123456789ab', /^notes__x_0123456789ab_[0-9a-f]{12}$/],
  ])('carries a hash %s', (_why, server, tool, name) => {
    expect(toolName(server, tool)).toMatch(name);
  });

  it.each(['', 'x', 'list_notes', '__x', 'a__b!', `a__${'b'.repeat(60)}`])('is not %j', (name) => {
    expect(partsOfName(name)).toBeUndefined();
  });
});
