/** A consent that Ada has started in memory, and what her tab, or anybody else, may send to complete it. */
import { beforeEach } from 'vitest';
import { putVerifiedApp } from '../../src/broker/apps/put-verified-app.ts';
import { completeConnect } from '../../src/broker/connect/complete-connect.ts';
import type { Completed } from '../../src/broker/connect/complete-with-code.ts';
import type { CompleteInput } from '../../src/broker/connect/consent-flow.ts';
import { startConnect } from '../../src/broker/connect/start-connect.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { grantProvider } from '../prove/grant-provider.ts';
import { ADA } from '../rows/furnish-world.ts';
import { openStage, type Stage } from '../rows/stage.ts';
import { returnedConsent } from '../setup/returned-consent.ts';

const PATH = { provider: 'box', owner: 'verified' };
export const STARTED = { status: 'started' };

export interface ConsentOfAda {
  provider: ReturnType<typeof grantProvider>;
  stage: Stage;
  ports: Ports;
  /** The codes that reached the provider. */
  sent: string[];
}

/** A world for each test of the file. */
export function consentOfAda(): ConsentOfAda {
  const world = {} as ConsentOfAda;
  beforeEach(async () => {
    const provider = grantProvider('token');
    const sent: string[] = [];
    const stage = await openStage({
      fetch: async (request) => {
        const form = new URLSearchParams(request.body ?? '');
        if (form.has('code')) sent.push(form.get('code') ?? '');
        return provider.fetch(request);
      },
    });
    const { ports } = stage;
    await putVerifiedApp(ports, { provider: 'box', clientId: 'client-verified-box' });
    Object.assign(world, { provider, stage, ports, sent });
  });
  return world;
}

/** Starts the consent. `answer` is what the tab sends; `session` is the row. */
export async function started({ ports }: ConsentOfAda) {
  const opened = await startConnect(ports, { caller: ADA, workspaceId: 'acme', provider: 'box' });
  const answer = (parameters: Record<string, string>, more: Partial<CompleteInput> = {}): CompleteInput => ({
    caller: ADA,
    workspaceId: 'acme',
    ...returnedConsent(opened, PATH, parameters),
    ...more,
  });
  const session = () => ports.sessions.read({ sessionId: opened.id });
  return { opened, answer, session };
}

export function complete({ ports }: Pick<ConsentOfAda, 'ports'>, input: CompleteInput): Promise<Completed> {
  return completeConnect(ports, input);
}

/** `connected`, or the code of the problem. */
export function codeOf(completed: Promise<Completed>): Promise<string> {
  return completed.then(
    () => 'connected',
    ({ code }) => code,
  );
}
