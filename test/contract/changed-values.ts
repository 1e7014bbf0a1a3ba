/** Values a step or three away from good ones: other types, lengths around every limit, hostile characters, missing and foreign members. */
import fc from 'fast-check';

const LONG = [
  0, 1, 16, 17, 32, 33, 43, 50, 51, 63, 64, 65, 80, 81, 100, 101, 128, 129, 200, 201, 256, 257, 260, 261,
];
const LONGEST = [2_000, 2_001, 8_192, 8_193];
const HOSTILE = [
  ' ',
  '\n',
  '\t',
  '\u0000',
  '\u007f',
  '\u0085',
  '\u2028',
  'é',
  '𝟙',
  '/',
  '#',
  '~',
  '{',
  '}',
  '"',
  '\\',
  '.',
  '-',
  '_',
  'A',
  '%',
  ':',
  '@',
  '[',
  'javascript:',
  '\ud800',
];
const OTHERS: unknown[] = [
  undefined,
  null,
  true,
  false,
  0,
  -0,
  -1,
  1,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 53,
  2 ** 53 - 1,
  '',
  'a',
  [],
  {},
  [null],
  ['a'],
  { json: {} },
  { json: { a: '{accessToken}' } },
  10n,
  Symbol.iterator,
  () => 'a',
  new Date(0),
  new Map(),
];

const inText = (text: string): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc
      .tuple(fc.constantFrom(...HOSTILE), fc.nat(text.length))
      .map(([hostile, at]) => text.slice(0, at) + hostile + text.slice(at)),
    fc
      .constantFrom(...LONG, ...LONGEST)
      .map((length) => text.slice(0, length).padEnd(length, text.at(-1) ?? 'a')),
    fc.constantFrom(
      text.toUpperCase(),
      ` ${text}`,
      `${text} `,
      `${text}\n`,
      `custom~${text}`,
      `remote~${text}`,
      `${text}~b`,
    ),
  );
const inList = (list: unknown[]): fc.Arbitrary<unknown> =>
  fc
    .constantFrom(...LONG)
    .map((length) => Array.from({ length }, (_, index) => list[index % Math.max(list.length, 1)]));
const inObject = (object: object): fc.Arbitrary<unknown> => {
  const names = Object.keys(object);
  const without = (name: string) =>
    Object.fromEntries(Object.entries(object).filter(([each]) => each !== name));
  return fc.oneof(
    fc.constantFrom(...names, 'foreign').map(without),
    fc
      .constantFrom('foreign', '__proto__', 'constructor', 'toString', ...names)
      .map((name) => Object.defineProperty({ ...object }, name, { value: 'a', enumerable: true })),
    fc
      .constantFrom(...LONG)
      .map((length) =>
        Object.fromEntries(Array.from({ length }, (_, index) => [`m${index}`, Object.values(object)[0]])),
      ),
  );
};

/** The value with something else in place of itself, or somewhere inside. */
function changed(value: unknown): fc.Arbitrary<unknown> {
  const here = fc.constantFrom(...OTHERS);
  if (typeof value === 'string') return fc.oneof({ weight: 3, arbitrary: inText(value) }, here);
  if (typeof value !== 'object' || value === null) return here;
  const kind = Array.isArray(value) ? inList(value) : inObject(value);
  const parts = Object.keys(value);
  if (parts.length === 0) return fc.oneof(kind, here);
  const inside = fc
    .constantFrom(...parts)
    .chain((part) =>
      changed((value as Record<string, unknown>)[part]).map((other) => replaced(value, part, other)),
    );
  return fc.oneof({ weight: 8, arbitrary: inside }, { weight: 2, arbitrary: kind }, here);
}

function replaced(value: object, part: string, other: unknown): unknown {
  const copy: Record<string, unknown> = Array.isArray(value) ? ([...value] as never) : { ...value };
  copy[part] = other;
  return copy;
}

/** One of the samples as it is, or after one to three steps. */
export function changedValue(samples: readonly unknown[]): fc.Arbitrary<unknown> {
  const sample = fc.constantFrom(...samples);
  const after = (steps: number): fc.Arbitrary<unknown> =>
    steps === 0 ? sample : after(steps - 1).chain((value) => changed(value));
  return fc.oneof(
    after(0),
    { weight: 20, arbitrary: after(1) },
    { weight: 8, arbitrary: after(2) },
    { weight: 4, arbitrary: after(3) },
  );
}
