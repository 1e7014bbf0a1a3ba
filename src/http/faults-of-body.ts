import { FIELD_FAULTS, type FieldFault, type ProblemExtensions } from '../contract/problems.ts';

/** The part of a ZodError that is looked at. `errors`: of a union, what each of its forms finds wrong. */
interface Issue {
  path: readonly PropertyKey[];
  errors?: readonly (readonly Issue[])[];
  /** Of an object with unknown members, which are one issue: their names. */
  keys?: readonly string[];
  /** Of a rule that says in `reason` what is wrong (src/contract/resources/pasted-text.ts). */
  params?: Record<string, unknown>;
}
interface Rejected {
  issues: readonly Issue[];
}

/** So many faults are told at most. */
const MOST = 20;
/** Names of our schemas. A name that a caller chose is not repeated. */
const OF_SCHEMA = /^[A-Za-z0-9]{1,40}$/;

/** A place in a body, and why it is refused if a rule says that. */
interface Place {
  path: readonly PropertyKey[];
  reason: FieldFault;
}

/** Where a body has another form than its schema says: JSON pointers (RFC 6901), each once. Nothing for paths and queries. Pure. */
export function faultsOf(target: string, { issues }: Rejected): ProblemExtensions {
  if (target !== 'json') return {};
  const reasons = new Map<string, FieldFault>();
  for (const { path, reason } of issues.flatMap(placesOf)) {
    const pointer = pointerOf(path);
    // What says more than that the form is wrong is told.
    if ((reasons.get(pointer) ?? 'malformed') === 'malformed') reasons.set(pointer, reason);
  }
  return { errors: [...reasons].slice(0, MOST).map(([pointer, reason]) => ({ pointer, reason })) };
}

/** Of a union, the faults of the form that has the fewest: it is most probably the one that was meant. */
function placesOf({ path, errors = [], params }: Issue): Place[] {
  const [nearest] = errors.toSorted((one, other) => faultsIn(one) - faultsIn(other));
  if (!nearest || nearest.length === 0) return [{ path, reason: reasonIn(params) }];
  return nearest.flatMap(placesOf).map((within) => ({ ...within, path: [...path, ...within.path] }));
}

/** How many members are wrong. One can break several rules. */
function faultsIn(issues: readonly Issue[]): number {
  const members = issues.flatMap(({ path, keys = [''] }) => keys.map((key) => [...path, key].join('/')));
  return new Set(members).size;
}

function reasonIn(params: Issue['params']): FieldFault {
  const reason = params?.reason;
  return typeof reason === 'string' && Object.hasOwn(FIELD_FAULTS, reason)
    ? (reason as FieldFault)
    : 'malformed';
}

function pointerOf(path: readonly PropertyKey[]): string {
  const strange = path.findIndex((name) => !OF_SCHEMA.test(String(name)));
  const known = strange === -1 ? path : path.slice(0, strange);
  return known.map((name) => `/${String(name)}`).join('');
}
