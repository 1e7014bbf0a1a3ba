/** Numbers that look random and are the same in each run, so that written cases only change with what they are made of. */

export interface Random {
  /** A whole number below. */
  below(limit: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** Several picked ones, joined. */
  text(letters: readonly string[], least: number, most: number): string;
}

/** The generator of Park and Miller (1988), which is enough for cases. */
export function randomOf(seed: number): Random {
  let state = seed;
  const below = (limit: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
  const pick = <Item>(items: readonly Item[]) => items[below(items.length)] as Item;
  return {
    below,
    pick,
    text: (letters, least, most) =>
      Array.from({ length: least + below(most - least + 1) }, () => pick(letters)).join(''),
  };
}
