/** What the contract says of a route. */
import type * as z from 'zod';
import type { FunctionName } from '../environment.ts';
import type { ProblemCode } from '../problems.ts';

/** What an operation counts as (docs/decisions/0013). The numbers stand in src/broker/limits/of-people.ts. */
export const QUOTAS = {
  act: 'The quotas count this operation for the caller, over all workspaces, and for the workspace.',
  /** So what others do never keeps a person from ending something. */
  ending:
    'The quotas count this operation for the caller alone, in a count of its own for disconnects and deletions.',
  /** A page sends it at each sign-in, and most of them change nothing. */
  own: 'The quotas count this operation for the caller alone, in a count of its own, if it changes something.',
  /** It changes something once for each act that came before it. */
  paid: 'The quotas do not count this operation. They have counted its start.',
  /** Its function has no table to count in. */
  injected:
    'The quotas do not count this operation. The injector takes it for a call, and API Gateway lets few through (`apiThrottle.trials`).',
} as const;
export type Quota = keyof typeof QUOTAS;

interface RouteFacts {
  operationId: string;
  /** Path with `{parameters}`, as OpenAPI and API Gateway write it. */
  path: string;
  function: FunctionName;
  /** The lowest role that may call it; `public` routes have no authorizer, `signed-in` ones belong to no workspace. */
  access: 'public' | 'signed-in' | 'member' | 'admin';
  summary: string;
  /** What the operation does beyond its summary, and what a caller must know. */
  description: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodObject;
  /** It can read thousands of records for one answer, so its throttle is lower (`apiThrottle.records`). */
  reads?: 'records';
  /** Whether a cursor works only for the person who got it, as the list shows each person something else. */
  personal?: true;
  /**
   * Status, description and schema of the success; no schema means no body. The body is JSON, or a file to download if
   * `mediaType` says so.
   */
  success: {
    status: 200 | 201 | 202 | 204 | 303;
    description: string;
    schema?: z.ZodType;
    mediaType?: 'text/csv';
  };
  /** Problems of this operation, beside those that its access, quota, parameters and body bring (`problemsOfRoute`). */
  problems: readonly ProblemCode[];
}

/** A method that changes something cannot be listed without what it counts as. */
export type Route = RouteFacts &
  ({ method: 'get'; quota?: Quota } | { method: 'post' | 'put' | 'delete'; quota: Quota });
