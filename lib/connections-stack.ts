/** One environment: everything of a stage in one stack. */
import { CfnOutput, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Connections } from './connections.ts';
import type { StageSettings } from './stages.ts';
import { exampleSettings } from './validate-stage.ts';

export interface ConnectionsStackProps extends StackProps {
  /** The stage's settings. */
  readonly settings: StageSettings;
}

export class ConnectionsStack extends Stack {
  readonly connections: Connections;

  constructor(scope: Construct, id: string, { settings, ...props }: ConnectionsStackProps) {
    super(scope, id, {
      description: `Connections, stage ${settings.name}: an OAuth token broker for MCP`,
      terminationProtection: settings.deletionProtection ?? true,
      ...props,
    });
    this.connections = new Connections(this, 'Connections', settings);
    this.warnOfExamples(settings);
    new CfnOutput(this, 'ApiOrigin', {
      description: 'Where the API is reached; redirect URIs to register at providers begin with it',
      value: this.connections.apiOrigin,
    });
    new CfnOutput(this, 'TokenInjectorArn', {
      description: 'What the MCP runtime invokes',
      value: this.connections.functions['token-injector'].invokedArn,
    });
    new CfnOutput(this, 'EventBusArn', {
      description: 'Where events of connections are; rules of yours subscribe to it',
      value: this.connections.events.bus.eventBusArn,
    });
    if (!settings.alarmTarget)
      new CfnOutput(this, 'AlarmTopicArn', {
        description: 'Subscribe to it, or nobody learns of an alarm',
        value: this.connections.operations.topic.topicArn,
      });
    const { distribution, dashboardUrl } = this.connections;
    if (distribution) {
      new CfnOutput(this, 'DashboardUrl', { description: 'The dashboard', value: dashboardUrl });
      new CfnOutput(this, 'DistributionDomain', {
        description: 'What a name of yours points at, where the stack does not make its records',
        value: distribution.distributionDomainName,
      });
    }
    if (this.connections.mcpProxyUrl)
      new CfnOutput(this, 'McpProxyUrl', {
        description: 'Where MCP clients reach the proxied servers; the id of one follows',
        value: this.connections.mcpProxyUrl,
      });
  }

  private warnOfExamples(settings: StageSettings): void {
    const names = exampleSettings(settings);
    if (names.length === 0) return;
    Validations.of(this).addWarning(
      'Connections-ExampleSettings',
      `Stage "${settings.name}" still has this repository's example values for ${names.join(' and ')}; replace them in lib/stages.ts before you deploy.`,
    );
  }
}
