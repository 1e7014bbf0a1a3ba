/** The names of HTML for the characters of tokens and for those between them. A hyphen is often U+2010, which has two names. */
const NAMES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  lowbar: '_',
  UnderBar: '_',
  period: '.',
  hyphen: '-',
  dash: '-',
  plus: '+',
  sol: '/',
  equals: '=',
  tilde: '~',
  colon: ':',
  semi: ';',
  comma: ',',
  num: '#',
  percnt: '%',
  excl: '!',
  quest: '?',
  dollar: '$',
  commat: '@',
  ast: '*',
  midast: '*',
  bsol: '\\',
  Hat: '^',
  grave: '`',
  vert: '|',
  verbar: '|',
  lpar: '(',
  rpar: ')',
  lsqb: '[',
  lbrack: '[',
  rsqb: ']',
  rbrack: ']',
  lcub: '{',
  lbrace: '{',
  rcub: '}',
  rbrace: '}',
  Tab: '\t',
  NewLine: '\n',
};

/** The code of each character by its name. */
export const HTML_NAMES: ReadonlyMap<string, number> = new Map(
  Object.entries(NAMES).map(([name, text]) => [name, text.charCodeAt(0)]),
);
/** Letters of the longest name. */
export const MOST_LETTERS = Math.max(...[...HTML_NAMES.keys()].map(({ length }) => length));
/** The codes of the first letters. */
export const FIRST_LETTERS: ReadonlySet<number> = new Set(
  [...HTML_NAMES.keys()].map((name) => name.charCodeAt(0)),
);
