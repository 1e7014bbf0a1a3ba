/** Fences of trials of MCP servers. */
import type { Fence } from './fence.ts';

export const TRIAL_FENCES: readonly Fence[] = [
  {
    what: 'a trial is of the server and the tool that were confirmed',
    file: 'src/trial/try-server.ts',
    fence: 'confirmed.server !== serverId || confirmed.tool !== tool',
    without: 'confirmed.server === undefined',
    test: 'test/trial/server-trial.test.ts',
    name: 'T240: nothing is called',
    proves: ['T240'],
  },
  {
    what: 'a trial is of the account that was confirmed',
    file: 'src/trial/ask-injector.ts',
    fence: 'connectionId !== undefined && connectionId !== answer.context.connectionId',
    without: 'connectionId === undefined && url === connectionId',
    test: 'test/trial/where-a-trial-goes.test.ts',
    name: 'T240: what the injector answers',
    proves: ['T240'],
  },
  {
    what: 'the answer of a trial is searched for the token once what nobody sees is gone',
    file: 'src/trial/try-server.ts',
    fence: 'scrubbed(plainText(text), known)',
    without: 'plainText(scrubbed(text, known))',
    test: 'test/trial/shown-answer.test.ts',
    name: 'T241: a token that the server repeats',
    proves: ['T241'],
  },
  {
    what: 'a trial is recorded as one',
    file: 'src/broker/inject/mark-operation.ts',
    fence: '      trial: request.trial,\n',
    without: '',
    test: 'test/trial/server-trial.test.ts',
    name: 'is recorded as one',
  },
];
