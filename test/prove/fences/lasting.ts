/** Fences around what a deployment would put out of use: tables, keys, addresses; and around who may invoke the injector. */
import type { Fence } from './fence.ts';

const IDS = 'test/stack/lasting-ids.test.ts';
const CHANGE_SETS = 'test/ops/change-set.test.ts';
const GRANTS = 'test/stack/grant-inject.test.ts';

export const LASTING_FENCES: readonly Fence[] = [
  {
    what: 'a lasting resource that is not in the template any more fails synth',
    file: 'lib/lasting/refuse-other-ids.ts',
    fence: '    ...missing.map(',
    without: '    ...missing.slice(missing.length).map(',
    test: IDS,
    name: 'is noticed at Table/Table/Resource',
  },
  {
    what: 'a new resource of a type that lasts fails synth',
    file: 'lib/lasting/refuse-other-ids.ts',
    fence: '    ...added.map(',
    without: '    ...added.slice(added.length).map(',
    test: IDS,
    name: 'is refused until somebody decides what it holds',
  },
  {
    what: 'stages of this repository keep their logical ids themselves',
    file: 'lib/lasting/refuse-other-ids.ts',
    fence: 'return actual === id ?',
    without: 'return actual !== undefined ?',
    test: IDS,
    name: 'the construct around all others',
  },
  {
    what: 'a change set that removes a table is not executed',
    file: 'ops/deploy/change-set-faults.ts',
    fence: "  if (Action === 'Remove')\n",
    without: "  if (Action === 'Remove') return undefined;\n  if (Action === 'Remove')\n",
    test: CHANGE_SETS,
    name: 'T168 is refused where it removes ConnectionsTable93C55591',
    proves: ['T168'],
  },
  {
    what: 'a replacement that CloudFormation does not exclude counts as one',
    file: 'ops/deploy/change-set-faults.ts',
    fence: "return Replacement === 'Conditional' && isOnlyByReference(change.Details, staying)",
    without: "return Replacement === 'Conditional'",
    test: CHANGE_SETS,
    name: 'is refused for a conditional replacement',
  },
  {
    what: 'a change set is read to its last page',
    file: 'ops/deploy/read-change-set.ts',
    fence: '    NextToken = page.NextToken;\n',
    without: '',
    test: CHANGE_SETS,
    name: 'goes to its last page',
  },
  {
    what: 'an imported role gets a permission that does not depend on its policy',
    file: 'lib/grant-inject.ts',
    fence: '  else injector.allowPrincipal(grantPrincipal);',
    without: '  else injector.grantInvoke(grantPrincipal);',
    test: GRANTS,
    name: 'T057 an imported role of another account',
    proves: ['T057'],
  },
  {
    what: 'nobody lets everybody invoke the injector',
    file: 'lib/grant-inject.ts',
    fence: 'return /[*?]/.test(String(names[0]))',
    without: 'return /^never$/.test(String(names[0]))',
    test: GRANTS,
    name: 'everybody, in the other spelling',
  },
];
