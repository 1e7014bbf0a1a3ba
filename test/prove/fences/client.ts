/** Fences of the client: what an answer of an MCP server is looked through for. */
import type { Fence } from './fence.ts';

export const CLIENT_FENCES: readonly Fence[] = [
  {
    what: 'what the injector says is secret is secret, whatever it looks like',
    file: 'client/src/injected-secrets.ts',
    fence: '  if (!secrets) return guessedSecrets(values);',
    without: '  if (secrets || !secrets) return guessedSecrets(values);',
    test: 'test/client/echoed-templates.test.ts',
    name: 'T151',
    proves: ['T151'],
  },
  {
    what: 'an answer that fetch has not decoded is refused',
    file: 'client/src/guard-response.ts',
    fence: '  refuseUndecoded(response);\n',
    without: '',
    test: 'test/client/content-encoding.test.ts',
    name: 'that is not decoded is refused, and its body is closed',
  },
  {
    what: 'a token that becomes known while a stream is open is looked for in it',
    file: 'client/src/guard-response.ts',
    fence: '    get patterns() {\n      return known.patterns;\n    },\n',
    without: '    patterns: known.patterns,\n',
    test: 'test/client/content-encoding.test.ts',
    name: 'of a later call is removed from a stream that was open before',
  },
  {
    what: 'base64 is decoded and searched',
    file: 'client/src/find-secrets.ts',
    fence: '    spans.push(...within.spans);\n',
    without: '',
    test: 'test/client/secret-forms.test.ts',
    name: 'is found in a file with it with all characters percent-encoded, however the stream is cut',
  },
  {
    what: 'a token that is split between chunks is held back',
    file: 'client/src/find-patterns.ts',
    fence: '    if (input.ranOut && !isWhole) return { spans, open: at };\n',
    without: '',
    test: 'test/client/scrub.test.ts',
    name: 'gives what reading everything at once would give, however the stream is cut',
  },
  {
    what: 'NULs of UTF-16 do not hide a token',
    file: 'client/src/read-character.ts',
    fence: '  while (start < at + 3 && bytes[start] === 0) start += 1;\n',
    without: '',
    test: 'test/client/secret-forms.test.ts',
    name: 'is found in JSON in UTF-16 LE, however the stream is cut',
  },
  {
    what: 'an answer that is made to be slow ends',
    file: 'client/src/find-patterns.ts',
    fence: "    if (input.stepsLeft < 0) throw new ResponseRefused('unsearchable');\n",
    without: '',
    test: 'test/client/scrub.test.ts',
    name: 'because it repeats the beginning of a token that repeats itself is refused',
  },
];
