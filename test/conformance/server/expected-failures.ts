/** The scenarios for servers that the endpoint does not pass, each with its reason. One that passes after all fails the run. */

export type FaceName = 'node' | 'Lambda';
export const REVISIONS = ['2025-11-25', '2026-07-28'] as const;
export type Revision = (typeof REVISIONS)[number];

export interface ExpectedFailure {
  /** Scenarios, or `scenario:check` where the scenario's other checks pass. */
  of: readonly string[];
  /** Absent: both. */
  face?: FaceName;
  /** For a reader of docs/conformance.md. */
  reason: string;
}

const asked = (names: readonly string[]) => names.map((name) => `input-required-result-${name}`);
const prompts = (names: readonly string[]) => names.map((name) => `prompts-${name}`);
const resources = (names: readonly string[]) => names.map((name) => `resources-${name}`);

export const EXPECTED_FAILURES: readonly ExpectedFailure[] = [
  {
    of: [
      ...resources(['list', 'read-text', 'read-binary', 'templates-read', 'subscribe', 'unsubscribe']),
      ...prompts(['list', 'get-simple', 'get-with-args', 'get-embedded-resource', 'get-with-image']),
      'completion-complete',
      'caching:sep-2549-prompts-list-caching-hints',
      'caching:sep-2549-resources-list-caching-hints',
      'caching:sep-2549-resources-templates-list-caching-hints',
      'sep-2164-resource-not-found:sep-2164-error-code',
      'sep-2164-resource-not-found:sep-2164-data-uri',
      'input-required-result-non-tool-request',
    ],
    reason: 'The endpoint serves tools alone: no resources, no prompts and no completion.',
  },
  {
    of: ['logging-set-level', 'tools-call-with-logging'],
    reason: 'No log message of a server passes. A message could show any text under our name.',
  },
  {
    of: [
      ...['tools-call-sampling', 'tools-call-elicitation'],
      ...['elicitation-sep1034-defaults', 'elicitation-sep1330-enums'],
      ...asked(['basic-elicitation', 'basic-sampling', 'basic-list-roots', 'request-state', 'multi-round']),
      ...asked(['multiple-input-requests', 'missing-input-response', 'result-type', 'tampered-state']),
      ...asked(['capability-check', 'validate-input']),
      'server-stateless:sep-2575-server-rejects-undeclared-capability',
      'server-stateless:sep-2575-missing-capability-http-400',
    ],
    reason:
      'A server behind the endpoint asks the person, the model and the file system nothing: the endpoint declares no capability ' +
      'to it. The only question that a client gets is ours, for the page to connect at, and its state is tested in test/endpoint.',
  },
  {
    of: [
      'server-stateless:sep-2575-server-sends-subscription-ack',
      'server-stateless:sep-2575-server-tags-subscription-id',
    ],
    reason: 'There is no subscription: no change is told, so that no open stream holds a function.',
  },
  {
    of: ['server-sse-polling'],
    reason: 'No stream is resumed, since nothing is kept between two requests.',
  },
  {
    of: ['dns-rebinding-protection'],
    face: 'Lambda',
    reason: 'API Gateway answers for its own host alone, which the suite’s loopback address is not.',
  },
];

/** What must pass, wherever the revision has it. */
export const REQUIRED: readonly { scenario: string; face?: FaceName; revision?: Revision }[] = [
  ...['server-initialize', 'ping'].map((scenario) => ({ scenario, revision: '2025-11-25' as const })),
  ...['http-header-validation', 'http-custom-header-server-validation'].map((scenario) => ({
    ...{ scenario, revision: '2026-07-28' as const },
  })),
  { scenario: 'dns-rebinding-protection', face: 'node' },
  ...['tools-list', 'json-schema-2020-12'].map((scenario) => ({ scenario })),
  ...['simple-text', 'image', 'audio', 'embedded-resource', 'mixed-content', 'error', 'with-progress'].map(
    (name) => ({ scenario: `tools-call-${name}` }),
  ),
];
