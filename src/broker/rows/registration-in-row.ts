/**
 * Judges what a row says is a registration: what the schema `ServerRegistration` of the contract gives. The injector starts
 * with this file, and zod would be a tenth of its start; a test compares the two.
 */
import * as v from 'valibot';
import { is, PROVIDER_ID, SERVER_ID } from '../../contract/identifiers.ts';
import {
  JSON_MEMBER,
  PLACEMENT_NAMES,
  SERVER_NAME,
  TEMPLATE,
} from '../../contract/servers/registration-grammar.ts';
import { HOST } from '../../contract/servers/server-hosts.ts';
import type { ServerRegistration } from '../../contract/servers/server-registration.ts';
import { absoluteUrl, matching, membersOf } from '../texts.ts';

const MOST_MEMBERS = 16;
const template = matching(TEMPLATE);
const members = v.pipe(
  membersOf<string>((name, value) => JSON_MEMBER.test(name) && is(TEMPLATE, value)),
  v.check((json) => Object.keys(json).length > 0 && Object.keys(json).length <= MOST_MEMBERS),
);
const written = {
  value: v.union([template, v.strictObject({ json: members })]),
  encode: v.optional(v.literal('base64')),
  prefix: v.optional(template),
};
const placement = v.variant('in', [
  v.strictObject({ in: v.literal('header'), name: matching(PLACEMENT_NAMES.header), ...written }),
  v.strictObject({ in: v.literal('query'), name: matching(PLACEMENT_NAMES.query), ...written }),
  v.strictObject({ in: v.literal('env'), name: matching(PLACEMENT_NAMES.env), ...written }),
]);
const hosts = v.array(matching(HOST));

const registration = v.strictObject({
  id: matching(SERVER_ID),
  name: matching(SERVER_NAME),
  provider: matching(PROVIDER_ID),
  url: v.optional(absoluteUrl),
  allowedHosts: hosts,
  apiHosts: v.optional(v.pipe(hosts, v.minLength(1))),
  placements: v.pipe(v.array(placement), v.minLength(1)),
  removeHeaders: v.array(matching(PLACEMENT_NAMES.header)),
  binding: v.picklist(['request', 'session', 'process']),
  discovery: v.boolean(),
  scopes: v.array(v.pipe(v.string(), v.maxLength(200))),
  tools: v.optional(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(128)))),
}) satisfies v.GenericSchema<unknown, ServerRegistration>;

/** The registration that a stored value is. Undefined: no release wrote it so. Pure. */
export function registrationInRow(value: unknown): ServerRegistration | undefined {
  const { success, output } = v.safeParse(registration, value);
  return success ? output : undefined;
}
