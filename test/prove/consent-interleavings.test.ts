/**
 * Two people, two browsers of one of them, and a state that leaked: in whatever order their requests reach the table and the
 * provider, nobody's account is attached by anybody else's link, and the honest return succeeds.
 * Covers src/broker/connect/complete-connect.ts, src/broker/connect/session-codes.ts,
 * src/broker/connect/same-answer.ts, src/broker/connect/judge-return.ts.
 */
import { expect, it } from 'vitest';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import type { Caller } from '../../src/broker/caller.ts';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import type { CompleteInput } from '../../src/broker/connect/consent-flow.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import { Secret } from '../../src/vault/secret.ts';
import { answeringProvider } from '../rows/answering-provider.ts';
import { ADA, MALLORY } from '../rows/furnish-world.ts';
import { openStage } from '../rows/stage.ts';
import { returnedConsent } from '../setup/returned-consent.ts';
import { heldCalls } from './held-calls.ts';
import { dice } from './seeded.ts';

const RACES = 1_000;
const PROVIDER = 'google';
const PATH = { provider: PROVIDER, owner: 'verified' };

type Sent = (more: Partial<CompleteInput>) => Partial<CompleteInput>;

/** Both have started. What each of them, and each other browser, then sends. */
async function race(seed: number): Promise<string[]> {
  const provider = answeringProvider();
  const stage = await openStage({ fetch: provider.fetch });
  const { ports } = stage;
  await putVerifiedApp(ports, { provider: PROVIDER, clientId: `client-verified-${PROVIDER}` });
  const startOf = (caller: Caller, workspaceId: string) =>
    startConnect(ports, { caller, workspaceId, provider: PROVIDER });
  const [adas, mallorys] = [await startOf(ADA, 'acme'), await startOf(MALLORY, 'globex')];
  const codeOf = (name: string, account: string) => provider.code(name, { account });
  const honest = codeOf('ada to her own', 'ada');
  const asAda = { caller: ADA, workspaceId: 'acme' };
  const asMallory = { caller: MALLORY, workspaceId: 'globex' };
  const no = new Secret('A'.repeat(43));
  const own: Sent = (more) => ({ ...asAda, ...returnedConsent(adas, PATH, { code: honest }), ...more });
  const leaked = (answer: Record<string, string>, more: Partial<CompleteInput>) => ({
    ...asMallory,
    ...returnedConsent(adas, PATH, answer),
    completionSecret: no,
    ...more,
  });
  const stolen = codeOf('ada to the link of mallory', 'ada');
  const lured = (more: Partial<CompleteInput>) => ({
    ...asAda,
    ...returnedConsent(mallorys, PATH, { code: stolen }),
    completionSecret: no,
    ...more,
  });
  const requests: Partial<CompleteInput>[] = [
    // The honest return, twice: the page was loaded again.
    own({}),
    own({}),
    // Ada's other browser has no secret.
    leaked({ code: codeOf('mallory to ada', 'mallory') }, { ...asAda }),
    leaked({ error: 'access_denied' }, { ...asAda }),
    // Mallory knows Ada's state, and has codes of her own account and none at all.
    leaked({ code: codeOf('mallory again', 'mallory') }, {}),
    leaked({ code: 'junk' }, {}),
    leaked({ error: 'server_error' }, {}),
    leaked({ code: 'junk-2' }, { provider: 'github' }),
    // Ada consented to Mallory's link: her browser brings the code, and then Mallory does, who has seen it.
    lured({}),
  ];
  const dices = dice(seed);
  const calls = heldCalls(dices);
  const order = requests.map((request) => [dices.next(), request] as const).sort(([a], [b]) => a - b);
  const ends = new Map<Partial<CompleteInput>, string>();
  const works = order.map(async ([, request], process) => {
    const held = calls.portsOf(process, ports, () => undefined);
    await completeConnect(held, request as CompleteInput).then(
      ({ connection }) => ends.set(request, `connected ${connection.accountLabel ?? ''}`),
      ({ code }) => ends.set(request, code),
    );
  });
  await calls.finish(works);
  // After her browser brought it, Ada's code is Mallory's no more.
  const late = { ...asMallory, ...returnedConsent(mallorys, PATH, { code: stolen }) };
  ends.set(
    late,
    await completeConnect(ports, late).then(
      () => 'connected',
      ({ code }) => code,
    ),
  );
  const found = [...ends].filter(([, end]) => end.startsWith('connected'));
  const honestEnds = requests.slice(0, 2).map((request) => ends.get(request));
  const faults = honestEnds.filter((end) => !end?.startsWith('connected'));
  if (found.length !== 2) faults.push(`${found.length} requests connected`);
  const rows = [...(await ports.connections.list('acme')), ...(await ports.connections.list('globex'))];
  for (const { key, record } of rows)
    if (key.workspaceId !== 'acme' || record.connectedBy.subject !== 'ada' || record.generation !== 1)
      faults.push(`${key.workspaceId} has ${record.accountLabel} in generation ${record.generation}`);
  const sent = provider.asked.filter(({ path }) => path.endsWith('/token'));
  if (sent.length !== 1 || rows.length !== 1) faults.push(`${sent.length} sent, ${rows.length} rows`);
  return faults.map((fault) => `seed ${seed}: ${fault}`);
}

it(`T003 T024 T026 T027 T031 T036: ${RACES} interleavings end with one connection, that of the honest person`, async () => {
  const faults: string[] = [];
  for (let seed = 1; seed <= RACES; seed++) faults.push(...(await race(seed)));
  expect(faults).toEqual([]);
}, 300_000);
