/** The names by which Lambda's Invoke API takes a function. Pure. */

/** A name, a partial ARN or an ARN, each with or without `:alias`, `:version` or `:$LATEST`. */
const FUNCTION_NAME =
  /^(?:(?:arn:aws[a-z-]*:lambda:[a-z0-9-]{1,32}:)?\d{12}:function:)?([\w-]{1,64})(?::(\$LATEST|[\w-]{1,128}))?$/;

/**
 * The function's own name; undefined where Lambda takes neither the text nor its qualifier. `qualifier` is the query parameter
 * `Qualifier`, which must agree with one in the name. Every alias is the one version that runs on this machine.
 */
export function functionNamed(text: string, qualifier?: string): string | undefined {
  const [, name, own] = FUNCTION_NAME.exec(text) ?? [];
  const agree = qualifier === undefined || own === undefined || own === qualifier;
  const isQualifier = qualifier === undefined || /^(?:\$LATEST|[\w-]{1,128})$/.test(qualifier);
  return agree && isQualifier ? name : undefined;
}
