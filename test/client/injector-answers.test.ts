/** Covers client/src/judge-answer.ts, client/src/safe-address.ts. */
import { describe, expect, it } from 'vitest';
import { injected, refused, TOKEN } from './fake-injector.ts';
import { failureOf, REQUEST, setUpInjector } from './set-up-injector.ts';

describe('an answer that is not of the contract’s form is never headers', () => {
  const good = injected();
  const context = good.context as object;
  it.each<[string, unknown]>([
    ['no object', null],
    ['a list', []],
    ['isAuthorized as a text', { ...good, isAuthorized: 'true' }],
    ['no context', { isAuthorized: true }],
    ['a refusal with headers', { isAuthorized: false, context }],
    ['an unknown reason', { isAuthorized: false, context: { reason: 'because', message: 'x' } }],
    ['a reason of Object.prototype', { isAuthorized: false, context: { reason: 'toString', message: 'x' } }],
    ...Object.entries<unknown[]>({
      connectionId: ['', 5],
      generation: [-1, 1.5, '1'],
      headers: [
        [],
        'x',
        { a: 1 },
        { 'a b': 'x' },
        { '': 'x' },
        { Host: 'evil.example' },
        { 'Transfer-Encoding': 'chunked' },
        { 'content-length': '1' },
        { Connection: 'x' },
      ],
      removeHeaders: ['Cookie', [1], ['a b']],
      query: [[], { a: 1 }, { a: 'x\n' }],
      env: ['x', { A: null }, { A: 'x\0' }],
      secrets: ['x', [], [''], [1], { 0: 'x' }, null],
      allowedHosts: [
        [],
        'mcp.example.com',
        ['https://mcp.example.com'],
        ['a/b'],
        ['u@h'],
        ['MCP.example.com'],
      ],
      binding: ['forever'],
      expiresAt: ['', 'soon', 5],
      maxUses: [0, 2, '1', undefined],
    }).flatMap(([field, values]) =>
      values.map((value): [string, unknown] => [
        `${field}: ${JSON.stringify(value)}`,
        { isAuthorized: true, context: { ...context, [field]: value } },
      ]),
    ),
    [
      'missingScopes',
      { isAuthorized: false, context: { reason: 'not_connected', message: 'x', missingScopes: 'a' } },
    ],
    [
      'retryAfterSeconds',
      { isAuthorized: false, context: { reason: 'not_connected', message: 'x', retryAfterSeconds: -1 } },
    ],
  ])('%s', async (_what, answer) => {
    const { error } = await failureOf({ answer });
    expect(error).toMatchObject({ failure: 'not_of_the_contract' });
  });

  it.each(['x\r\nb: y', 'x\n', '\rx', 'x\0', 'é', 'x\u007f', '\ud800'])(
    'T149: a header with the value %j',
    async (value) => {
      const { error } = await failureOf({ answer: injected({ headers: { a: value } }) });
      expect(error).toMatchObject({ failure: 'not_of_the_contract' });
    },
  );

  it.each(['javascript:alert(1)', 'http://dash.example/', 'https://u:p@dash.example/', '/connect', ''])(
    'T030: a page to connect at of %j',
    async (connectUrl) => {
      const { error } = await failureOf({ answer: refused('not_connected', { connectUrl }) });
      expect(error).toMatchObject({ failure: 'not_of_the_contract' });
    },
  );

  it('T154: and fields that the contract does not have are left behind', async () => {
    const more = { ...injected(), extra: 1 };
    Object.assign(more.context, { body: { token: TOKEN }, meta: { a: 1 } });
    const { injector } = setUpInjector({ answer: more });
    expect(Object.keys(await injector.inject(REQUEST)).sort()).toEqual(
      'allowedHosts binding connectionId expiresAt generation headers maxUses removeHeaders'.split(' '),
    );
  });
});
