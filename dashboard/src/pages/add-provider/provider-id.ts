/** The id of an own provider: `custom~` and a name of small letters, digits and hyphens. Pure. */

const NAME = /^[a-z][a-z0-9-]{0,31}$/;
const LONGEST = 32;

/** What follows `custom~`, for a name that people read. Empty: nothing of the name can stand in an id. */
export function idNameFor(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, LONGEST)
    .replace(/-+$/, '');
}

/** Undefined: the id is none. */
export function providerIdOf(idName: string): string | undefined {
  return NAME.test(idName) ? `custom~${idName}` : undefined;
}
