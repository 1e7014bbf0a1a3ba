/** Fences between what a tenant brings about and what rings the operator. */
import type { Fence } from './fence.ts';

const TEST = 'test/stack/tenant-faults.test.ts';

export const ALARM_FENCES: readonly Fence[] = [
  {
    what: 'an own app that cannot be refreshed is its workspace’s trouble',
    file: 'src/broker/inject/fresh-connection.ts',
    fence: '  const concern = isOurs ? {} : concernAmong(ports.servers, connection);\n',
    without: '  const concern = isOurs ? {} : {};\n',
    test: TEST,
    name: 'with a bad secret rings nothing',
  },
  {
    what: 'a fault of ours rings also where the app is a tenant’s',
    file: 'src/broker/inject/fresh-connection.ts',
    fence: "isOurs: outcome === 'out_of_reach' }",
    without: 'isOurs: false }',
    test: TEST,
    name: 'rings where the fault is ours',
  },
  {
    what: 'metrics of refreshes count verified apps alone',
    file: 'src/broker/apps/whose-trouble.ts',
    fence: '  return concernOf(catalogue, row).concerns ? undefined : row.provider;\n',
    without: '  return concernOf(catalogue, row) && row.provider;\n',
    test: TEST,
    name: 'is measured by its provider',
  },
  {
    what: 'grants that end in one workspace alone ring nothing',
    file: 'lib/functions/token-refresh.ts',
    fence: 'IF(FILL(workspaces, 0) >= ',
    without: 'IF(FILL(workspaces, 0) + 9 >= ',
    test: TEST,
    name: 'and not when all are of one',
  },
];
