/** Fences of the local environment: its played providers, and the tokens that are signed on a laptop. */
import type { Fence } from './fence.ts';

const FORMAT = 'local/state-format.ts';
const EGRESS = 'local/played-providers/played-egress.ts';
const MINT = 'local/mint-token.ts';
const OF_FOLDER = 'test/local/played-folder.test.ts';
const OF_ADDRESSES = 'test/local/played-addresses.test.ts';
const OF_EGRESS = 'test/local/played-egress.test.ts';
const TOKEN = 'test/local/token.test.ts';

export const LAPTOP_FENCES: readonly Fence[] = [
  {
    what: 'a state folder plays what it played before, and nothing else',
    file: FORMAT,
    fence: '  if (found !== wanted) throw new StateOfOtherProviders(stateDir, playedBefore);\n',
    without: '',
    test: OF_FOLDER,
    name: 'a played folder starts with what it played, and with nothing else',
    proves: ['T250'],
  },
  {
    what: 'a folder of real tokens is refused to a start that plays',
    file: FORMAT,
    fence: 'if (found !== wanted)',
    without: "if (found.includes(' ') && found !== wanted)",
    test: OF_FOLDER,
    name: 'a folder of real tokens is refused to a start that plays',
    proves: ['T250'],
  },
  {
    what: 'a folder with apps of real providers is played by nobody',
    file: FORMAT,
    fence: '(isPlay && (await exists(',
    without: '(!isPlay && (await exists(',
    test: OF_FOLDER,
    name: 'a folder with the apps of real providers is refused to a start that plays',
    proves: ['T250'],
  },
  {
    what: 'no runtime sends a played token to a real server',
    file: 'local/played-providers/played-facts.ts',
    fence: 'return { ...server, allowedHosts: [], ',
    without: 'return { ...server, ',
    test: OF_ADDRESSES,
    name: 'meet at no server',
    proves: ['T250'],
  },
  {
    what: 'what is played stands in the mark of the format',
    file: FORMAT,
    fence: "names.length === 0 ? FORMAT : [FORMAT, 'played', ...names].join(' ')",
    without: 'names.length < 0 ? names.join() : FORMAT',
    test: OF_FOLDER,
    name: 'its mark is one that a version without played providers refuses',
    proves: ['T250'],
  },
  {
    what: 'an address of a played provider that no script answers is sent nowhere',
    file: EGRESS,
    fence: ' || !scripts.some((script) => hasRoute(script, route))',
    without: '',
    test: OF_EGRESS,
    name: 'is sent nowhere',
    proves: ['T250'],
  },
  {
    what: 'a played host is exact: no port, no person, no dot of the root',
    file: EGRESS,
    fence: 'if (!isPlain || ',
    without: 'if (',
    test: OF_EGRESS,
    name: 'is sent nowhere',
    proves: ['T250'],
  },
  {
    what: 'what belongs to a played provider does not leave this machine',
    file: EGRESS,
    fence: 'url: urlAtListener(origin, url)',
    without: 'url: request.url',
    test: OF_EGRESS,
    name: 'stays on this machine',
    proves: ['T250'],
  },
  {
    what: 'providers of one address are played together',
    file: 'local/played-providers/playable.ts',
    fence: '[...new Set([...providers, ...sharing])]',
    without: '[...new Set([...providers, ...sharing.slice(sharing.length)])]',
    test: OF_ADDRESSES,
    name: 'a provider that shares an address is played in the environment, too',
    proves: ['T250'],
  },
  {
    what: 'tokens are signed for an issuer of this machine alone',
    file: MINT,
    fence: '  if (!LOCAL_ISSUER.test(issuer))\n',
    without: "  if (issuer === '')\n",
    test: TOKEN,
    name: 'an issuer of this machine',
    proves: ['T251'],
  },
  {
    what: 'keys that others can read sign nothing',
    file: 'local/private-file.ts',
    fence: 'if (file) await refuseIfShared(file, path, what);',
    without: '',
    test: TOKEN,
    name: 'a lock on its keys',
    proves: ['T251'],
  },
  {
    what: 'a token of the command lives for an hour at most',
    file: 'local/token.ts',
    fence: 'most: 60,',
    without: 'most: 600,',
    test: TOKEN,
    name: 'says in one sentence what is wrong with',
    proves: ['T251'],
  },
  {
    what: 'no page of another origin reaches a listener of this machine',
    file: 'local/judge-request.ts',
    fence: 'return asked === origin || pages.includes(asked);',
    without: 'return asked.length > 0 || pages.includes(origin);',
    test: 'test/local/listeners.test.ts',
    name: 'answers nothing from another origin',
    proves: ['T251'],
  },
];
