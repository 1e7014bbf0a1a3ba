/** Covers client/src/ask-injector.ts, client/src/errors.ts, client/src/retry-rule.ts. */
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { NotInjected } from '../../client/src/index.ts';
import { type Outcome, refused, sdkError, TOKEN } from './fake-injector.ts';
import { failureOf } from './set-up-injector.ts';

describe('an error', () => {
  it('of the injector carries what the runtime needs', async () => {
    const connectUrl = 'https://dash.example/?connect=demo&workspace=acme';
    const { error } = await failureOf({
      answer: refused('insufficient_scope', { connectUrl, missingScopes: ['a', 'b'] }),
    });
    expect(error).toBeInstanceOf(NotInjected);
    expect(error).toMatchObject({
      reason: 'insufficient_scope',
      connectUrl,
      missingScopes: ['a', 'b'],
      refusal: { reason: 'insufficient_scope', message: 'Because of insufficient_scope.' },
    });
  });

  it.each<[string, Outcome]>([
    ['an SDK error', { error: sdkError('AccessDeniedException', 403) }],
    ['a network error', { error: sdkError('Error') }],
    ['text that is no JSON', { payload: `{"headers":{"Authorization":"Bearer ${TOKEN}"` }],
    ['a failed function', { functionError: 'Unhandled', payload: `{"errorMessage":"${TOKEN}"}` }],
    ['an answer of another form', { answer: { isAuthorized: true, context: { headers: { a: TOKEN } } } }],
  ])('holds no token: %s', async (_what, outcome) => {
    const { error } = await failureOf(outcome);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(TOKEN);
    expect(JSON.stringify(error)).not.toContain(TOKEN);
    expect(error.stack).not.toContain(TOKEN);
    expect(error.cause).toBeUndefined();
  });
});
