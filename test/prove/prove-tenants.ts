/** `npm run prove -- tenants`: the trouble of some customers, and what the others notice of it. */
import type { Proof } from './proof.ts';
import { type Trouble, withoutToken } from './tenants.ts';

const vague = () => Response.json({ error: 'invalid_request' }, { status: 400 });
const refusedClient = () => Response.json({ error: 'unauthorized_client' }, { status: 400 });
const broken = () => new Response('oops', { status: 500 });
const throttled = () => new Response('', { status: 429, headers: { 'retry-after': '900' } });

/** The cases, each with the share of time that healthy connections may be without a token: none. */
export const CASES: Record<string, Omit<Trouble, 'seed'>> = {
  'five customers, one account each is refused by an unknown 4xx': {
    healthy: 60,
    inTrouble: 5,
    answer: vague,
  },
  '… and one of them asks again every 10 s': {
    healthy: 300,
    inTrouble: 1,
    answer: vague,
    askedAgainEvery: 10_000,
  },
  '… and all five ask again every 10 s': {
    healthy: 300,
    inTrouble: 5,
    answer: vague,
    askedAgainEvery: 10_000,
  },
  'five customers, one account each may not use the client': {
    healthy: 60,
    inTrouble: 5,
    answer: refusedClient,
    askedAgainEvery: 10_000,
  },
  'ten customers, one account each gets 500': {
    healthy: 60,
    inTrouble: 10,
    answer: broken,
    askedAgainEvery: 10_000,
  },
  'all five customers have an account that gets 500': {
    healthy: 60,
    customers: 5,
    inTrouble: 5,
    answer: broken,
    askedAgainEvery: 10_000,
  },
  'one customer is told to wait 900 s': {
    healthy: 60,
    inTrouble: 1,
    answer: throttled,
    askedAgainEvery: 10_000,
  },
  'ten customers are told to wait 900 s': {
    healthy: 60,
    inTrouble: 10,
    answer: throttled,
    askedAgainEvery: 10_000,
  },
};

export async function proveTenants({ seed }: { seed: number }): Promise<Proof> {
  const found = [];
  for (const [name, trouble] of Object.entries(CASES))
    found.push({ name, healthy: trouble.healthy, ...(await withoutToken({ ...trouble, seed })) });
  const text = [
    `tenants, seed ${seed}: eight hours of one verified app; how long others are without a token`,
    '',
    ...found.map(
      ({ name, healthy, share, askedInTrouble }) =>
        `${name.padEnd(64)}${String(healthy).padStart(4)} others ${(100 * share).toFixed(2).padStart(6)} %, ${askedInTrouble} requests`,
    ),
  ].join('\n');
  const failures = found.filter(({ share }) => share > 0).map(({ name }) => name);
  return { figures: { seed, cases: found }, text, failures };
}
