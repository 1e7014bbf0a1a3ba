/**
 * Each alarm has its section of the runbook.
 * Covers lib/operations/runbook.ts, lib/operations/alarms.ts.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { RUNBOOK_SECTIONS } from '../../lib/operations/runbook.ts';
import { sourcesIn } from '../architecture/sources.ts';
import { alarmsOf } from './alarms-of.ts';
import {
  resourcesOf,
  type StageTemplate,
  settingsOf,
  stageTemplate,
  withEverything,
} from './stage-template.ts';

const RUNBOOK = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
let prod: StageTemplate;
let elsewhere: StageTemplate;
beforeAll(() => {
  prod = stageTemplate(withEverything(settingsOf('prod')));
  elsewhere = stageTemplate({ ...settingsOf('dev'), runbookUrl: 'https://wiki.acme.internal/runbook' });
});

/** GitHub's anchor of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-');
const sections = RUNBOOK.split(/^## /m)
  .slice(1)
  .map((text) => ({ anchor: anchorOf(text.split('\n', 1)[0] ?? ''), text }));

describe('the runbook', () => {
  const linked = (template: StageTemplate, base: string) => {
    const texts = [
      ...alarmsOf(template).map(({ Properties }) => Properties.AlarmDescription),
      ...resourcesOf(template, 'AWS::CloudWatch::CompositeAlarm').map(
        ([, one]) => one.Properties.AlarmDescription,
      ),
      ...resourcesOf(template, 'AWS::Events::Rule').map(([, one]) => one.Properties.Description),
    ];
    return texts.map((text) => {
      const [, sentence, anchor] = new RegExp(`^(\\S.+\\.) ${base}#([a-z-]+)$`).exec(text) ?? [];
      expect(sentence, text).toBeDefined();
      return anchor;
    });
  };

  it('has a section for every alarm, and no other', () => {
    const anchors = sections.map(({ anchor }) => anchor);
    expect(new Set(anchors).size).toBe(anchors.length);
    expect([...new Set(linked(prod, 'docs/runbook.md'))].sort()).toEqual([...anchors].sort());
  });

  it.each(sections.map(({ anchor, text }) => [anchor, text] as const))(
    '%s says what the alarm means, what to check, what to do and what not to do',
    (_, text) => {
      const parts = [...text.matchAll(/^\*\*(Meaning|Check|Do|Do not)\.\*\* \S/gm)].map(([, part]) => part);
      expect(parts).toEqual(['Meaning', 'Check', 'Do', 'Do not']);
    },
  );

  it('has its sections in the order of the alarms on the dashboard', () => {
    expect(sections.map(({ anchor }) => anchor)).toEqual([...RUNBOOK_SECTIONS]);
  });

  it('links its own sections only', () => {
    const anchors = sections.map(({ anchor }) => anchor);
    for (const [, anchor] of RUNBOOK.matchAll(/\]\(#([a-z-]+)\)/g)) expect(anchors).toContain(anchor);
  });

  it('queries events that are really logged', () => {
    const code = sourcesIn(['src', 'lambdas'])
      .map(({ text }) => text)
      .join();
    for (const [, event] of RUNBOOK.matchAll(/event = "(\w+)"/g))
      expect(code.includes(`'${event}'`), event).toBe(true);
  });

  it('is linked at the stage’s own address', () => {
    expect(linked(elsewhere, 'https://wiki.acme.internal/runbook').length).toBeGreaterThan(20);
  });
});
