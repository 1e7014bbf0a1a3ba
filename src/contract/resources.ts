/**
 * Bodies of the HTTP API, with the names and descriptions that the OpenAPI document shows. Answers are allow-lists: a field
 * that is not listed cannot leave.
 */
export * from './resources/activity.ts';
export * from './resources/app-policy.ts';
export * from './resources/call.ts';
export * from './resources/connect-session.ts';
export * from './resources/connection.ts';
export * from './resources/mcp-server.ts';
export * from './resources/oauth-app.ts';
export * from './resources/pages.ts';
export * from './resources/person.ts';
export * from './resources/problem.ts';
export * from './resources/provider.ts';
export * from './resources/receipt.ts';
export * from './resources/seen-tools.ts';
export * from './resources/server-trial.ts';
export * from './resources/service.ts';
