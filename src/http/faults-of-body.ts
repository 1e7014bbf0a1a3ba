import type { ProblemExtensions } from '../contract/problems.ts';

/** The part of a ZodError that is looked at. `errors`: of a union, what each of its forms finds wrong. */
interface Issue {
  path: readonly PropertyKey[];
  errors?: readonly (readonly Issue[])[];
}
interface Rejected {
  issues: readonly Issue[];
}

/** So many faults are told at most. */
const MOST = 20;
/** Names of our schemas. A name that a caller chose is not repeated. */
const OF_SCHEMA = /^[A-Za-z0-9]{1,40}$/;

/** Where a body has another form than its schema says: JSON pointers (RFC 6901), each once. Nothing for paths and queries. Pure. */
export function faultsOf(target: string, { issues }: Rejected): ProblemExtensions {
  if (target !== 'json') return {};
  const pointers = issues.flatMap(pathsOf).map(pointerOf);
  const errors = [...new Set(pointers)].slice(0, MOST);
  return { errors: errors.map((pointer) => ({ pointer, reason: 'malformed' as const })) };
}

/** Of a union, the faults of the form that has the fewest: it is most probably the one that was meant. */
function pathsOf({ path, errors = [] }: Issue): (readonly PropertyKey[])[] {
  const [nearest] = errors.toSorted((one, other) => one.length - other.length);
  if (!nearest || nearest.length === 0) return [path];
  return nearest.flatMap(pathsOf).map((within) => [...path, ...within]);
}

function pointerOf(path: readonly PropertyKey[]): string {
  const strange = path.findIndex((name) => !OF_SCHEMA.test(String(name)));
  const known = strange === -1 ? path : path.slice(0, strange);
  return known.map((name) => `/${String(name)}`).join('');
}
