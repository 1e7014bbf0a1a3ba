/** A problem, as every operation can answer with one. */
import * as z from 'zod';
import { REFUSAL_REASONS } from '../injection-messages.ts';
import {
  type ProblemCode as Code,
  type TrialFailure as Failure,
  type FieldFault as Fault,
  FIELD_FAULTS,
  PROBLEMS,
  TRIAL_FAILURES,
} from '../problems.ts';
import { withMeanings } from './described.ts';
import { CALL_OUTCOME_MEANINGS } from './meanings.ts';
import { REMEDIES } from './remedies.ts';
import { ConnectionId } from './values.ts';

const CODES = Object.keys(PROBLEMS) as [Code, ...Code[]];
const MEANINGS = Object.fromEntries(CODES.map((code) => [code, `${PROBLEMS[code][2]} ${REMEDIES[code]}`]));

export const ProblemCode = z.enum(CODES).meta({
  id: 'ProblemCode',
  description: withMeanings('What went wrong. Programs decide by this code.', MEANINGS),
});

export const FieldFault = z.enum(Object.keys(FIELD_FAULTS) as [Fault, ...Fault[]]).meta({
  id: 'FieldFault',
  description: withMeanings('Why a field was refused.', FIELD_FAULTS),
});

export const RefusedField = z
  .object({
    pointer: z
      .string()
      .describe('JSON pointer (RFC 6901) to the field of the body.')
      .meta({ example: '/placements/0/name' }),
    reason: FieldFault,
  })
  .meta({ id: 'RefusedField', description: 'A field of a body that was refused, and why.' });

export const NamesToConfirm = z
  .strictObject({
    issuer: z.string().describe('The authorization server that the MCP server names.'),
    resource: z.string().describe('The resource that will receive the token.'),
    claimedIssuer: z
      .string()
      .optional()
      .describe('The issuer that the authorization server claims to be, if it is another one.'),
    authorizationHost: z
      .string()
      .optional()
      .describe('The host at which people sign in, if it is of another party than the issuer.'),
  })
  .meta({
    id: 'NamesToConfirm',
    description:
      'What an admin confirms by sending it back as `confirmed`. Present with `confirmation_needed`.',
  });

const { injected: _injected, health: _health, ...REFUSAL_MEANINGS } = CALL_OUTCOME_MEANINGS;
const CallRefusal = z
  .object({
    reason: z.enum(REFUSAL_REASONS).describe(withMeanings('Why there is no token.', REFUSAL_MEANINGS)),
    message: z.string().describe('The same for people.'),
    connectUrl: z.string().optional().describe('The page of the dashboard at which a person can help.'),
    missingScopes: z.array(z.string()).optional().describe('The scopes that were not granted.'),
    retryAfterSeconds: z.number().optional().describe('Seconds until it can be tried again.'),
  })
  .meta({ id: 'CallRefusal', description: 'Why there is no token for a call. Present with `call_refused`.' });

const TrialFailure = z.enum(Object.keys(TRIAL_FAILURES) as [Failure, ...Failure[]]).meta({
  id: 'TrialFailure',
  description: withMeanings(
    'Why the answer of an MCP server cannot be shown. Present with `server_unreachable`.',
    TRIAL_FAILURES,
  ),
});

export const ProblemDetails = z
  .object({
    type: z.string().describe('`urn:connections:problem:` and the code.'),
    title: z.string().describe('The name of the problem, for people. A release can change the words.'),
    status: z.int().describe('The HTTP status.'),
    detail: z.string().describe('What the problem means, for people. A release can change the words.'),
    code: ProblemCode,
    correlationId: z
      .string()
      .optional()
      .describe('The id of the log entry that has the cause. Present for faults of the service.'),
    connections: z
      .array(ConnectionId)
      .optional()
      .describe(
        'Ids of the connections that prevent the operation. Present with `oauth_app_in_use` and `server_in_use`.',
      ),
    confirm: NamesToConfirm.optional(),
    redirectUri: z
      .string()
      .optional()
      .describe('The redirect URI that the vendor has to allow. Present with `registration_refused`.'),
    ask: z
      .string()
      .optional()
      .describe('Whom to ask, if it is known. It can be present with `registration_refused`.'),
    refusal: CallRefusal.optional(),
    failure: TrialFailure.optional(),
    serverStatus: z
      .int()
      .optional()
      .describe('The HTTP status of the MCP server. Present with `failure: "http_error"`.'),
    errors: z
      .array(RefusedField)
      .optional()
      .describe(
        'The fields that were refused, at most 20. Present with `server_refused`, and with `invalid_request` for a body.',
      ),
  })
  .meta({ id: 'Problem', description: 'A problem (RFC 9457 section 3).' });
