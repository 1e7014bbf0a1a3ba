/** The name of what a person sees in the account: of alarms, of the CloudWatch dashboard, of the APIs. */
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

const KEY = 'connections:name';
/** The construct's id in the stacks of this repository, and in the examples of the package. */
export const USUAL_ID = 'Connections';

/**
 * Names everything below this construct, which has no children yet: like the stack, or, if the construct is elsewhere in the
 * stack than usual, like the stack and the construct's path. So two of them in one stack have different names.
 */
export function nameDeployment(connections: Construct): void {
  const path = pathInStack(connections).join('-');
  const { stackName } = Stack.of(connections);
  connections.node.setContext(KEY, path === USUAL_ID ? stackName : `${stackName}-${path}`);
}

/** The name that {@link nameDeployment} gave; outside of such a construct the stack's name. */
export function deploymentName(scope: Construct): string {
  return scope.node.tryGetContext(KEY) ?? Stack.of(scope).stackName;
}

/** The ids of the constructs from below the stack down to this one. */
export function pathInStack(construct: Construct): string[] {
  const stack = Stack.of(construct);
  const scopes = construct.node.scopes;
  return scopes.slice(scopes.indexOf(stack) + 1).map(({ node }) => node.id);
}
