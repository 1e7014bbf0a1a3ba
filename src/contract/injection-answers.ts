/** What token-injector answers, as schemas: for the published JSON Schema and for tests. No function carries them. */
import * as z from 'zod';
import type * as messages from './injection-messages.ts';
import { REFUSAL_REASONS } from './injection-messages.ts';

const texts = z.record(z.string(), z.string());

const Injection = z.strictObject({
  connectionId: z.string(),
  generation: z.int().min(0),
  headers: texts,
  removeHeaders: z.array(z.string()),
  query: texts.optional(),
  env: texts.optional(),
  secrets: z.array(z.string().min(1)).min(1).optional(),
  allowedHosts: z.array(z.string()),
  allowedUrl: z.url().optional(),
  connectionOf: z.enum(['person', 'workspace']).optional(),
  url: z.url().optional(),
  connectedAt: z.iso.datetime().optional(),
  apiHosts: z.array(z.string()).optional(),
  binding: z.enum(['request', 'session', 'process']),
  expiresAt: z.iso.datetime(),
  maxUses: z.literal(1),
});

const refusal = {
  reason: z.enum(REFUSAL_REASONS),
  message: z.string(),
  connectUrl: z.url().optional(),
  missingScopes: z.array(z.string()).optional(),
  retryAfterSeconds: z.int().min(1).optional(),
};
const RefusedAnswer = z.strictObject({ isAuthorized: z.literal(false), context: z.strictObject(refusal) });

export const InjectionAnswer = z.union([
  z.strictObject({ isAuthorized: z.literal(true), context: Injection }),
  RefusedAnswer,
]);

export const CheckAnswer = z.union([
  z.strictObject({
    statuses: z.array(
      z.union([
        z.strictObject({ server: z.string(), ready: z.literal(true), connectionId: z.string() }),
        z.strictObject({ server: z.string(), ready: z.literal(false), ...refusal }),
      ]),
    ),
  }),
  RefusedAnswer,
]);

const serverFacts = {
  id: z.string(),
  name: z.string(),
  url: z.url().optional(),
  binding: z.enum(['request', 'session', 'process']),
  discovery: z.boolean(),
  tools: z.array(z.string()).optional(),
};

export const ServersAnswer = z.union([
  z.strictObject({
    servers: z.array(
      z.union([
        z.strictObject({ ...serverFacts, ready: z.literal(true), connectionId: z.string() }),
        z.strictObject({ ...serverFacts, ready: z.literal(false), ...refusal }),
      ]),
    ),
  }),
  RefusedAnswer,
]);

export const ListedAnswer = z.union([z.strictObject({ held: z.array(z.string()) }), RefusedAnswer]);

/** The types of `client/` and these schemas agree in both directions, or this does not compile. */
export type SameAsTheMessages = [
  Fits<z.infer<typeof InjectionAnswer>, messages.InjectionAnswer>,
  Fits<messages.InjectionAnswer, z.infer<typeof InjectionAnswer>>,
  Fits<z.infer<typeof CheckAnswer>, messages.CheckAnswer>,
  Fits<messages.CheckAnswer, z.infer<typeof CheckAnswer>>,
  Fits<z.infer<typeof ServersAnswer>, messages.ServersAnswer>,
  Fits<messages.ServersAnswer, z.infer<typeof ServersAnswer>>,
  Fits<z.infer<typeof ListedAnswer>, messages.ListedAnswer>,
  Fits<messages.ListedAnswer, z.infer<typeof ListedAnswer>>,
];
type Fits<Narrow extends Wide, Wide> = [Narrow, Wide];
