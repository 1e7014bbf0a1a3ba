/** The stack policy of a synthesized template, also of a stack of another app that contains the construct. */
import { PROTECTED } from '../../src/contract/deployment/lasting.ts';

export interface Template {
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
}
interface TemplateResource {
  readonly Type: string;
  readonly Metadata?: { readonly 'aws:cdk:path'?: string };
}

/**
 * Out: a policy that allows every update but the replacement and the removal of what holds data or an address; undefined where
 * the template has nothing of that. A resource is recognised by its type and by the end of the path that CDK writes into the
 * template, or by its id. Pure.
 */
export function stackPolicyOf({ Resources = {} }: Template) {
  const ids = Object.entries(Resources).flatMap(([id, resource]) => (isProtected(id, resource) ? [id] : []));
  if (ids.length === 0) return undefined;
  return {
    Statement: [
      { Effect: 'Allow', Action: 'Update:*', Principal: '*', Resource: '*' },
      {
        Effect: 'Deny',
        Action: ['Update:Replace', 'Update:Delete'],
        Principal: '*',
        Resource: ids.sort().map((id) => `LogicalResourceId/${id}`),
      },
    ],
  };
}

function isProtected(id: string, { Type, Metadata }: TemplateResource): boolean {
  const path = Metadata?.['aws:cdk:path'] ?? '';
  return PROTECTED.some((one) => one.type === Type && (one.id === id || path.endsWith(`/${one.path}`)));
}
