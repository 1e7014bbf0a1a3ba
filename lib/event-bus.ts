/** The bus that tells of connections (docs/events.md). Rules and their targets are the operator's. */
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { BrokerFunction } from './function.ts';

export interface ConnectionEventsProps {
  readonly stage: string;
}

export class ConnectionEvents extends Construct {
  /** A bus of its own: on the account's default one, anybody's rules would see the events and anybody could forge them. */
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, { stage }: ConnectionEventsProps) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { description: `Connections, stage ${stage}` });
  }

  grantTell({ role }: BrokerFunction): void {
    role.addToPolicy(
      new PolicyStatement({ actions: ['events:PutEvents'], resources: [this.bus.eventBusArn] }),
    );
  }
}
