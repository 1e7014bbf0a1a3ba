import { LIMITS } from '../broker/limits.ts';
import { functionInvoker, type InvokeFunction, type LambdaAddress } from './invoke-function.ts';

const { connect, answer } = LIMITS.refresherTimeouts;

/** Invokes token-refresh, with one attempt: after a lost answer the refresh still runs and holds the lease. */
export function refresherInvoker(address: LambdaAddress): InvokeFunction {
  return functionInvoker(address, { connect, silence: answer });
}
