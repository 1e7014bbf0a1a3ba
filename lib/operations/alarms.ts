/** Creates CloudWatch alarms from their definitions. Every description ends with the link to a section of the runbook. */
import {
  Alarm,
  type AlarmBase,
  AlarmRule,
  AlarmState,
  ComparisonOperator,
  CompositeAlarm,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { deploymentName } from '../deployment-name.ts';
import { RUNBOOK_SECTIONS, type RunbookSection, withRunbookLink } from './runbook.ts';

export interface AlarmDefinition {
  /** The alarm's name within its stage. */
  readonly id: string;
  /** The section of the runbook about the alarm. */
  readonly section: RunbookSection;
  /** One sentence: what is wrong when the alarm goes off. */
  readonly description: string;
  readonly metric: IMetric;
  /** The alarm goes off when the metric is at this value or above, or with `below` when it is lower. */
  readonly threshold: number;
  readonly below?: true;
  /**
   * The number of consecutive periods for which that must be so.
   * @default 1
   */
  readonly periods?: number;
  /**
   * What a period without data means.
   * @default nothing is wrong
   */
  readonly missingData?: TreatMissingData;
}

/** An alarm on other alarms: it goes off when all alarms of one group are on. Those alone tell nobody. */
export interface AlarmGroups extends Pick<AlarmDefinition, 'id' | 'section' | 'description'> {
  readonly groups: readonly (readonly AlarmDefinition[])[];
}

export interface AlarmsProps {
  readonly definitions: readonly (AlarmDefinition | AlarmGroups)[];
  /** Gets a message when an alarm goes off, and another one when it is over. */
  readonly topic: ITopic;
  /** Address of the runbook, without a fragment. */
  readonly runbook: string;
}

export class Alarms extends Construct {
  private readonly byId = new Map<string, AlarmBase>();

  constructor(scope: Construct, id: string, { definitions, topic, runbook }: AlarmsProps) {
    super(scope, id);
    const action = new SnsAction(topic);
    for (const definition of inRunbookOrder(definitions)) {
      const alarm =
        'groups' in definition ? this.combine(definition, runbook) : this.create(definition, runbook);
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
      this.byId.set(definition.id, alarm);
    }
  }

  /** The alarms with these ids, in this order; throws when one does not exist. */
  named(ids: readonly string[]): AlarmBase[] {
    return ids.map((id) => {
      const alarm = this.byId.get(id);
      if (!alarm) throw new Error(`there is no alarm ${id}`);
      return alarm;
    });
  }

  /** All alarms, in the order of their sections in the runbook. */
  get all(): AlarmBase[] {
    return [...this.byId.values()];
  }

  private combine({ id, section, description, groups }: AlarmGroups, runbook: string): CompositeAlarm {
    const rules = groups.map((group) =>
      AlarmRule.allOf(
        ...group.map((each) => AlarmRule.fromAlarm(this.create(each, runbook), AlarmState.ALARM)),
      ),
    );
    return new CompositeAlarm(this, id, {
      compositeAlarmName: `${deploymentName(this)}-${id}`,
      alarmDescription: withRunbookLink(description, runbook, section),
      alarmRule: AlarmRule.anyOf(...rules),
    });
  }

  private create(definition: AlarmDefinition, runbook: string): Alarm {
    const { id, section, description, metric, threshold, below, periods = 1, missingData } = definition;
    return new Alarm(this, id, {
      alarmName: `${deploymentName(this)}-${id}`,
      alarmDescription: withRunbookLink(description, runbook, section),
      metric,
      threshold,
      comparisonOperator: below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: missingData ?? TreatMissingData.NOT_BREACHING,
    });
  }
}

/** Alarms of one section keep their order. */
function inRunbookOrder<One extends { section: RunbookSection }>(definitions: readonly One[]): One[] {
  const place = ({ section }: One) => RUNBOOK_SECTIONS.indexOf(section);
  return [...definitions].sort((one, other) => place(one) - place(other));
}
