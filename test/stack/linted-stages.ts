/**
 * The stages whose templates .ci/run gives to cfn-lint (`npx cdk synth -c stages=test/stack/linted-stages.ts`): those of
 * lib/stages.ts, filled in, and some that have between them every resource which a setting can add.
 */
import type { StageSettings } from '../../lib/settings/stage-settings.ts';
import { STAGES as FILLED_IN } from './filled-in-stages.ts';
import { DOMAIN, hosting, pooled } from './hosted-stage.ts';
import { withEverything } from './stage-template.ts';

const VPC = { subnetIds: ['subnet-0a1b2c3d'], securityGroupIds: ['sg-0a1b2c3d'] };
const runtime = 'arn:aws:iam::111122223333:role/mcp-runtime';

const everything: StageSettings = withEverything(
  pooled({
    name: 'everything',
    domain: DOMAIN,
    injectorCallers: [runtime],
    provisionedConcurrency: { 'token-injector': 3 },
    refreshShares: 2,
    monthlyBudgetUsd: 200,
    vpc: VPC,
  }),
);

const ofTheOperator: StageSettings = hosting({
  name: 'operators',
  region: 'eu-central-1',
  permissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary',
  vaultKeyArn: 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-1111-2222-333344445555',
  tableName: 'connections-of-the-operator',
  callsTableName: 'calls-of-the-operator',
  alarmTarget: 'arn:aws:sns:eu-central-1:111122223333:on-call',
});

export const STAGES: readonly StageSettings[] = [...FILLED_IN, everything, ofTheOperator];
