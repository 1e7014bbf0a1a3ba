import { describe, expect, it } from 'vitest';
import { edgeUsesOf } from './edge.ts';
import { sourcesIn } from './sources.ts';

const sources = sourcesIn(['src', 'lib']);
const AT_THE_EDGE = /^src\/(system|egress)\//;
const inside = sources.filter(({ file }) => !AT_THE_EDGE.test(file));

describe('time, randomness, network and environment', () => {
  it('come in through ports everywhere but at the edge', () => {
    const uses = inside.flatMap((source) => edgeUsesOf(source).map((use) => `${source.file}: ${use}`));
    expect(uses).toEqual([]);
  });

  it('are really looked for', () => {
    expect(inside.length).toBeGreaterThan(100);
    expect(inside.some(({ text }) => /\bfetch\(/.test(text))).toBe(true);
    expect(inside.some(({ text }) => /new Date\(\w/.test(text))).toBe(true);
  });

  it('are found where they are allowed', () => {
    const uses = Object.fromEntries(
      sourcesIn(['src/system', 'src/egress']).map((source) => [source.file, edgeUsesOf(source)]),
    );
    expect(uses['src/system/clock.ts']).toEqual(['Date', 'setTimeout']);
    expect(uses['src/system/random.ts']).toEqual(['randomBytes']);
    expect(uses['src/egress/open-request.ts']).toEqual(['AbortSignal', 'Date']);
  });
});

describe('the scan', () => {
  const find = (text: string) => edgeUsesOf({ file: 'src/broker/x.ts', text });

  it.each([
    ['const now = Date.now();', 'Date'],
    ['const now = new Date();', 'Date'],
    ['const now = new Date( );', 'Date'],
    ['const now = new Date;', 'Date'],
    ['const now = Date();', 'Date'],
    ['const { now } = Date;', 'Date'],
    ['export const clock = Date;', 'Date'],
    ['const one = Math.random();', 'Math.random'],
    ["await fetch('https://example.com');", 'fetch'],
    ['await fetch(url);', 'fetch'],
    ["await globalThis.fetch('x');", 'globalThis'],
    ['const send = fetch;', 'fetch'],
    ['export const f = (send = fetch) => send();', 'fetch'],
    ['const value = process.env.STAGE;', 'process'],
    ['const { env } = process;', 'process'],
    ["const value = process['env'];", 'process'],
    ['crypto.getRandomValues(new Uint8Array(3));', 'crypto'],
    ['crypto.randomUUID();', 'crypto'],
    ["import { randomBytes } from 'node:crypto'; randomBytes(3);", 'randomBytes'],
    ["import { createHash, randomUUID as id } from 'node:crypto'; id(createHash);", 'randomUUID'],
    ["import { randomInt } from 'crypto'; randomInt(3);", 'randomInt'],
    ["import crypto from 'node:crypto'; crypto.createHash('x');", 'default'],
    ["import * as all from 'node:crypto'; all.createHash('x');", '*'],
    ['setTimeout(() => 1, 5);', 'setTimeout'],
    ['performance.now();', 'performance'],
    ["console.log('x');", 'console'],
    ["require('node:fs');", 'require'],
    ["export const f = (fetch: () => void) => { fetch(); }; fetch('x');", 'fetch'],
  ])('finds %s', (text, use) => {
    expect(find(text)).toContain(use);
  });

  it.each([
    '// Date.now() and fetch(url) and process.env',
    '/** `Math.random` */ export const a = 1;',
    "export const text = 'Date.now() fetch( process.env randomBytes';",
    'export const f = (fetch: (url: string) => void) => fetch("x");',
    'export const f = async ({ fetch }: { fetch: () => void }) => fetch();',
    'export const f = (o: { fetch(): void }) => o.fetch();',
    'export const at = (time: number) => new Date(time).toISOString();',
    'export const at = new Date(Date.UTC(2026, 1));',
    'export const f = (now: number, Date: { now(): number }) => Date.now() + now;',
    'export interface Clock { now(): Date; }',
    'export const f = ({ process }: { process: string }) => process;',
    'export const f = (random: { bytes(n: number): void }) => ({ randomBytes: (n: number) => random.bytes(n) });',
    "import { createHash, hkdfSync, type KeyObject } from 'node:crypto'; createHash('x'); hkdfSync as unknown;",
    "import type { randomBytes } from 'node:crypto'; export type R = typeof randomBytes;",
  ])('leaves alone %s', (text) => {
    expect(find(text)).toEqual([]);
  });
});
