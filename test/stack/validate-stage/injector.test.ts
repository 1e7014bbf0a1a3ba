/**
 * Whom a stage may let ask its injector.
 * Covers lib/settings/faults/validate-injector-audiences.ts, lib/settings/faults/validate-stage.ts.
 */
import { describe, expect, it } from 'vitest';
import type { StageSettings } from '../../../lib/settings/stage-settings.ts';
import { faultsOf } from '../stage-faults.ts';
import { settingsOf } from '../stage-template.ts';

const prod = settingsOf('prod');
const dev = settingsOf('dev');

describe('a fault is named in one sentence, with its mend', () => {
  it.each<[string, StageSettings, string]>([
    [
      'an audience of the injector that stands for many',
      { ...dev, injectorAudiences: ['https://mcp.acme.internal/*'] },
      'injectorAudiences has "https://mcp.acme.internal/*"; write an aud of tokens, without white space or /* at its end.',
    ],
    [
      'the audience of the API once more',
      { ...dev, injectorAudiences: [dev.jwt.audience] },
      'injectorAudiences names an audience twice, or that of jwt, which token-injector takes anyway; keep it once.',
    ],
    [
      'every role as caller',
      { ...prod, injectorCallers: ['arn:aws:iam::111122223333:role/*'] },
      'injectorCallers has "arn:aws:iam::111122223333:role/*"; write a role\'s full ARN, arn:aws:iam::<account>:role/<name>, without wildcard.',
    ],
    [
      'a whole account as caller',
      { ...prod, injectorCallers: ['arn:aws:iam::111122223333:root'] },
      'injectorCallers has "arn:aws:iam::111122223333:root"; write a role\'s full ARN, arn:aws:iam::<account>:role/<name>, without wildcard.',
    ],
    [
      'a caller twice',
      { ...prod, injectorCallers: ['arn:aws:iam::111122223333:role/a', 'arn:aws:iam::111122223333:role/a'] },
      'injectorCallers names a role twice; keep it once.',
    ],
    [
      'a rule that does not exist',
      { ...dev, callerToken: 'optional' as never },
      'callerToken must be one of required, trust-the-runtime-without-a-caller-token.',
    ],
    [
      'a prod that believes its runtime',
      { ...prod, callerToken: 'trust-the-runtime-without-a-caller-token' },
      "callerToken must be 'required': prod trusts no runtime without its caller's token.",
    ],
  ])('%s', (_, settings, sentence) => {
    expect(faultsOf(settings)).toContainEqual(sentence);
  });
});
