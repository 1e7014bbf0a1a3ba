/** What a spreadsheet would run, and what would break a row or hide in it. */
export const FORMULAS = [
  ...['=1+1', '+1', '-1', '@SUM(A1)', '=cmd|" /C calc"!A0', '=HYPERLINK("https://evil.example","x")'],
  ...[
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '\u00a0=1',
    '\ufeff=1',
    '\u202e=1',
    '\0=1',
    '＝1+1',
    '＋1',
    '－1',
    '＠x',
  ],
  ...['a;=1+1', 'a;\t=1', 'a,=1', 'a|=1', '";=1;"', '",=1,"', "';=1", 'a";"=1', '"=1"', "'=1"],
  ...['a\r\n=1', 'a\u2028=1', 'a\u2029=1', 'a\x0b=1', 'a\x85=1'],
];
/** How a cell begins that a spreadsheet takes for a formula. */
export const START_OF_FORMULA = /^[\s\p{Cf}]*[=+\-@＝＋－＠]/u;
