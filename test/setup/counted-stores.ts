/** What a use case asks of its stores: each call of each method, whichever store it is. */

type Method = (...given: unknown[]) => unknown;

/**
 * Replaces the methods of these stores, which have names such as `connections`, so that what was made over them before is counted too. The list that it returns
 * grows with each call: `connections.read`, in the order of the calls.
 */
export function countedStores(stores: object): string[] {
  const asked: string[] = [];
  for (const [name, store] of Object.entries(stores) as [string, object][])
    for (const [method, call] of Object.entries(store) as [string, Method][])
      Object.assign(store, {
        [method]: (...given: unknown[]) => {
          asked.push(`${name}.${method}`);
          return call(...given);
        },
      });
  return asked;
}
