import type { ServerRegistration } from '../src/contract/server-registration.ts';
import { CATALOGUE } from '../src/providers/catalogue.ts';
import { registeredServers } from '../src/providers/server-registrations.ts';

/** Replaced by esbuild with the operator's registrations (contract/environment.ts, STAGE_SERVERS_DEFINE). */
declare const __CONNECTIONS_STAGE_SERVERS__: ServerRegistration[] | undefined;

const stageServers =
  typeof __CONNECTIONS_STAGE_SERVERS__ === 'undefined' ? [] : __CONNECTIONS_STAGE_SERVERS__;

export const SERVERS = registeredServers(CATALOGUE, stageServers);
