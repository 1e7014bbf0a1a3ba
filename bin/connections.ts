/**
 * The CDK app: a stack for each stage, or for one stage with `-c stage=prod`, and cdk-nag's rule packs. `-c stages=<file>` takes
 * the stages from a module of the operator's.
 */
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { ConnectionsStack } from '../lib/connections-stack.ts';
import { StageError } from '../lib/stage-error.ts';
import { chooseStages, stagesOf } from '../lib/stages.ts';

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));

try {
  const stages = await stagesOf(app.node.tryGetContext('stages'));
  for (const settings of chooseStages(app.node.tryGetContext('stage'), stages))
    new ConnectionsStack(app, `connections-${settings.name}`, {
      settings,
      env: {
        account: settings.account ?? process.env.CDK_DEFAULT_ACCOUNT,
        region: settings.region ?? process.env.CDK_DEFAULT_REGION,
      },
    });
} catch (error) {
  if (!(error instanceof StageError)) throw error;
  console.error(error.message);
  // If the process ended by itself, CDK would still synthesize the stacks that exist.
  process.exit(1);
}
