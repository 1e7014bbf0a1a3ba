/** The alarms of a stage's template, and the rule about its key. */
import { onlyResource, resourcesOf, type StageTemplate } from './stage-template.ts';

export const alarmsOf = (template: StageTemplate) =>
  resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([, one]) => one);
export const ruleOf = (template: StageTemplate) => onlyResource(template, 'AWS::Events::Rule')[1];
