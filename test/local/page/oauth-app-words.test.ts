/**
 * What an admin reads of an OAuth app: where a field is wrong, what the provider says of the client, and what uses it.
 * Covers dashboard/src/words/field-words.ts, dashboard/src/pages/app/check-words.ts, dashboard/src/pages/app/app-words.ts,
 * dashboard/src/pages/apps/apps-in-use.ts, dashboard/src/pages/settings/policy-words.ts.
 */
import { describe, expect, it } from 'vitest';
import type { AppCheck } from '../../../dashboard/src/api/apps.ts';
import type { Connection } from '../../../dashboard/src/api/types.ts';
import { appWords, CLIENT_FORMS } from '../../../dashboard/src/pages/app/app-words.ts';
import { checkWords, toldWords } from '../../../dashboard/src/pages/app/check-words.ts';
import {
  countOf,
  refusedVersions,
  sortedApps,
  usersOf,
} from '../../../dashboard/src/pages/apps/apps-in-use.ts';
import { POLICY_WORDS, RULE_WORDS } from '../../../dashboard/src/pages/settings/policy-words.ts';
import {
  errorAt,
  errorOfEntries,
  errorsElsewhere,
  fieldErrors,
} from '../../../dashboard/src/words/field-words.ts';
import { CHECK_OUTCOMES } from '../../../src/contract/outcomes.ts';
import { FIELD_FAULTS, type FieldFault, PROBLEMS } from '../../../src/contract/problems.ts';

const refusedFor = (...errors: [pointer: string, reason: string][]) => ({
  ...{ title: 'Invalid request', detail: '', code: 'invalid_request' },
  more: { errors: errors.map(([pointer, reason]) => ({ pointer, reason: reason as FieldFault })) },
});

