/** The stack of one stage. */
import { CfnOutput, type CfnOutputProps, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Connections } from './connections.ts';
import { refuseOtherLogicalIds } from './lasting/refuse-other-ids.ts';
import { exampleSettings } from './settings/example-settings.ts';
import type { StageSettings } from './settings/stage-settings.ts';

export interface ConnectionsStackProps extends StackProps {
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
    refuseOtherLogicalIds(this.connections, settings);
    this.warnOfExamples(settings);
    this.addOutputs();
    if (!settings.alarmTarget)
      this.output('AlarmTopicArn', {
        description: 'The topic of the alarms. Subscribe to it, or nobody is notified of an alarm',
        value: this.connections.operations.topic.topicArn,
      });
  }

  private addOutputs(): void {
    const { apiOrigin, functions, events, distribution, dashboardUrl, mcpProxyUrl, mcpAddress, signIn } =
      this.connections;
    this.output('ApiOrigin', {
      description: 'The origin of the API. Redirect URIs to register at providers begin with it',
      value: apiOrigin,
    });
    this.output('TokenInjectorArn', {
      description: 'The alias that the MCP runtime invokes',
      value: functions['token-injector'].invokedArn,
    });
    this.output('EventBusArn', {
      description: 'The bus for events about connections. Add rules of yours to it',
      value: events.bus.eventBusArn,
    });
    if (distribution) {
      this.output('DashboardUrl', { description: 'The URL of the dashboard', value: dashboardUrl });
      this.output('DistributionDomain', {
        description: 'Point your domain name at it, if the stack does not create the DNS records',
        value: distribution.distributionDomainName,
      });
    }
    if (signIn.pool)
      this.output('UserPoolId', {
        description: 'The user pool that signs people in. Create people and groups in it',
        value: signIn.pool.pool.userPoolId,
      });
    if (mcpProxyUrl)
      this.output('McpProxyUrl', {
        description:
          'The beginning of the URLs at which MCP clients reach the proxied servers. The id of a server follows it',
        value: mcpProxyUrl,
      });
    if (mcpAddress)
      this.output('McpAddress', {
        description:
          'The address that people give their own MCP clients. The id of a workspace can follow it',
        value: mcpAddress,
      });
  }

  private output(name: string, props: CfnOutputProps): void {
    new CfnOutput(this, name, props);
  }

  private warnOfExamples(settings: StageSettings): void {
    const names = exampleSettings(settings);
    if (names.length === 0) return;
    Validations.of(this).addWarning(
      'Connections-ExampleSettings',
      `Stage "${settings.name}" still has example addresses for ${names.join(', ')}; replace them before you deploy.`,
    );
  }
}
