/** A token answer without lifetimes: the definition's own must be about those that the provider's answers have. */
import { expect } from 'vitest';
import type { Connection } from '../../src/broker/records.ts';
import type { ProviderAnswer } from '../../src/oauth/provider-fetch.ts';
import { connect, registerApp } from './run-journey.ts';
import type { World } from './world.ts';

const SECOND = 1000;

interface Told {
  access?: number;
}

/** `open` makes a world whose provider's answers are changed. Returns whether the answers had a lifetime. */
export async function livesWithoutLifetime(
  open: (change: (answer: ProviderAnswer) => Promise<ProviderAnswer>) => World,
): Promise<boolean> {
  const told: Told = {};
  const world = open((answer) => withoutLifetimes(answer, told));
  await registerApp(world);
  const connection: Connection = await connect(world);
  const { access } = told;
  if (access === undefined) return false;
  // Only a provider whose other answers have none can have tokens without an end: that is for the caller to see.
  if (connection.accessExpiresAt === undefined) return true;
  const life = (connection.accessExpiresAt - world.now()) / SECOND;
  // A shorter one than the provider's is careful; a longer one injects tokens that have run out.
  expect(life / access).toBeLessThan(1.5);
  return true;
}

async function withoutLifetimes(answer: ProviderAnswer, told: Told): Promise<ProviderAnswer> {
  const text = await answer.text();
  const type = answer.headers.get('content-type') ?? '';
  if (!text.includes('"expires_in"'))
    return new Response(text || null, { status: answer.status, headers: { 'content-type': type } });
  const body = JSON.parse(text, (name, value) => {
    if (name !== 'expires_in' || !(Number(value) > 0)) return value;
    told.access = Number(value);
    return undefined;
  });
  return Response.json(body, { status: answer.status });
}
