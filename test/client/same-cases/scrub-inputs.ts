/** What every client has to look through in the same way: texts with tokens in all ways of writing, and texts without. */
import { createHash } from 'node:crypto';
import { TOKEN } from '../fake-injector.ts';
import { allPercent, allUnicode, base64, json, lines, swapped, WAYS } from '../ways-of-writing.ts';
import { randomOf } from './random.ts';
import { randomTexts } from './random-texts.ts';
import type { ScrubInput } from './scrub-input.ts';

const NON_ASCII = 'paßwörtchen-Ωmega-☃';
const input = (name: string, secrets: string[], text: string | Buffer): ScrubInput => ({
  name,
  secrets,
  bytes: Buffer.from(text),
});

/** All of them, in order. */
export function scrubInputs(): ScrubInput[] {
  return [
    ...waysOfWriting(),
    ...files(),
    ...particular().map(([name, secret, text]) => input(name, [secret], text)),
    ...ordinary().map(([name, text]) => input(`passes unchanged: ${name}`, TOKENS, text)),
    ...randomTexts(),
  ];
}

const LETTERS = [...'abcXYZ019-._~+/='];
const ESCAPING = [...'%\\&#;xu0641'];

function waysOfWriting(): ScrubInput[] {
  const random = randomOf(1);
  return Object.entries(WAYS).flatMap(([way, write]) => {
    const secrets = [TOKEN, random.text(LETTERS, 12, 60), random.text(ESCAPING, 12, 30)];
    return secrets.map((secret, index) =>
      input(`a token is found ${way} (${index})`, [secret], write(`${index > 0 ? 'é"' : ''}${secret}, z`)),
    );
  });
}

/** A file is decoded once. */
function files(): ScrubInput[] {
  const random = randomOf(2);
  return Object.entries(WAYS)
    .filter(([way]) => !way.includes('PEM'))
    .map(([way, write]) => {
      const secret = random.text(LETTERS, 12, 40);
      const blob = base64(write(`${random.text(['a', ' '], 0, 3)}${secret} z`));
      return input(`a token is found in a file with it ${way}`, [secret], json({ uri: 'file:///a', blob }));
    });
}

function particular(): [string, string, string | Buffer][] {
  const plain = 'abcdefghijklmnop';
  const signs = 'a-token=with=equals==';
  const file = base64(`~~~???${allPercent(TOKEN)}`);
  return [
    ...['=', '=\r', ':', ' ', '\n', '\u200b'].map((between): [string, string, string] => [
      `another character within it: ${JSON.stringify(between)}`,
      plain,
      `abc${between}defghijklmnop`,
    ]),
    ['quoted-printable', signs, 'a-token=3Dwith=3Dequals=3D=3D'],
    ['quoted-printable in lines', signs, 'a-token=3Dwith=\r\n=3Dequals=3D=\r\n=3D'],
    ['quoted-printable in small letters', signs, 'a=2Dtoken=3dwith=equals=='],
    ['blanks in a form', 'a pass phrase of ada', 'token=a+pass+phrase+of+ada&x=1'],
    ['slashes in JSON', '/a-token-with-slashes/', '{"token":"\\/a-token-with-slashes\\/"}'],
    ['quotes in JSON', '"a-token-in-quotes"', json({ token: '"a-token-in-quotes"' })],
    ['backslashes in JSON', '\\a-token-with-backslashes\\', json({ token: '\\a-token-with-backslashes\\' })],
    ['beyond ASCII in JSON', NON_ASCII, json(NON_ASCII)],
    ['beyond ASCII as \\u', NON_ASCII, `<${allUnicode(NON_ASCII)}>`],
    ['beyond ASCII in a URL', NON_ASCII, allPercent(NON_ASCII)],
    ['beyond ASCII in UTF-16', NON_ASCII, Buffer.from(`<${NON_ASCII}>`, 'utf16le')],
    ['beyond ASCII in UTF-16 BE', NON_ASCII, swapped(`<${NON_ASCII}>`)],
    ['beyond ASCII in base64', NON_ASCII, base64(NON_ASCII)],
    ['beyond ASCII in UTF-16 in base64', NON_ASCII, base64(Buffer.from(NON_ASCII, 'utf16le'))],
    ['UTF-16 that stays readable', TOKEN, Buffer.from(`{"a":"${TOKEN}","b":1}`, 'utf16le')],
    ['UTF-16 BE that stays readable', TOKEN, swapped(`{"a":"${TOKEN}","b":1}`)],
    ['one behind the other', TOKEN, TOKEN.repeat(50)],
    ['in events', TOKEN, `id: 1\ndata: {"text":"Bearer ${TOKEN} end"}\n\ndata: ${TOKEN}\r\n\r\n`],
    ...[0, 1, 2, 3, 4, 5].map((before): [string, string, string] => [
      `base64 behind ${before} bytes`,
      TOKEN,
      base64(`${'x'.repeat(before)}${TOKEN}yz`),
    ]),
    ['a file in lines', TOKEN, lines(file, 76, '\r\n')],
    ['a file in indented lines behind a word', TOKEN, `a: x ${lines(file, 64, '\n  ')}`],
    ['a file behind a word and a blank', TOKEN, `data:a/b x ${file}`],
    ['a file behind a line and a word', TOKEN, `ab\nx ${file}`],
    ['a file behind a line end in JSON', TOKEN, json(`a:\n${file}`)],
    ['a file behind a line end in JSON in JSON', TOKEN, json(json(`a:\r\n${file}`))],
    ['a file behind a word in JSON', TOKEN, json(`a file\n\nx ${file}`)],
    ['a file in JSON of PHP in JSON', TOKEN, json(json(file).replaceAll('/', '\\/'))],
    ['a file in a URL', TOKEN, `https://a.example/?file=${encodeURIComponent(file)}`],
  ];
}

