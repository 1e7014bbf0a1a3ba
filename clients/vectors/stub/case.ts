/** A case as the files have it. The format is told in clients/vectors/README.md and checked by case.schema.json. */

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type Members = Record<string, Json>;

/** One answer of the injector. */
export interface InjectorAnswer {
  injection?: Members;
  refusal?: Members;
  answer?: Json;
  text?: string;
  fault?: 'throttled' | 'denied' | 'service' | 'function_error' | 'silent' | 'cut';
}

/** One HTTP answer of the MCP server. */
export interface ServerAnswer {
  status?: number;
  statusText?: string;
  headers?: Record<string, string | string[]>;
  json?: Json;
  text?: string;
  base64?: string;
  events?: Json[];
  /** Bytes of one chunk. */
  pieces?: number;
  compressed?: 'gzip' | 'deflate' | 'br' | 'zstd';
  unlabelled?: boolean;
  repeated?: number;
  cut?: boolean;
  silent?: boolean;
}

/** One request of an MCP transport. */
export interface TransportRequest {
  method?: string;
  url?: string;
  headers?: Record<string, string> | [string, string][];
  message?: Json;
  body?: string | null;
  follow?: boolean;
  withState?: boolean;
}

export interface Call {
  do: string;
  requests?: TransportRequest[];
  afterwards?: TransportRequest[];
  together?: boolean;
  [member: string]: unknown;
}

export interface ExpectedRequest {
  method?: string;
  path?: string;
  query?: Record<string, string[]>;
  headers?: Record<string, string | null>;
  absent?: string[];
  body?: Json;
}

export interface ExpectedResult {
  status?: number;
  headers?: Record<string, string>;
  absent?: string[];
  json?: Json;
  text?: string;
  events?: Json[];
  contains?: string[];
  error?: Members;
  value?: Json;
  /** Other results that are right too. */
  or?: ExpectedResult[];
}

export interface Expected {
  injector: Members[];
  server: ExpectedRequest[];
  results?: ExpectedResult[];
  waits?: number[];
  leaks?: number;
  envs?: Record<string, string>[];
}

export type Canary = string | { base64: string };

export interface Case {
  name: string;
  proves: string[];
  faster?: number;
  injector?: InjectorAnswer[];
  server?: ServerAnswer[];
  call: Call;
  expect: Expected;
  canaries?: Canary[];
}

/** With the name of its file. */
export type NamedCase = Case & { topic: string };

/** What a runner reports. */
export interface Report {
  results: ReportedResult[];
  logs?: string;
  waits?: number[] | null;
  leaks?: number | null;
  envs?: Record<string, string>[];
}

export type ReportedResult =
  | { response: { status: number; headers: [string, string][]; body: string; url?: string } }
  | { error: Members & { kind: string; text?: string } }
  | { value: Json };
