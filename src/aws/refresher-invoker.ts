import { LIMITS } from '../broker/limits.ts';
import { functionInvoker, type InvokeFunction } from './invoke-function.ts';

const { connect, answer } = LIMITS.refresherTimeouts;

/** Invokes token-refresh, with one attempt: after a lost answer the refresh still runs and holds the lease. */
export function refresherInvoker(): InvokeFunction {
  return functionInvoker({ connect, silence: answer });
}
