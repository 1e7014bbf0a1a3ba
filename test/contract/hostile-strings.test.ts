/**
 * T177: every schema of the contract ends with 100 kB of what makes careless expressions run for ever.
 * Covers src/contract.
 */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';

const LONG = 100_000;
const endless = (part: string) => part.repeat(LONG / part.length);
const HOSTILE = [
  ...['a', '0', ' ', '-', '_', '.', '/', '#', '%', '{', '='].map(endless),
  ...['a.', 'a-', '-a', 'a@', '{a', '{accessToken}', '%2', '../', '\\u', 'https://'].map(endless),
  `https://${endless('a.')}`,
  `https://${endless('a')}/`,
  `a@${endless('a.')}`,
].flatMap((text) => [text, `${text}!`, `!${text}`, `${text}\n`]);

const isSchema = (value: unknown): value is z.ZodType =>
  typeof value === 'object' && value !== null && 'safeParse' in value;
const folder = new URL('../../src/contract/', import.meta.url);
const schemas: [string, z.ZodType][] = [];
for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
)) {
  const exported: Record<string, unknown> = await import(new URL(file, folder).href);
  for (const [name, value] of Object.entries(exported)) if (isSchema(value)) schemas.push([name, value]);
}

/** The string itself, in a list, and as every member of the schema's object. */
function shapesOf(schema: z.ZodType, text: string): unknown[] {
  const members = 'shape' in schema ? Object.keys(schema.shape as object) : [];
  return [text, [text], Object.fromEntries(members.map((name) => [name, text]))];
}

describe('T177: 100 kB of hostile text', () => {
  it('is tried on all of them', () => {
    expect(schemas.length).toBeGreaterThan(30);
  });

  // What would not end would end the test: 96 texts of 100 kB, whose square nobody waits for.
  it.each(schemas)('%s ends with it', (_, schema) => {
    for (const text of HOSTILE) for (const shape of shapesOf(schema, text)) schema.safeParse(shape);
  });
});
