/** The bus for events about connections (docs/events.md). Operators add their own rules and targets to it. */
import { EventBus } from 'aws-cdk-lib/aws-events';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

export interface ConnectionEventsProps {
  /** The stage's name, for the description. */
  readonly stage: string;
}

export class ConnectionEvents extends Construct {
  /**
   * The stage has a bus of its own: on the account's default bus every rule of the account would see the events, and every role
   * that may publish there could forge them.
   */
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, { stage }: ConnectionEventsProps) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { description: `Connections, stage ${stage}` });
  }

  /** Allows to publish events on this bus. */
  grantPublish(publisher: IGrantable): void {
    publisher.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['events:PutEvents'], resources: [this.bus.eventBusArn] }),
    );
  }
}
