/** Which room of lib/ may import which, as pure functions of imports. */
import { posix } from 'node:path';
import type { Import } from './imports.ts';

/**
 * Each room, or single file beside the rooms, with what it may import of lib/. A room may always import its own files. Files
 * that are not listed belong to the whole stage and may import everything.
 */
export const ROOMS: Record<string, readonly string[]> = {
  'lib/stage-error.ts': [],
  'lib/prebuilt.ts': [],
  'lib/start-order.ts': [],
  'lib/deployment-name.ts': [],
  'lib/stages.ts': ['lib/settings/', 'lib/stage-error.ts'],
  'lib/settings/': ['lib/stage-error.ts'],
  'lib/lasting/': ['lib/settings/', 'lib/stage-error.ts'],
  // Alarms and metrics: every room below describes its own alarms with them.
  'lib/operations/': ['lib/settings/', 'lib/deployment-name.ts'],
  'lib/storage/': ['lib/settings/', 'lib/operations/'],
  'lib/functions/': [
    'lib/settings/',
    'lib/operations/',
    'lib/storage/',
    'lib/prebuilt.ts',
    'lib/start-order.ts',
    'lib/stage-error.ts',
  ],
  'lib/http/': ['lib/settings/', 'lib/operations/', 'lib/deployment-name.ts'],
  'lib/dashboard/': ['lib/settings/', 'lib/prebuilt.ts', 'lib/start-order.ts'],
  'lib/sign-in/': ['lib/settings/', 'lib/stage-error.ts'],
};

/** Imports between rooms that the list does not allow, as sentences. */
export function roomViolations(imports: readonly Import[]): string[] {
  return imports.filter((one) => !isAllowed(one)).map(({ file, target }) => `${file} imports ${target}`);
}

function isAllowed({ file, target }: Import): boolean {
  const [room, others] = Object.entries(ROOMS).find(([name]) => file.startsWith(name)) ?? [];
  if (room === undefined || others === undefined || !target.startsWith('lib/')) return true;
  return [room, ...others].some((name) => target.startsWith(name));
}

/** Each import cycle once, as its files in the order of their imports. */
export function cyclesIn(imports: readonly Import[]): string[][] {
  const targets = new Map<string, string[]>();
  for (const { file, target } of imports) targets.set(file, [...(targets.get(file) ?? []), target]);
  const cycles: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, path: string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) cycles.push(path.slice(start));
    if (start >= 0 || done.has(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return cycles;
}

/** The number of files in each folder, without those of its subfolders. */
export function folderSizes(files: readonly string[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const folder of files.map((file) => posix.dirname(file)))
    sizes.set(folder, (sizes.get(folder) ?? 0) + 1);
  return sizes;
}
