/** Answers that every client has to judge in the same way, with the calls that they answer. */
import { readFileSync } from 'node:fs';
import type { AnsweredCall, RpcAnswer } from '../../../client/src/is-rejected.ts';
import {
  failed,
  NOTION,
  OTHER_ERRORS,
  OTHER_RESULTS,
  REFUSALS,
  REFUSED_TOKENS,
  rpcError,
  succeeded,
  texts,
} from '../refused-tokens.ts';
import { type Random, randomOf } from './random.ts';

export interface JudgementInput {
  name: string;
  answer: RpcAnswer;
  call: AnsweredCall;
}

const RECORDED: { server: string; api: string; answer: RpcAnswer }[] = JSON.parse(
  readFileSync(new URL('../../fixtures/refused-tokens.json', import.meta.url), 'utf8'),
);
const LIST = { tool: 'list', arguments: { objectType: 'contacts' } };
const judged = (name: string, answer: RpcAnswer, call: AnsweredCall = {}): JudgementInput => ({
  name,
  answer,
  call,
});

/** All of them, in order. */
export function judgementInputs(): JudgementInput[] {
  return [
    ...RECORDED.map(({ server, api, answer }) => judged(`recorded: ${server} of ${api}`, answer, LIST)),
    ...REFUSED_TOKENS.map(([what, answer]) => judged(`refused: ${what}`, answer)),
    ...OTHER_ERRORS.map(([what, answer]) => judged(`another error: ${what}`, answer)),
    ...OTHER_RESULTS.map(([what, answer]) => judged(`another result: ${what}`, answer)),
    judged('Notion’s error object', succeeded(JSON.stringify(NOTION))),
    ...quoting(),
    ...particular(),
    ...randomAnswers(),
  ];
}

function quoting(): JudgementInput[] {
  const ways: [string, (text: string) => string][] = [
    ['as it is', (text) => text],
    ['in capital letters', (text) => text.toUpperCase()],
    ['in a URL', encodeURIComponent],
    ['in JSON', (text) => JSON.stringify({ query: text })],
    ['behind a colon', (text) => `Nothing was found for: ${text}`],
    ['cut off', (text) => `Nothing was found for: ${text.slice(0, 24)}`],
  ];
  return ways.flatMap(([how, quote]) =>
    REFUSALS.flatMap((text) => [
      judged(`quotes the call ${how}: ${text}`, failed(quote(text)), {
        tool: 'search',
        arguments: { query: `about ${text}` },
      }),
      judged(`quotes nothing ${how}: ${text}`, failed(quote(text)), LIST),
    ]),
  );
}

function particular(): JudgementInput[] {
  const named = failed('list_unauthorized: unauthorized');
  const page = { tool: 'fetch', arguments: { url: 'https://pages.example/secret?a=1' } };
  const nested = (levels: number) => {
    let deep: unknown = { status: 401 };
    for (let level = 0; level < levels; level += 1) deep = { error: deep };
    return rpcError({ message: 'x', data: deep });
  };
  return [
    judged('a name of a tool', named, { tool: 'list_unauthorized' }),
    judged('an argument within others', named, { arguments: { deep: [{ filter: 'Unauthorized' }] } }),
    judged('a number in the arguments', failed('Error 401'), { arguments: { user: 401 } }),
    judged('a part of a number in the arguments', failed('Error 401'), { arguments: { user: '74013' } }),
    judged('a page', failed('Failed to fetch https://pages.example/secret - status code 401'), page),
    judged('a page in capital letters', failed('HTTP 401 Unauthorized (https://PAGES.example/login)'), page),
    judged('another address', failed('GET https://api.example/pages: 401 Unauthorized'), page),
    ...[3, 5, 6, 7, 8, 9, 40].map((levels) => judged(`${levels} levels deep`, nested(levels))),
    judged('a status with a fraction', rpcError({ data: { status: 401.5 } })),
    judged('a status as a number of its own', { error: { code: 401 } }),
    judged('true as a status', rpcError({ data: { status: true } })),
    judged('a list as an error', { error: [{ status: 401 }] }),
    judged('more items than are looked at', rpcError({ data: [1, 2, 3, 4, 5, { status: 401 }] })),
    judged('a letter beyond 16 bits before the limit', failed(`${'😀'.repeat(245)} status: 401`)),
    judged('a letter beyond 16 bits behind the limit', failed(`${'😀'.repeat(250)} status: 401`)),
    judged('many brackets', failed(`${'('.repeat(2_000)}401)`)),
    judged('many quotes', failed(`${'"\''.repeat(1_000)}401 Unauthorized`)),
    judged('NaN in JSON', failed('{"status":401,"x":NaN}')),
    judged('texts that are none', {
      result: { isError: true, content: [null, 1, { text: 2 }, { text: '401' }] },
    }),
  ];
}

const WORDS = [
  ...[
    '401',
    '401',
    '403',
    '404',
    '429',
    '500',
    '4011',
    'Error',
    'error:',
    'API',
    'HTTP',
    'HTTP/1.1',
    'status',
    'code',
  ],
  ...[
    'status code',
    'failed with',
    'returned',
    'received',
    'Unauthorized',
    'unauthorized',
    'Bad credentials',
    'token',
  ],
  ...[
    'invalid_token',
    'invalid_auth',
    'UNAUTHENTICATED',
    'Invalid token',
    'expired',
    'session',
    'lines',
    'rows',
    'ticket',
  ],
  ...[
    '"',
    "'",
    '`',
    '“',
    '”',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ':',
    ' - ',
    '. ',
    ', ',
    '\n',
    '=',
    '#',
    ' ',
    ' ',
    ' ',
    '\u00a0',
  ],
  ...[
    'https://api.example/x',
    'http://a@b.example:81/',
    '{"status":401}',
    "{'error': 'invalid_auth'}",
    '{"message":"x"}',
  ],
  ...['for url: ', 'Client error ', 'from', 'get ', 'é', '\u2028', '%34%30%31', 'K', 'ſ', 'İ'],
];
const KEYS = [
  'error',
  'status',
  'code',
  'message',
  'data',
  'errors',
  'details',
  'reason',
  'extensions',
  'title',
  '.tag',
];

function randomAnswers(): JudgementInput[] {
  const random = randomOf(236);
  return Array.from({ length: 600 }, (_, index) => {
    const call = random.below(3) === 0 ? { tool: 'x', arguments: { q: random.text(WORDS, 1, 4) } } : LIST;
    return judged(`random answer ${index}`, randomAnswer(random), call);
  });
}

function randomAnswer(random: Random): RpcAnswer {
  const kind = random.below(4);
  if (kind === 0) return { error: randomValue(random, 4) };
  if (kind === 1) return rpcError({ message: random.text(WORDS, 1, 6), data: randomValue(random, 3) });
  const said = random.below(3) === 0 ? JSON.stringify(randomValue(random, 3)) : random.text(WORDS, 1, 8);
  return { result: { content: texts(said), isError: random.below(9) > 0 } };
}

function randomValue(random: Random, depth: number): unknown {
  const kind = random.below(depth > 0 ? 7 : 3);
  if (kind === 0) return random.pick([401, 401, 403, 200, 500, 1, true, null, '401', '403']);
  if (kind < 3) return random.text(WORDS, 1, 5);
  if (kind === 3) return Array.from({ length: random.below(4) }, () => randomValue(random, depth - 1));
  const fields = Array.from({ length: 1 + random.below(3) }, () => [
    random.pick(KEYS),
    randomValue(random, depth - 1),
  ]);
  return Object.fromEntries(fields);
}
