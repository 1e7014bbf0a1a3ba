/** `@connections/client`: gets a token, sends it with one tool call, and discards it. */
export type {
  Injection,
  ListedServer,
  Refusal,
  RefusalReason,
  ServerFacts,
  ServerStatus,
  ToolFingerprint,
} from '../../src/contract/injection-messages.ts';
export { callOneTool, type ToolClient } from './call-one-tool.ts';
export type { CallOptions } from './call-with-token.ts';
export {
  CallNotMade,
  type InjectorFailure,
  InjectorUnreachable,
  NotInjected,
  type NotMadeCode,
  ResponseRefused,
  type ResponseRefusedCode,
  ServerUnreachable,
} from './errors.ts';
export { type InjectingFetchOptions, injectingFetch } from './injecting-fetch.ts';
export type { InjectionTarget } from './injection-target.ts';
export {
  type AskOptions,
  type CheckQuestion,
  createInjector,
  type Injector,
  type InjectorOptions,
  type InjectRequest,
  type SeenList,
  type ServersQuestion,
} from './injector.ts';
export {
  type AnsweredCall,
  type IsRejected,
  isRejectedByNotion,
  isRejectedByProvider,
  type RpcAnswer,
} from './is-rejected.ts';
export type { InvokingClient } from './lambda-client.ts';
export {
  connectAction,
  type FailedToolResult,
  type InputRequired,
  type NotConnectedAnswer,
  type NotConnectedInput,
  notConnectedAnswer,
  type UrlElicitationRequired,
} from './not-connected-answer.ts';
export type { FetchLike } from './outgoing-request.ts';
export { refusalIn } from './refusal-in.ts';
export { type ListedTool, repeatableTools } from './repeatable-tools.ts';
export {
  mintRequestState,
  type RequestBinding,
  type StateKey,
  type VerifiedState,
  verifyRequestState,
} from './request-state.ts';
export type { CallBudget } from './retry-rule.ts';
export type { Leak, SendOptions } from './send-request.ts';
export type { System } from './system.ts';
export { type EnvOptions, withInjectedEnv } from './with-injected-env.ts';
export { type SessionOptions, withSession } from './with-session.ts';
