/** The edits of a copy in the escrow, and what is different after it was met with them. */
import { isDeepStrictEqual } from 'node:util';
import { described, type Edit, inside, withEdit } from './edits.ts';
import { type Document, type EscrowWorld, entryAt, pathOf, settleAll } from './escrow-world.ts';

/** Every edit of every member of the copy's document. */
export function editsOfCopy({ copy, others }: EscrowWorld): Edit[] {
  const rows = others.map((record) => ({ kind: 'connection' as const, key: {}, record }));
  return inside([], copy, { rows, bytes: [] });
}

/** Everything that is different after copies with these edits. An edit that no member is read from is none. */
export async function settledCopies(
  world: EscrowWorld,
  moment: keyof EscrowWorld['moments'],
  cases: readonly (readonly Edit[])[],
): Promise<string[]> {
  const untouched = entryAt(world.copy, world.now).copy;
  const found: string[] = [];
  for (const edits of cases) {
    const document = edits.reduce<Document>(
      (copy, { path, value }) => withEdit(copy, path, value) as Document,
      world.copy,
    );
    // Under the path where it was, and under the one that its content names now.
    for (const path of new Set([pathOf(world.copy), pathOf(document)])) {
      const entry = entryAt(document, world.now, path);
      if (isDeepStrictEqual(entry.copy, untouched)) continue;
      const { faults, remains } = await settleAll(world, moment, entry);
      const title = `${edits.map(described).join(' and ')} under ${path}`;
      found.push(...faults.map((fault) => `${title}: ${fault}`));
      if (!remains) found.push(`${title}: it was deleted`);
    }
  }
  return found;
}
