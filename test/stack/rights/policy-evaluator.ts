/**
 * A small model of IAM's evaluation of one request, over the few elements and operators that our policies use. Anything
 * else throws: an evaluator that skips what it does not know lets every "may not" test pass for nothing.
 * Rules: IAM User Guide, "Policy evaluation logic" and "IAM JSON policy elements: Condition operators".
 */

export interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, unknown>>;
  Sid?: string;
  Principal?: unknown;
}

/** What the service tells IAM of one request. A key that is not here is absent from the request. */
export interface Request {
  action: string;
  resource: string;
  context: Record<string, string | string[]>;
}

export type Verdict = 'allowed' | 'denied by a statement' | 'not allowed by any statement';

/** Deny wins; without an Allow the answer is no. */
export function evaluate(statements: readonly Statement[], request: Request): Verdict {
  const matching = statements.filter((statement) => matches(statement, request));
  if (matching.some(({ Effect }) => Effect === 'Deny')) return 'denied by a statement';
  return matching.some(({ Effect }) => Effect === 'Allow') ? 'allowed' : 'not allowed by any statement';
}

const ELEMENTS = ['Effect', 'Action', 'Resource', 'Condition', 'Sid', 'Principal'];

function matches(statement: Statement, request: Request): boolean {
  for (const element of Object.keys(statement))
    if (!ELEMENTS.includes(element)) throw new Error(`the evaluator does not know the element ${element}`);
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny')
    throw new Error(`the evaluator does not know the effect ${statement.Effect}`);
  const actionMatches = list(statement.Action).some((pattern) =>
    // Action names are not case-sensitive.
    like(pattern.toLowerCase(), request.action.toLowerCase()),
  );
  // Every part is looked at whatever the others say, so that nothing unknown hides behind a mismatch.
  const resourceMatches = list(statement.Resource).some((pattern) => like(pattern, request.resource));
  const conditionHolds = Object.entries(statement.Condition ?? {})
    .map(([operator, keys]) => operatorHolds(operator, keys, request.context))
    .every(Boolean);
  return actionMatches && resourceMatches && conditionHolds;
}

function operatorHolds(
  operator: string,
  keys: Record<string, unknown>,
  context: Request['context'],
): boolean {
  const test = OPERATORS[operator];
  if (!test) throw new Error(`the evaluator does not know the operator ${operator}`);
  return Object.entries(keys)
    .map(([key, wanted]) => test(contextValues(context, key), list(wanted)))
    .every(Boolean);
}

/** `values` is undefined when the key is absent from the request. */
type Operator = (values: string[] | undefined, wanted: string[]) => boolean;

const equals = (value: string, wanted: string) => value === wanted;

const OPERATORS: Record<string, Operator> = {
  StringEquals: single((value, wanted) => wanted.some((one) => equals(value, one)), false),
  StringEqualsIfExists: single((value, wanted) => wanted.some((one) => equals(value, one)), true),
  // A negated operator holds for an absent key.
  StringNotEquals: single((value, wanted) => !wanted.some((one) => equals(value, one)), true),
  StringLike: single((value, wanted) => wanted.some((one) => like(one, value)), false),
  Bool: single((value, wanted) => wanted.some((one) => equals(value, one)), false),
  Null: (values, wanted) => {
    const [asked] = wanted;
    if (wanted.length !== 1 || (asked !== 'true' && asked !== 'false'))
      throw new Error(`Null takes true or false, not ${wanted}`);
    return (values === undefined) === (asked === 'true');
  },
  // Hold for an absent key, which is why our statements add Null.
  'ForAllValues:StringEquals': forAll(equals),
  'ForAllValues:StringLike': forAll((value, wanted) => like(wanted, value)),
};

function single(holds: (value: string, wanted: string[]) => boolean, ifAbsent: boolean): Operator {
  return (values, wanted) => {
    if (values === undefined) return ifAbsent;
    const [value] = values;
    if (value === undefined || values.length > 1)
      throw new Error('an operator for one value was asked about several: use ForAllValues or ForAnyValue');
    return holds(value, wanted);
  };
}

function forAll(holds: (value: string, wanted: string) => boolean): Operator {
  return (values = [], wanted) => values.every((value) => wanted.some((one) => holds(value, one)));
}

/** Names of condition keys are not case-sensitive. */
function contextValues(context: Request['context'], key: string): string[] | undefined {
  const entry = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase());
  return entry && list(entry[1]);
}

/** `*` is any text, `?` one character. Policy variables would need values that this model does not have. */
function like(pattern: string, text: string): boolean {
  if (pattern.includes('${')) throw new Error(`the evaluator does not know policy variables: ${pattern}`);
  const source = pattern
    .replace(/[.+^$()|[\]\\{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

function list(value: unknown): string[] {
  const values = Array.isArray(value) ? value : [value];
  if (!values.every((one) => typeof one === 'string'))
    throw new Error(`expected text, found ${JSON.stringify(value)}`);
  return values;
}
