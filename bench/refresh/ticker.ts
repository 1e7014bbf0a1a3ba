/** A process that holds the bundle of token-tick and invokes it. Its CPU is that of the function. */
import type { TickReport } from '../../src/contract/refresh.ts';
import { answerParent } from '../answer-parent.ts';

export interface Ticked {
  refreshed: number;
  /** Milliseconds. */
  cpu: number;
  milliseconds: number;
}

const { handler } = await import(process.argv[2] ?? '');
/** Of the deployed function. */
const TIMEOUT = 60_000;

answerParent({
  async tick(): Promise<Ticked> {
    const began = performance.now();
    const before = process.cpuUsage();
    const context = { getRemainingTimeInMillis: () => TIMEOUT - (performance.now() - began) };
    const report: TickReport = await handler({ version: '1', kind: 'tick' }, context);
    const { user, system } = process.cpuUsage(before);
    return {
      refreshed: report.outcomes.refreshed ?? 0,
      cpu: (user + system) / 1_000,
      milliseconds: performance.now() - began,
    };
  },
});
