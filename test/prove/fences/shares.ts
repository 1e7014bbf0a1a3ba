/** Fences of what tenants share: the health of an app, and the turns of a tick. */
import type { Fence } from './fence.ts';

const PROVIDER_PACE = 'test/prove/provider-pace.test.ts';
const VERDICTS = 'test/broker/app-verdicts.test.ts';
const TICK_PACE = 'test/prove/tick-pace.test.ts';

export const SHARES_FENCES: readonly Fence[] = [
  {
    what: 'an app that does not answer is left alone',
    file: 'src/broker/health/app-trial.ts',
    fence: '  if (health.pauseUntil > now) return { mayAsk: false, retryAt: health.pauseUntil };\n',
    without: '',
    test: VERDICTS,
    name: 'rests when five workspaces are without an answer',
  },
  {
    what: 'only one tries when a pause ends',
    file: 'src/broker/health/app-health.ts',
    fence: 'if (await write(ports, appKey, { before: health, set: takenTrial(leave.trial, now) }))',
    without: 'if ((await write(ports, appKey, { before: health, set: {} })) || takenTrial(leave.trial, now))',
    test: PROVIDER_PACE,
    name: 'is tried by one connection of each kind when its pause is over',
  },
  {
    what: 'one app takes no more than its part of a tick',
    file: 'src/broker/refresh/due-queue.ts',
    fence: 'takeFrom(all, [LIMITS.appConcurrency, LIMITS.appConcurrency])',
    without: 'takeFrom(all, [LIMITS.tickConcurrency, LIMITS.tickConcurrency])',
    test: PROVIDER_PACE,
    name: 'is soon left alone',
    proves: ['T125'],
  },
  {
    what: 'workspaces take turns',
    file: 'src/broker/refresh/due-queue.ts',
    fence: 'app, key.workspaceId];',
    without: "app, key && ''];",
    test: TICK_PACE,
    name: 'one workspace after another',
  },
  {
    what: 'a vague refusal says nothing of an app that many share',
    file: 'src/broker/health/app-health-after-failure.ts',
    fence: ' || (failure.isVague && report.isShared)',
    without: '',
    test: VERDICTS,
    name: 'never rests because of answers that may concern one account',
  },
  {
    what: 'a broken account reports once',
    file: 'src/broker/health/app-health-after-failure.ts',
    fence: 'if (report.hasFailed || ',
    without: 'if (',
    test: VERDICTS,
    name: 'counts each broken account once',
  },
  {
    what: 'those who opened the breaker do not keep it open',
    file: 'src/broker/health/app-health.ts',
    fence: 'hasFailed(asker) || isHeard',
    without: 'hasFailed(asker) || (isHeard && false)',
    test: VERDICTS,
    name: 'does not rest again because of those that opened the breaker',
  },
  {
    what: 'a connection that failed before takes nobody’s trial',
    file: 'src/broker/health/app-trial.ts',
    fence: "const trial = isTroubled ? 'troubled' : 'news';",
    without: "const trial = isTroubled ? 'news' : 'news';",
    test: VERDICTS,
    name: 'is not kept waiting by connections that fail again and again',
  },
  {
    what: 'two tenants have to be told to wait',
    file: 'src/broker/health/throttled-app.ts',
    fence: 'left === right || ofLeft.some(isCommon) ? 0 : ',
    without: 'ofLeft.some(() => !isCommon) ? 0 : ',
    test: 'test/broker/throttled-app.test.ts',
    name: 'is not bound by a wait that one account was told',
    proves: ['T259'],
  },
  {
    what: 'the health of an app is not written over',
    file: 'src/broker/health/app-health.ts',
    fence: 'revision === undefined ? { absent: true } : { is: revision }',
    without: 'revision === undefined ? { absentOrAtMost: 1_000 } : { absentOrAtMost: 1_000 }',
    test: VERDICTS,
    name: 'loses no report of processes that write at once',
  },
  {
    what: 'all apps of a workspace have one share of a tick',
    file: 'src/broker/refresh/due-queue.ts',
    fence: 'owner === undefined || owner === VERIFIED ? app : owner',
    without: 'owner === undefined || owner !== VERIFIED ? app : app',
    test: TICK_PACE,
    name: 'gives a thousand apps of one workspace one share',
  },
];
