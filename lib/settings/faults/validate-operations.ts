/** Finds wrong settings of alarms, deployments and budget. */
import type { StageSettings } from '../stage-settings.ts';

const TOPIC_ARN = /^arn:aws(-[a-z]+)*:sns:([a-z0-9-]+):\d{12}:[\w-]{1,256}$/;

export function operationsFaults(settings: StageSettings): string[] {
  const { alarmTarget, region, runbookUrl, monthlyBudgetUsd, budgetEmail } = settings;
  const faults: string[] = [];
  if (alarmTarget !== undefined) faults.push(...targetFaults(alarmTarget, region));
  if (runbookUrl !== undefined && !isPage(runbookUrl))
    faults.push('runbookUrl must be an https:// URL without fragment, to which a heading’s anchor is added');
  if (monthlyBudgetUsd !== undefined && !(monthlyBudgetUsd >= 1 && Number.isFinite(monthlyBudgetUsd)))
    faults.push('monthlyBudgetUsd must be a number of US dollars from 1; leave it out to set no budget');
  if (budgetEmail !== undefined && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(budgetEmail))
    faults.push('budgetEmail must be one e-mail address');
  if (!['canary', 'all-at-once'].includes(settings.deployment ?? 'canary'))
    faults.push("deployment must be 'canary' or 'all-at-once'");
  if (budgetEmail !== undefined && monthlyBudgetUsd === undefined)
    faults.push('budgetEmail needs a budget, and there is none; set monthlyBudgetUsd');
  return faults;
}

function targetFaults(alarmTarget: string, region: string | undefined): string[] {
  const [, , topicRegion] = TOPIC_ARN.exec(alarmTarget) ?? [];
  if (topicRegion === undefined)
    return [
      'alarmTarget must be the ARN of an SNS topic, arn:aws:sns:<region>:<account>:<name>, and not of a FIFO topic',
    ];
  if (region !== undefined && topicRegion !== region)
    return [
      `alarmTarget is a topic of ${topicRegion}, and the stage is in ${region}; CloudWatch publishes within a Region only`,
    ];
  return [];
}

function isPage(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:' && !text.includes('#');
}
