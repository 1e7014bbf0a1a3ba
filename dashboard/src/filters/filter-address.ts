/** Filters whose values are texts, in the address of the page. Pure. */

/** What the address says of the names; the empty text stands for "all". */
export function filterIn<N extends string>(query: URLSearchParams, names: readonly N[]): Record<N, string> {
  return Object.fromEntries(names.map((name) => [name, query.get(name) ?? ''])) as Record<N, string>;
}

export function addressOfFilter(filter: Record<string, string>): URLSearchParams {
  return new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''));
}

/** How many of them are set. */
export function setIn(filter: Record<string, string>): number {
  return Object.values(filter).filter((value) => value !== '').length;
}

/** What is chosen, for a request. */
export function chosenIn<N extends string>(filter: Record<N, string>): Partial<Record<N, string>> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== '')) as Partial<
    Record<N, string>
  >;
}

/** Values for a choice, each once and in the order of their words. */
export function choicesOf(
  values: readonly (string | undefined)[],
  words: (value: string) => string,
): (readonly [value: string, words: string])[] {
  const given = values.filter((value) => value !== undefined && value !== '');
  return [...new Set(given)]
    .map((value) => [value as string, words(value as string)] as const)
    .toSorted(([, one], [, other]) => one.localeCompare(other));
}
