/**
 * `npm run deploy:moto` takes out of the template what its first line says, and nothing else; README and docs say the same.
 * Covers test/deploy-moto/for-moto.ts.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { prepareForMoto, WHAT_MOTO_GETS } from '../deploy-moto/for-moto.ts';
import { type Resource, resourcesOf, settingsOf, stageTemplate } from './stage-template.ts';

const folder = mkdtempSync(join(tmpdir(), 'connections-for-moto-'));
afterAll(() => rmSync(folder, { recursive: true }));

const template = stageTemplate({ ...settingsOf('dev'), monthlyBudgetUsd: 9 });
const file = join(folder, 'template.json');
const whole = JSON.parse(template.text);
writeFileSync(file, template.text);
const leftOut = await prepareForMoto(file);
const prepared: { Resources: Record<string, Resource>; Parameters?: object; Rules?: object } = JSON.parse(
  readFileSync(file, 'utf8'),
);

describe('what moto gets', () => {
  it('lacks the resources of the services that the first line names', () => {
    const types = new Set(Object.values(template.resources).map(({ Type }) => Type));
    const gone = [...types].filter(
      (type) => !Object.values(prepared.Resources).some((one) => one.Type === type),
    );
    expect(gone.sort()).toEqual(leftOut);
    expect(gone).toContain('AWS::CloudWatch::Alarm');
    for (const type of gone) expect(WHAT_MOTO_GETS).toContain(type.split('::')[1]);
  });

  it('lacks the parameter and the rules, and has functions in the place of their aliases', () => {
    expect(whole.Parameters).toHaveProperty('BootstrapVersion');
    expect(prepared.Parameters ?? {}).not.toHaveProperty('BootstrapVersion');
    expect(prepared.Rules).toBeUndefined();
    expect(WHAT_MOTO_GETS).toContain('without the parameter BootstrapVersion and the rules');
    const aliases = resourcesOf(template, 'AWS::Lambda::Alias').map(([id]) => id);
    const refers = (text: string) => aliases.filter((id) => text.includes(`{"Ref":"${id}"}`));
    expect(refers(JSON.stringify(whole.Resources))).not.toEqual([]);
    expect(refers(JSON.stringify(prepared.Resources))).toEqual([]);
    expect(WHAT_MOTO_GETS).toContain('functions in the place of their aliases');
  });

  it('is else the template of the stage', () => {
    const TOUCHED = /"(AWS::CloudWatch|AWS::Budgets|AWS::CloudFront)::/;
    for (const [id, resource] of Object.entries(template.resources)) {
      if (TOUCHED.test(JSON.stringify(resource.Type))) continue;
      expect(prepared.Resources[id]?.Type, id).toBe(resource.Type);
      expect(Object.keys(prepared.Resources[id]?.Properties ?? {}), id).toEqual(
        Object.keys(resource.Properties ?? {}),
      );
    }
  });

  it.each(['README.md', 'docs/deploy.md'])('is told in %s', (document) => {
    const text = readFileSync(new URL(`../../${document}`, import.meta.url), 'utf8').replace(/\s+/g, ' ');
    expect(text).toMatch(
      /without its alarms, its budget, CloudFront|lacks the alarms, the budget, CloudFront/,
    );
    expect(text).toMatch(/makes neither the APIs nor the schedule/);
  });
});