describe('the error of a field', () => {
  it('is the sentence of its reason, at its pointer', () => {
    const errors = fieldErrors(refusedFor(['/clientSecret', 'line_break_inside']), CLIENT_FORMS);
    expect(errorAt(errors, '/clientSecret')).toBe(FIELD_FAULTS.line_break_inside);
    expect(errorAt(errors, '/clientId')).toBeUndefined();
  });

  it('says for another form what the field takes, by the nearest pointer', () => {
    const forms = { '/custom': 'of the whole', '/custom/account': 'of the account' };
    const errors = fieldErrors(
      refusedFor(['/custom/account/id', 'malformed'], ['/custom/x', 'malformed']),
      forms,
    );
    expect(errorAt(errors, '/custom/account/id')).toBe('of the account');
    expect(errorAt(errors, '/custom/x')).toBe('of the whole');
    expect(fieldErrors(refusedFor(['/variables', 'malformed']), forms)).toEqual({
      '/variables': FIELD_FAULTS.malformed,
    });
  });

  it('is no other field’s whose name begins alike', () => {
    const errors = fieldErrors(refusedFor(['/custom/issuerX', 'malformed']));
    expect(errorAt(errors, '/custom/issuer')).toBeUndefined();
  });

  it('names the entry of a list, and the field for the list itself', () => {
    const errors = fieldErrors(refusedFor(['/custom/apiHosts/1', 'malformed_host']));
    expect(errorOfEntries(errors, '/custom/apiHosts', ['a.example', 'https://b'])).toBe(
      `“https://b”: ${FIELD_FAULTS.malformed_host}`,
    );
    const whole = fieldErrors(refusedFor(['/custom/apiHosts', 'malformed']));
    expect(errorOfEntries(whole, '/custom/apiHosts', [])).toBe(FIELD_FAULTS.malformed);
  });

  it('is known to be shown nowhere', () => {
    const errors = fieldErrors(refusedFor(['/custom/name', 'malformed'], ['/custom', 'malformed']));
    expect(errorsElsewhere(errors, ['/custom/name'])).toEqual([FIELD_FAULTS.malformed]);
  });

  it('is told for a reason that the page does not know yet', () => {
    const errors = fieldErrors(refusedFor(['/clientId', 'of_a_newer_release']));
    expect(errorAt(errors, '/clientId')).toBe('of a newer release.');
  });

  it.each(Object.keys(FIELD_FAULTS))('shows no backtick for %s', (reason) => {
    expect(errorAt(fieldErrors(refusedFor(['/clientId', reason])), '/clientId')).toMatch(/^[^`]+\.$/);
  });
});

const check = (outcome: AppCheck['outcome'], error?: string): AppCheck => ({
  ...{ outcome, host: 'id.acme.example', redirectUri: 'https://api.example/cb', checkedAt: '' },
  ...(error !== undefined && { error }),
});

describe('what the provider says', () => {
  it.each(CHECK_OUTCOMES)('of %s is a title of its own', (outcome) => {
    const titles = CHECK_OUTCOMES.map((each) => checkWords(check(each), 'Acme').title);
    expect(titles.filter((title) => title === checkWords(check(outcome), 'Acme').title)).toHaveLength(1);
  });

  it.each([
    ['invalid_client', 'the client id or the client secret'],
    ['unauthorized_client', 'the client id or the client secret'],
    ['incorrect_client_credentials', 'the client id or the client secret'],
    ['bad_client_secret', 'the client secret'],
    ['invalid_client_id', 'the client id'],
  ])('by the code %s is about %s', (error, part) => {
    expect(checkWords(check('refused', error), 'Acme').title).toBe(`Acme refuses ${part}`);
  });

  it('is good for what is accepted alone, and says whether anything is saved', () => {
    const tones = CHECK_OUTCOMES.map((outcome) => [outcome, checkWords(check(outcome), 'Acme').tone]);
    expect(tones.filter(([, tone]) => tone === 'good')).toEqual([['accepted', 'good']]);
    expect(toldWords({ of: 'form', check: check('accepted') }, 'Acme').text).toMatch(
      /Nothing is saved yet\.$/,
    );
    expect(toldWords({ of: 'saved', check: check('accepted') }, 'Acme').title).toBe(
      'Saved. Acme accepts this app',
    );
    expect(toldWords({ of: 'saved', check: check('refused') }, 'Acme').title).toMatch(
      /^Saved, but Acme refuses/,
    );
    expect(toldWords({ of: 'stored', check: check('accepted') }, 'Acme').text).not.toContain('saved');
  });

  it('is not said where nobody could be asked', () => {
    const problem = { title: '', detail: '', code: 'invalid_variable' };
    expect(toldWords({ of: 'saved', problem }, 'Acme')).toMatchObject({
      tone: 'warning',
      title: 'Saved, but not checked',
      text: expect.stringContaining('whoever connects'),
    });
    expect(toldWords({ of: 'stored' }, 'Acme').title).toBe('Not checked');
  });
});

describe('a problem of an app', () => {
  it('says that nothing was saved, and points at the fields', () => {
    expect(appWords(refusedFor(['/clientId', 'space_inside'])).detail).toBe(
      'Correct what is marked. Nothing was saved.',
    );
  });

  it.each(['custom_provider_refused', 'provider_unreachable', 'client_id_reserved', 'app_changed'] as const)(
    'has words of its own for %s',
    (code) => {
      const [, title, detail] = PROBLEMS[code];
      expect(appWords({ code, title, detail }).detail).not.toBe(detail);
    },
  );

  it('keeps the words of the API otherwise', () => {
    const problem = { code: 'temporarily_unavailable', title: 'a', detail: 'b' };
    expect(appWords(problem)).toBe(problem);
  });
});

const using = (id: string, change: object = {}) =>
  ({
    id,
    provider: 'google',
    status: 'active',
    app: { owner: 'workspace', version: 2 },
    ...change,
  }) as Connection;

describe('the connections of an app', () => {
  const refused = using('google~a', { reason: 'app_misconfigured' });
  const older = using('google~b', { reason: 'app_misconfigured', app: { owner: 'workspace', version: 1 } });

  it('are those whose tokens it got, and that have not ended', () => {
    const all = [
      refused,
      using('google~c', { status: 'disconnecting' }),
      using('google~d', { status: 'disconnected' }),
      using('google~e', { app: { owner: 'verified', version: 2 } }),
      using('slack', { provider: 'slack' }),
    ];
    expect(usersOf('google', all).map(({ id }) => id)).toEqual(['google~a', 'google~c']);
    expect(usersOf('google')).toEqual([]);
  });

  it('cannot be mended by a new secret if they are of an older version', () => {
    expect(refusedVersions({ version: 2 }, [refused, older, using('google')])).toEqual({
      current: [refused],
      older: [older],
    });
  });

  it('put an app first that its provider refuses', () => {
    const apps = ['asana', 'google', 'box'].map((provider) => ({ provider }));
    const sorted = sortedApps(apps, [refused], (id) => id).map(({ provider }) => provider);
    expect(sorted).toEqual(['google', 'asana', 'box']);
  });

  it('are counted in words', () => {
    expect([[], [1], [1, 2]].map(countOf)).toEqual(['no connection', '1 connection', '2 connections']);
  });
});

describe('the policy', () => {
  it('has a sentence for each choice and each rule, none of them twice', () => {
    const sentences = [
      ...Object.values(POLICY_WORDS).flatMap((words) => Object.values(words)),
      ...Object.values(RULE_WORDS),
    ];
    expect(sentences.length).toBe(9);
    expect(new Set(sentences).size).toBe(9);
  });
});
