/** The alarms of a stage's template, and its rules of EventBridge. */
import { type Resource, resourcesOf, type StageTemplate } from './stage-template.ts';

/** Alarms on metrics. */
export const alarmsOf = (template: StageTemplate) =>
  resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([, one]) => one);
/** Every alarm that tells the operator: those on metrics, but for members of an alarm on alarms, and that one. */
export const tellingAlarmsOf = (template: StageTemplate) => [
  ...alarmsOf(template).filter(({ Properties }) => Properties.AlarmActions),
  ...resourcesOf(template, 'AWS::CloudWatch::CompositeAlarm').map(([, one]) => one),
];
/** The rule of EventBridge for events of this source. */
export function ruleOf(template: StageTemplate, source: 'aws.kms' | 'aws.codedeploy' = 'aws.kms'): Resource {
  const [found, ...others] = resourcesOf(template, 'AWS::Events::Rule').filter(([, { Properties }]) =>
    Properties.EventPattern.source.includes(source),
  );
  if (!found || others.length > 0) throw new Error(`expected one rule for ${source}`);
  return found[1];
}
