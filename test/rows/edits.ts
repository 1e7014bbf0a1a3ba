/**
 * Every edit of a row: each attribute of its shape, and each member of what is in it, to values that another row might have
 * (`plausible`) and to values that no honest row has (`hostile`).
 */
import { PLAUSIBLE } from './plausible.ts';
import { type Attributes, KINDS, type Row } from './row.ts';

export type Step = string | number;

export interface Edit {
  path: readonly Step[];
  /** `undefined` removes what is there. */
  value: unknown;
  is: 'plausible' | 'hostile';
}

/** What may stand in a row's place beside it: rows of the same kind, and every sealed value of the world. */
export interface Neighbours {
  rows: readonly Row[];
  bytes: readonly Uint8Array[];
}

const EVIL = [
  'evil.example',
  'evil.example/?',
  'evil.example#',
  'https://evil.example/token',
  'a\r\nb: c',
  '../..',
  '__proto__',
  '',
  'x'.repeat(9_000),
] as const;
const OTHERS = ['acme', 'globex', 'verified', 'google', 'custom~crm', '{accessToken}', 'client-globex'];
const EXTREMES = [-1, 0, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 60, 0.5];
const WRONG_BYTES = [new Uint8Array(0), new Uint8Array(16), new Uint8Array(20_000).fill(2)];
/** Members that some provider or server has, which a map may have got beside its own. */
const MEMBERS: Record<string, string> = {
  instanceHost: 'evil.example',
  loginHost: 'evil.example',
  subdomain: 'evil',
  tokenEndpoint: 'https://evil.example/token',
  refreshEndpoint: 'https://evil.example/token',
  revocationEndpoint: 'https://evil.example/revoke',
  url: 'https://evil.example/mcp',
  prefix: 'evil ',
  encode: 'base64',
  accessToken: 'evil',
  clientId: 'evil',
};

/** All edits of one row. */
export function editsOf(row: Row, near: Neighbours): Edit[] {
  return Object.keys(KINDS[row.kind].shape).flatMap((name) => editsOfAttribute(row, name, near));
}

function editsOfAttribute(row: Row, name: string, near: Neighbours): Edit[] {
  const value = row.record[name];
  const path = [name];
  const named = (PLAUSIBLE[row.kind] as Record<string, readonly unknown[]>)[name] ?? [];
  const example = value ?? named[0];
  const plausible = [undefined, ...named, ...ofNeighbours(near, path), ...sameType(example, near)];
  const hostile = [...hostileOf(example), ...wrongTypes(example)];
  return [
    ...edits(path, value, { plausible, hostile }),
    ...(typeof value === 'object' && value !== null ? inside(path, value, near) : []),
  ];
}

function ofNeighbours({ rows }: Neighbours, path: readonly Step[]): unknown[] {
  return rows
    .map(({ record }) => path.reduce<unknown>(memberOf, record))
    .filter((value) => value !== undefined);
}

function memberOf(value: unknown, step: Step): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<Step, unknown>)[step] : undefined;
}

function sameType(value: unknown, { bytes }: Neighbours): unknown[] {
  if (value instanceof Uint8Array) return [...bytes];
  if (typeof value === 'number') return [value - 1, value + 1];
  if (typeof value === 'boolean') return [!value];
  return [];
}

