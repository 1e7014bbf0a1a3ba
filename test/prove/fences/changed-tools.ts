/** Fences of definitions of tools that change after they were seen. */
import type { Fence } from './fence.ts';

const JUDGED = 'src/endpoint/upstream/judged-lists.ts';
const SIGHT = 'src/broker/tools/judge-sight.ts';
const OF_RECORD = 'test/endpoint/lists/changed-tools.test.ts';
const OF_HOLD = 'test/endpoint/lists/held-tools.test.ts';
const OF_TELLING = 'test/journeys/told-tools.test.ts';

export const CHANGED_TOOLS_FENCES: readonly Fence[] = [
  {
    what: 'a fingerprint covers all that the server sent of a tool',
    file: 'src/endpoint/upstream/read-list.ts',
    fence: 'definitionFingerprint(given)',
    without: 'definitionFingerprint(tool)',
    test: OF_RECORD,
    name: 'what no client is shown',
    proves: ['T228'],
  },
  {
    what: 'the order of members is no change',
    file: 'src/broker/tools/definition-fingerprint.ts',
    fence: 'canonicalJson(tool)',
    without: 'JSON.stringify(tool)',
    test: OF_RECORD,
    name: 'nothing but its order and the order of members',
  },
  {
    what: 'the entry of a change comes before the row',
    file: 'src/broker/inject/note-tools.ts',
    fence: '    await recordToolsChanged(',
    without: '    void recordToolsChanged(',
    test: OF_TELLING,
    name: 'of the entry leaves the change to be recorded by the next list',
    proves: ['T228'],
  },
  {
    what: 'one server has a bounded number of entries a day',
    file: SIGHT,
    fence: 'times.length < LIMITS.toolChangesOfDay',
    without: 'times.length >= 0',
    test: OF_TELLING,
    name: 'is twenty entries of a server',
    proves: ['T228'],
  },
  {
    what: 'what nobody approved is not listed',
    file: JUDGED,
    fence: '!held.has(list.fingerprints[index] as string)',
    without: 'held !== undefined && index >= 0',
    test: OF_HOLD,
    name: 'is not listed and not called',
    proves: ['T228'],
  },
  {
    what: 'a list that was not judged is not shown in a stage that holds changes back',
    file: JUDGED,
    fence: "ports.settings.toolChanges === 'hold' ? undefined : list.tools",
    without: 'list.tools',
    test: OF_HOLD,
    name: 'a list that the injector has not judged is not shown',
    proves: ['T228'],
  },
  {
    what: 'what nobody approved gets no token',
    file: 'src/broker/inject/check-operation.ts',
    fence: 'if (await isToolHeld(ports, workspaceId, operation))',
    without: "if ((await isToolHeld(ports, workspaceId, operation)) && operation.id === '')",
    test: OF_HOLD,
    name: 'is not listed and not called',
    proves: ['T228'],
  },
  {
    what: 'an admin approves what the admin was shown, and nothing that came later',
    file: 'src/broker/tools/approve-tools.ts',
    fence: '.size < new Set(fingerprints).size)',
    without: '.size < 0)',
    test: OF_HOLD,
    name: 'is not approved unseen',
    proves: ['T228'],
  },
];
