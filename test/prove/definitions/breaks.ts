/** Every definition with one field broken at a time. */
import type { Provider } from '../../../src/oauth/provider.ts';
import { wrongValues } from './field-breaks.ts';

/** One break: a definition that differs from the provider's own in one field. */
export interface Break {
  provider: string;
  /** Path of the field: `oauth.revocation.reach`. */
  field: string;
  what: string;
  broken: Provider;
}

/** Fields that are not broken, and why. */
export const LEFT_OUT: readonly { field: RegExp; reason: string }[] = [
  { field: /^(?:name|verified|byo)\b/, reason: 'Words for people.' },
  {
    field: /^products\.\d+\.(?:name|id)$|description$/,
    reason: 'Words for people, and an id that is of our choice.',
  },
  { field: /^servers\.\d+\.(?:name|id|note)$/, reason: 'Words for people, and an id that is of our choice.' },
  { field: /^variables\.\w+\.(?:label|example)$/, reason: 'Words for people.' },
  {
    field: /^source\.(?!documents$|checkedOn$)/,
    reason: 'Words for people: what is unsure, and how far it was compared.',
  },
  { field: /byHandAt$/, reason: 'A page for people; that it is https is a rule.' },
  { field: /^id$/, reason: 'It names the definition: its script, its rows and its vectors go by it.' },
];

export const isLeftOut = (field: string) => LEFT_OUT.some((one) => one.field.test(field));

/** Every break of a definition, in the order of its fields. */
export function breaksOf(provider: Provider): Break[] {
  return fieldsOf(provider, '')
    .flatMap(({ field, value }) =>
      wrongValues(shown(field), value).map(({ what, value: wrong }) => ({
        provider: provider.id,
        field,
        what,
        broken: withField(provider, field.split('\0'), wrong) as Provider,
      })),
    )
    .map((one) => ({ ...one, field: shown(one.field) }));
}

/** Names may contain dots, so that paths are kept apart by a character that no name has. */
const shown = (field: string) => field.replaceAll('\0', '.');

interface Field {
  field: string;
  value: unknown;
}

/** Each member of a definition at any depth, but for what is left out. */
function fieldsOf(value: unknown, path: string): Field[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const field = path === '' ? name : `${path}\0${name}`;
    if (member === undefined || isLeftOut(shown(field))) return [];
    return [{ field, value: member }, ...fieldsOf(member, field)];
  });
}

/** A copy with another value at a path; undefined takes the member away. */
function withField(value: unknown, [name = '', ...rest]: string[], wrong: unknown): unknown {
  const member = (value as Record<string, unknown>)[name];
  const changed = rest.length > 0 ? withField(member, rest, wrong) : wrong;
  if (Array.isArray(value)) {
    const copy = [...value];
    if (changed === undefined) copy.splice(Number(name), 1);
    else copy[Number(name)] = changed;
    return copy;
  }
  const { [name]: _, ...others } = value as Record<string, unknown>;
  return changed === undefined ? others : { ...others, [name]: changed };
}