function hostileOf(value: unknown): unknown[] {
  if (typeof value === 'string') return [...EVIL];
  if (typeof value === 'number') return EXTREMES;
  if (value instanceof Uint8Array) return [...WRONG_BYTES, ...flipped(value)];
  if (Array.isArray(value)) return [['evil.example'], [...value, 'evil.example'], [5]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(MEMBERS)
    .filter(([name]) => !Object.hasOwn(value, name))
    .map(([name, member]) => ({ ...value, [name]: member }))
    .concat([
      withPrototype(value, MEMBERS),
      withPrototype(value, value),
      { ...value, constructor: 'evil' } as never,
    ]);
}

/** A map with a member `__proto__`, as only a request written by hand can store it. */
function withPrototype(value: object, prototype: object): never {
  const others = Object.entries(prototype).filter(([name]) => !Object.hasOwn(value, name));
  const members = others.length > 0 ? others : Object.entries(prototype);
  return Object.fromEntries([...Object.entries(value), ['__proto__', Object.fromEntries(members)]]) as never;
}

function flipped(bytes: Uint8Array): Uint8Array[] {
  return [0, 3, Math.floor(bytes.length / 2), bytes.length - 1]
    .filter((at) => at < bytes.length && at >= 0)
    .map((at) => bytes.map((byte, index) => (index === at ? byte ^ 1 : byte)));
}

/** One value of each type that it has not. A map of a row holds any type; elsewhere the adapter refuses these. */
function wrongTypes(value: unknown): unknown[] {
  const all = ['text', 7, true, null, [], {}, new Uint8Array(3)];
  return all.filter((each) => typeOf(each) !== typeOf(value));
}

function typeOf(value: unknown): string {
  if (value instanceof Uint8Array) return 'bytes';
  if (Array.isArray(value)) return 'list';
  return value === null ? 'null' : typeof value;
}

/** The edits of every member of what is at a path, down to the leaves. */
export function inside(path: readonly Step[], value: object, near: Neighbours): Edit[] {
  if (value instanceof Uint8Array) return [];
  const steps = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  return steps.flatMap((step) => {
    const deeper = [...path, step];
    const member = memberOf(value, step);
    const others = typeof member === 'string' ? OTHERS : sameType(member, near);
    const plausible = [undefined, ...ofNeighbours(near, deeper), ...others];
    const hostile = [...hostileOf(member), ...wrongTypes(member)];
    return [
      ...edits(deeper, member, { plausible, hostile }),
      ...(typeof member === 'object' && member !== null ? inside(deeper, member, near) : []),
    ];
  });
}

function edits(
  path: readonly Step[],
  value: unknown,
  { plausible, hostile }: { plausible: unknown[]; hostile: unknown[] },
): Edit[] {
  const seen = new Set([nameOf(value)]);
  const isNew = (each: unknown) => !seen.has(nameOf(each)) && seen.add(nameOf(each));
  return [
    ...plausible.filter(isNew).map((each) => ({ path, value: each, is: 'plausible' as const })),
    ...hostile.filter(isNew).map((each) => ({ path, value: each, is: 'hostile' as const })),
  ];
}

function nameOf(value: unknown): string {
  return `${typeOf(value)} ${value instanceof Uint8Array ? Buffer.from(value).toString('base64') : JSON.stringify(value)}`;
}

/** The row with the edits, which share nothing with it. */
export function edited(row: Row, ...all: readonly Edit[]): Row {
  return {
    ...row,
    record: all.reduce((record, edit) => withEdit(record, edit.path, edit.value), row.record),
  };
}

/** A copy with one edit. */
export function withEdit(
  record: Attributes,
  [step = '', ...deeper]: readonly Step[],
  value: unknown,
): Attributes {
  const copy = (Array.isArray(record) ? [...record] : { ...record }) as Attributes;
  const inner = copy[step];
  if (deeper.length > 0) {
    // Another edit of a pair took away what this one is about.
    if (typeof inner !== 'object' || inner === null || inner instanceof Uint8Array) return copy;
    copy[step] = withEdit(inner as Attributes, deeper, value);
  } else if (value !== undefined) copy[step] = value;
  else if (Array.isArray(copy)) copy.splice(Number(step), 1);
  else delete copy[step];
  return copy;
}

/** The edit in a line, for the title of a failure. */
export function described({ path, value, is }: Edit): string {
  const text = nameOf(value);
  return `${path.join('.')} = ${is} ${text.length > 90 ? `${text.slice(0, 90)}…` : text}`;
}
