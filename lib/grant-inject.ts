/**
 * Lets somebody invoke token-injector by its alias, or refuses in one sentence. CDK's own grant to a role that was imported as
 * not mutable, or from another account, drops the statement in silence.
 */
import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import {
  type Conditions,
  Group,
  type IGrantable,
  type IPrincipal,
  Role,
  UnknownPrincipal,
  User,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { BrokerFunction } from './functions/function.ts';
import { StageError } from './stage-error.ts';

/**
 * An identity that the app creates gets a statement in its own policy. Everybody else is named in the alias's resource policy
 * (Lambda developer guide, "Granting Lambda functions access to other AWS accounts and services"); whoever is in another
 * account needs `lambda:InvokeFunction` in its own policy as well.
 * Throws a {@link StageError} for a grantee that no policy can name.
 */
export function grantInject(injector: BrokerFunction, { grantPrincipal }: IGrantable): void {
  const isOwn = isCreatedHere(grantPrincipal);
  const fault = isOwn ? accountFault(grantPrincipal, injector) : principalFault(grantPrincipal);
  if (fault !== undefined) throw new StageError(`grantInject got ${fault}.`);
  if (isOwn) injector.grantInvoke(grantPrincipal);
  else injector.allowPrincipal(grantPrincipal);
}

/** Whether its policy is in the app's own templates, where a statement for it surely arrives. */
function isCreatedHere(principal: IPrincipal): boolean {
  return Role.isRole(principal) || principal instanceof User || principal instanceof Group;
}

/** The template of another account would need the function's name, which only the deployment of this one makes. */
function accountFault({ principalAccount }: IPrincipal, injector: Construct): string | undefined {
  const compared = Token.compareStrings(principalAccount ?? '', Stack.of(injector).account);
  return compared === TokenComparison.SAME || compared === TokenComparison.BOTH_UNRESOLVED
    ? undefined
    : 'an identity that the app creates in another account, or in one that is not known at synth; pass new ArnPrincipal(<its ARN>), and allow lambda:InvokeFunction on the alias in its own policy';
}

/** What is wrong with a principal in a resource policy, as the end of a sentence. */
function principalFault(principal: IPrincipal): string | undefined {
  if (principal instanceof UnknownPrincipal)
    return 'something that was imported without its role; import it with its role, or name the role';
  if ('groupName' in principal)
    return 'an IAM group that the app does not create, and no resource policy can name a group; name roles';
  const { principalJson, conditions } = principal.policyFragment;
  const lost = lostCondition(conditions);
  if (lost !== undefined) return lost;
  const [[kind, names] = ['', []], ...others] = Object.entries(principalJson);
  if (others.length > 0 || names.length !== 1)
    return 'several principals in one; call it once for each of them';
  if (kind === 'Service') return isBound(conditions) ? undefined : SERVICE_OF_EVERY_ACCOUNT;
  if (kind !== 'AWS' && kind !== EVERYBODY)
    return `a ${kind} principal; Lambda knows roles, users, accounts, organizations and services`;
  if (names[0] === '*' && conditionKeys(conditions).includes('aws:PrincipalOrgID')) return undefined;
  return /[*?]/.test(String(names[0]))
    ? 'a principal with a wildcard; name one role, one account or one organization'
    : undefined;
}

const SERVICE_OF_EVERY_ACCOUNT =
  'a service, which acts for every account that asks it; say for whom, with withConditions and aws:SourceAccount or aws:SourceArn';

/** How CDK calls the principal `*` that is not within `AWS`. */
const EVERYBODY = 'LiteralString';

/** Whether the conditions bind a service to an account or a resource. */
function isBound(conditions: Conditions): boolean {
  const keys = conditionKeys(conditions);
  return keys.includes('aws:SourceAccount') || keys.includes('aws:SourceArn');
}

/** What the resource policy of a function can say of a condition (Lambda API, AddPermission); CDK drops everything else. */
const CONDITIONS: Readonly<Record<string, { operator: string; value: RegExp }>> = {
  'aws:PrincipalOrgID': { operator: 'StringEquals', value: /^o-[a-z0-9]{10,32}$/ },
  'aws:SourceAccount': { operator: 'StringEquals', value: /^[0-9]{12}$/ },
  // Without an account in it, it could be anybody's.
  'aws:SourceArn': { operator: 'ArnLike', value: /^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:[0-9]{12}:.+$/ },
};

/** A condition that would be lost on the way, or that binds nothing. */
function lostCondition(conditions: Conditions): string | undefined {
  for (const [operator, tests] of Object.entries(conditions))
    for (const [key, value] of Object.entries(tests as object)) {
      const known = CONDITIONS[key];
      if (known?.operator !== operator) return `the condition ${operator} ${key}, which Lambda cannot keep`;
      if (!isOne(value, known.value))
        return `a condition ${key} that is not one value without a wildcard; call it once for each value`;
    }
  return undefined;
}

function isOne(value: unknown, form: RegExp): boolean {
  return typeof value === 'string' && (Token.isUnresolved(value) || form.test(value));
}

function conditionKeys(conditions: Conditions): string[] {
  return Object.values(conditions).flatMap((operator) => Object.keys(operator as object));
}
