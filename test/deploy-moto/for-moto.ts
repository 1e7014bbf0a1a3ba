/** What of the synthesized template moto cannot take. All else is deployed as the app made it. */
import { readFile, writeFile } from 'node:fs/promises';

interface Resource {
  Type: string;
  Properties?: Record<string, unknown>;
  DependsOn?: string[];
}
interface Template {
  Rules?: unknown;
  Parameters?: Record<string, unknown>;
  Resources: Record<string, Resource>;
  Outputs?: Record<string, unknown>;
}

/** moto makes none of them, and stumbles over attributes of one that another refers to. */
const SERVICES = ['CloudWatch', 'Budgets', 'CloudFront'] as const;
const LEFT_OUT = new RegExp(`^AWS::(${SERVICES.join('|')})::`);
/** moto cannot update a stack that has this parameter, or the rule about it. */
const PARAMETER = 'BootstrapVersion';

/** The first line of the command. The last lines name what moto leaves out of the rest. */
export const WHAT_MOTO_GETS = `moto gets the synthesized template without the resources of ${SERVICES.join(', ')}, without the parameter ${PARAMETER} and the rules, and with functions in the place of their aliases. Of what is left it makes neither the APIs nor the schedule.`;

/** Answers the types that were left out. */
export async function prepareForMoto(file: string): Promise<string[]> {
  const { Rules: _rules, ...template } = JSON.parse(await readFile(file, 'utf8')) as Template;
  // As with `generateBootstrapVersionRule: false`.
  const { [PARAMETER]: _version, ...parameters } = template.Parameters ?? {};
  const removed = new Set(
    Object.entries(template.Resources).flatMap(([id, { Type }]) => (LEFT_OUT.test(Type) ? [id] : [])),
  );
  const kept = Object.entries(template.Resources).filter(([id]) => !removed.has(id));
  const resources = kept.map(([id, resource]) => [id, withoutDependencies(resource, removed)] as const);
  const stumbles = resources.filter(([, resource]) => refersTo(resource, removed)).map(([id]) => id);
  if (stumbles.length > 0) throw new Error(`${stumbles.join(', ')} refer to what moto cannot make`);
  const outputs = Object.entries(template.Outputs ?? {}).filter(([, output]) => !refersTo(output, removed));
  const prepared = {
    ...template,
    ...(Object.keys(parameters).length > 0 ? { Parameters: parameters } : { Parameters: undefined }),
    Resources: withReferences(Object.fromEntries(resources)),
    Outputs: Object.fromEntries(outputs),
  };
  await writeFile(file, JSON.stringify(prepared, null, 1));
  return [...new Set([...removed].map((id) => template.Resources[id]?.Type ?? ''))].sort();
}

function withoutDependencies(resource: Resource, removed: Set<string>): Resource {
  if (!resource.DependsOn) return resource;
  return { ...resource, DependsOn: resource.DependsOn.filter((id) => !removed.has(id)) };
}

function refersTo(value: unknown, ids: Set<string>): boolean {
  if (Array.isArray(value)) return value.some((one) => refersTo(one, ids));
  if (typeof value !== 'object' || value === null) return false;
  const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: string[] };
  if (ids.has(Ref ?? '') || ids.has(attribute?.[0] ?? '')) return true;
  return Object.values(value).some((one) => refersTo(one, ids));
}

/**
 * moto skips aliases without a word, and a reference to one would be empty: it becomes the function with the name. And a
 * bus's `Ref` is an object of moto's own in the end, where its attribute is the name that it should be.
 */
function withReferences(resources: Record<string, Resource>): Record<string, Resource> {
  const rewritten = (id: string): unknown => {
    const { Type, Properties = {} } = resources[id] ?? {};
    if (Type === 'AWS::Events::EventBus') return { 'Fn::GetAtt': [id, 'Name'] };
    if (Type === 'AWS::Lambda::Alias')
      return { 'Fn::Join': [':', [Properties.FunctionName, Properties.Name]] };
    return undefined;
  };
  return JSON.parse(
    JSON.stringify(resources, (_name, value) =>
      typeof value?.Ref === 'string' ? (rewritten(value.Ref) ?? value) : value,
    ),
  );
}