/** Bytes that look random and are the same in each run. */
const noise = (seed: string, length: number) =>
  Buffer.concat(
    Array.from({ length: Math.ceil(length / 32) }, (_, index) =>
      createHash('sha256').update(`${seed}${index}`).digest(),
    ),
  ).subarray(0, length);
const segment = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const header = segment({ alg: 'RS256', typ: 'JWT', kid: '1' });
const jwtOf = (sub: string) =>
  `${header}.${segment({ iss: 'https://idp.example', sub })}.${noise(sub, 96).toString('base64url')}`;
const TOKENS = [
  ...[TOKEN, jwtOf('ada'), 'xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqqgy', ':xxxxxxxxxxx'],
  ...['0123456789abcdef0123456789abcdef', 'aaaaaaaaaaaa', '%%%%%%%%%%%%%%'],
];

function ordinary(): [string, string | Buffer][] {
  const page =
    '# A page\n\nIt has “quotes”, `code`, a [link](https://a.example/b?c=%20d&e=f) & an\tindent:\n\n    const a = b;\n'.repeat(
      4,
    );
  const result = { jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text: page }] } };
  const image = noise('image', 900);
  return [
    ['a page', page],
    ['a page in JSON', json(result)],
    ['JSON in JSON', json({ text: json(result) })],
    ['JSON in JSON in JSON in a URL', encodeURIComponent(json(json(json('"a"/\\b'))))],
    ['events', `event: message\ndata: ${json(result)}\n\n: hi\r\n\r\n`],
    ['an image', json({ type: 'image', data: image.toString('base64') })],
    ['an image in lines', json({ blob: lines(image.toString('base64'), 76, '\r\n') })],
    ['an image of the URL alphabet', json({ blob: image.toString('base64url') })],
    ['a text file', json({ blob: Buffer.from(page, 'utf16le').toString('base64') })],
    ['bytes of a file', image],
    ['UTF-16', Buffer.from(`\ufeff${page}`, 'utf16le')],
    ['signs', '100% &amp; 5%25 &#x; &#9999999999; %zz %u12 \\u12 \\x \\u{} \\ & % &lt &nbsp; \\'.repeat(3)],
    ['the beginnings of tokens', TOKENS.map((token) => `"${token.slice(0, -1)}" `).join('\n')],
    ['a token in capitals', `${jwtOf('ada').toUpperCase()} ${TOKEN.toUpperCase()}`],
    ['another token of the same issuer', jwtOf('bob')],
    ['nothing', ''],
  ];
}
