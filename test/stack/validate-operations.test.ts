/** The settings of operations are checked. Covers lib/settings/faults/validate-operations.ts. */
import { describe, expect, it } from 'vitest';
import { operationsFaults } from '../../lib/settings/faults/validate-operations.ts';
import type { StageSettings } from '../../lib/settings/stage-settings.ts';
import { settingsOf } from './stage-template.ts';

const dev = settingsOf('dev');
const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:on-call';
const alarmTarget =
  'alarmTarget must be the ARN of an SNS topic, arn:aws:sns:<region>:<account>:<name>, and not of a FIFO topic';

describe('who watches a stage', () => {
  it('may be left out, or be a topic of the stage’s Region, a page and a budget', () => {
    expect(operationsFaults(dev)).toEqual([]);
    expect(
      operationsFaults({
        ...dev,
        region: 'eu-central-1',
        alarmTarget: TOPIC,
        runbookUrl: 'https://wiki.acme.internal/connections/runbook?v=2',
        monthlyBudgetUsd: 99.5,
        budgetEmail: 'ops@acme.internal',
      }),
    ).toEqual([]);
  });

  it.each<[string, Partial<StageSettings>, string]>([
    ['a name of a topic', { alarmTarget: 'on-call' }, alarmTarget],
    ['a FIFO topic, which CloudWatch does not take', { alarmTarget: `${TOPIC}.fifo` }, alarmTarget],
    ['a subscription', { alarmTarget: `${TOPIC}:0b1c` }, alarmTarget],
    ['another service', { alarmTarget: TOPIC.replace('sns', 'sqs') }, alarmTarget],
    [
      'a topic of another Region',
      { alarmTarget: TOPIC, region: 'eu-west-1' },
      'alarmTarget is a topic of eu-central-1, and the stage is in eu-west-1; CloudWatch publishes within a Region only',
    ],
    [
      'a runbook with a fragment',
      { runbookUrl: 'https://wiki.acme.internal/#x' },
      'runbookUrl must be an https:// URL without fragment, to which a heading’s anchor is added',
    ],
    [
      'a runbook without TLS',
      { runbookUrl: 'http://wiki.acme.internal' },
      'runbookUrl must be an https:// URL without fragment, to which a heading’s anchor is added',
    ],
    [
      'no money at all',
      { monthlyBudgetUsd: 0 },
      'monthlyBudgetUsd must be a number of US dollars from 1; leave it out to set no budget',
    ],
    [
      'an address that is none',
      { monthlyBudgetUsd: 5, budgetEmail: 'ops' },
      'budgetEmail must be one e-mail address',
    ],
    [
      'an address without a budget',
      { budgetEmail: 'ops@acme.internal' },
      'budgetEmail needs a budget, and there is none; set monthlyBudgetUsd',
    ],
  ])('not %s', (_, settings, sentence) => {
    expect(operationsFaults({ ...dev, ...settings })).toEqual([sentence]);
  });
});
