/** The CDK app: one stack per stage (`-c stage=prod` for one of them), and the validation packs. */
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { ConnectionsStack } from '../lib/connections-stack.ts';
import { chooseStages } from '../lib/stages.ts';
import { StageError } from '../lib/validate-stage.ts';

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));

try {
  for (const settings of chooseStages(app.node.tryGetContext('stage')))
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
  // At once: CDK would synthesize what there is when the process ends by itself.
  process.exit(1);
}
