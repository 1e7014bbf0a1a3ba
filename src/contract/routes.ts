/**
 * The one list of routes. The HTTP API's template, the local server, the functions' routers and the OpenAPI document
 * are made from it.
 */
import { ACTIVITY_ROUTES } from './routes/activity-routes.ts';
import { CALL_ROUTES } from './routes/call-routes.ts';
import { CONNECTION_ROUTES } from './routes/connection-routes.ts';
import { OAUTH_APP_ROUTES } from './routes/oauth-app-routes.ts';
import { PEOPLE_ROUTES } from './routes/people-routes.ts';
import { SERVER_ROUTES } from './routes/server-routes.ts';
import { SERVICE_ROUTES } from './routes/service-routes.ts';

export { QUOTAS, type Quota, type Route } from './routes/route.ts';

export const ROUTES = [
  ...CONNECTION_ROUTES,
  ...OAUTH_APP_ROUTES,
  ...SERVER_ROUTES,
  ...CALL_ROUTES,
  ...ACTIVITY_ROUTES,
  ...PEOPLE_ROUTES,
  ...SERVICE_ROUTES,
] as const;

export type OperationId = (typeof ROUTES)[number]['operationId'];
