/** Alarms out of a list of what is watched. Each description ends with the link to its section of the runbook. */
import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export interface Watch {
  /** Name of the alarm within its stage. */
  id: string;
  /**
   * Anchor of its section in the runbook.
   * @default its id
   */
  section?: string;
  /** What is the matter when it rings, in one sentence. */
  says: string;
  metric: IMetric;
  /** It rings from this value on … */
  threshold: number;
  /** … or with `below`, when the value is lower. */
  below?: true;
  /**
   * … in this many periods on end.
   * @default 1
   */
  periods?: number;
  /**
   * What silence means.
   * @default nothing is wrong
   */
  missing?: TreatMissingData;
}

export interface AlarmsProps {
  readonly watches: readonly Watch[];
  readonly topic: ITopic;
  /** Address of the runbook, without a fragment. */
  readonly runbook: string;
}

export class Alarms extends Construct {
  private readonly byId = new Map<string, Alarm>();

  constructor(scope: Construct, id: string, { watches, topic, runbook }: AlarmsProps) {
    super(scope, id);
    const action = new SnsAction(topic);
    for (const watch of watches) {
      const alarm = this.make(watch, runbook);
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
      this.byId.set(watch.id, alarm);
    }
  }

  named(...ids: string[]): Alarm[] {
    return ids.map((id) => {
      const alarm = this.byId.get(id);
      if (!alarm) throw new Error(`there is no alarm ${id}`);
      return alarm;
    });
  }

  get all(): Alarm[] {
    return [...this.byId.values()];
  }

  private make(watch: Watch, runbook: string): Alarm {
    const { id, section = id, says, metric, threshold, below, periods = 1, missing } = watch;
    return new Alarm(this, id, {
      alarmName: `${Stack.of(this).stackName}-${id}`,
      alarmDescription: described(says, runbook, section),
      metric,
      threshold,
      comparisonOperator: below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: missing ?? TreatMissingData.NOT_BREACHING,
    });
  }
}

export function described(says: string, runbook: string, section: string): string {
  return `${says} ${runbook}#${section}`;
}
