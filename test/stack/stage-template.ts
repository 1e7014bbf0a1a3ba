/** The template of a stage, built as `cdk synth` builds it, without the bundles. */
import { readFileSync, rmSync } from 'node:fs';
import { App, type CfnElement, type Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ConnectionsStack } from '../../lib/connections-stack.ts';
import type { SignInSettings } from '../../lib/settings/sign-in-settings.ts';
import type { StageSettings } from '../../lib/settings/stage-settings.ts';
import { createsUserPool } from '../../lib/settings/user-pool-settings.ts';
import { chooseStages } from '../../lib/stages.ts';
import { FUNCTIONS, type FunctionName } from '../../src/contract/environment.ts';
import type { ServerRegistration } from '../../src/contract/servers/server-registration.ts';
import { STAGES } from './filled-in-stages.ts';

export interface Resource {
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is JSON of many shapes; each test looks at its own.
  Properties: any;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  DependsOn?: string[];
}
export interface StageTemplate {
  stage: string;
  resources: Record<string, Resource>;
  outputs: Record<string, { Value: unknown }>;
  /** Everything, as text. */
  text: string;
  /** Where it and its assets lie; gone unless there are bundles. */
  folder: string;
  /** Logical ids of the functions and of their roles; empty for one that the stage does not have. */
  functionIds: Record<FunctionName, string>;
  roleIds: Record<FunctionName, string>;
}

export interface BuildOptions {
  /** Whether esbuild runs; a second or so a function. */
  bundles?: boolean;
}

/** cdk.json's feature flags: without them policies differ from the deployed ones. */
export function cdkContext(): Record<string, unknown> {
  const { context } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'));
  return { ...context, 'aws:cdk:bundling-stacks': [] };
}

/** A stage of lib/stages.ts with addresses filled in, all of which have an identity provider of their own. */
export function settingsOf(stage: string): StageSettings & { jwt: SignInSettings } {
  const [settings] = chooseStages(stage, STAGES);
  if (!settings || createsUserPool(settings.jwt)) throw new Error(`no stage ${stage}`);
  return { ...settings, jwt: settings.jwt };
}

/** A server that API Gateway can stand in front of. */
export const PROXIED_SERVER: ServerRegistration = {
  id: 'crm',
  name: 'CRM',
  provider: 'google',
  url: 'https://mcp.crm.internal/v1',
  allowedHosts: ['mcp.crm.internal'],
  placements: [
    { in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' },
    { in: 'header', name: 'X-Crm-Token', value: '{accessToken}' },
  ],
  removeHeaders: ['Authorization', 'Cookie'],
  binding: 'request',
  discovery: true,
  scopes: [],
};

/**
 * The stage with every function that there is: token-authorizer comes with a proxied server, mcp-endpoint and mcp-sign-in with an
 * address for MCP clients, deployment-check with canaries.
 */
export function withEverything(settings: StageSettings, registration = PROXIED_SERVER): StageSettings {
  return {
    ...settings,
    servers: [registration],
    mcpProxies: [{ server: registration.id }],
    mcpEndpoint: {},
    callerToken: 'required',
    deployment: 'canary',
  };
}

export function stageTemplate(
  settings: StageSettings,
  { bundles = false }: BuildOptions = {},
): StageTemplate {
  // CDK's own rules judge the whole app in app.test.ts; here they would cost a second and a half a file.
  const context = bundles ? { ...cdkContext(), 'aws:cdk:bundling-stacks': ['**'] } : cdkContext();
  const app = new App({ context, builtinCloudFormationValidation: false });
  const stack = new ConnectionsStack(app, `connections-${settings.name}`, { settings });
  Validations.of(stack).acknowledge({ id: 'Connections-ExampleSettings', reason: 'Nothing is deployed.' });
  const template = Template.fromStack(stack).toJSON();
  // CDK leaves its temporary folder behind.
  if (!bundles) rmSync(app.outdir, { recursive: true });
  const { functions } = stack.connections;
  return {
    stage: settings.name,
    resources: template.Resources,
    outputs: template.Outputs,
    text: JSON.stringify(template),
    folder: app.outdir,
    functionIds: eachFunction((name) => logicalId(stack, functions[name]?.function.node.defaultChild)),
    roleIds: eachFunction((name) => logicalId(stack, functions[name]?.role.node.defaultChild)),
  };
}

/** Resources of a type, with their logical ids. */
export function resourcesOf(template: StageTemplate, type: string): [string, Resource][] {
  return Object.entries(template.resources).filter(([, resource]) => resource.Type === type);
}

/** The only resource of a type. */
export function onlyResource(template: StageTemplate, type: string): [string, Resource] {
  const [found, ...others] = resourcesOf(template, type);
  if (!found || others.length > 0)
    throw new Error(`expected one ${type}, found ${found ? others.length + 1 : 0}`);
  return found;
}

/** The table that has everything but calls. */
export function mainTableIn(template: StageTemplate): [string, Resource] {
  return tableIn(template, true);
}

/** The table of calls. */
export function callsTableIn(template: StageTemplate): [string, Resource] {
  return tableIn(template, false);
}

/** Only the main table has indexes. */
function tableIn(template: StageTemplate, indexed: boolean): [string, Resource] {
  const found = resourcesOf(template, 'AWS::DynamoDB::Table').filter(
    ([, { Properties }]) => (Properties.GlobalSecondaryIndexes !== undefined) === indexed,
  );
  const [table, ...others] = found;
  if (!table || others.length > 0) throw new Error('expected one main table and one of calls');
  return table;
}

/** The key that wraps data keys; alarms have another one. */
export function vaultKeyIn(template: StageTemplate): [string, Resource] {
  const [found] = resourcesOf(template, 'AWS::KMS::Key').filter(([, { Properties }]) =>
    Properties.Description.startsWith('Wraps the data keys'),
  );
  if (!found) throw new Error('expected a vault key');
  return found;
}

function eachFunction(id: (name: FunctionName) => string): Record<FunctionName, string> {
  return Object.fromEntries(FUNCTIONS.map((name) => [name, id(name)])) as Record<FunctionName, string>;
}

function logicalId(stack: Stack, resource: unknown): string {
  return resource === undefined ? '' : stack.resolve((resource as CfnElement).logicalId);
}
