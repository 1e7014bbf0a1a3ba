/** What a function is created after. */
import { CfnResource, Lazy } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';

/**
 * Leaves the role of a function out of the list of what the function depends on, where CDK writes it beside the role's
 * policies: the function names its role in a property, which already says so (cfn-lint W3005). The policies stay, so that they
 * exist before the function starts.
 */
export function dependOnPoliciesOnly(made: CfnResource): void {
  const others = () =>
    made
      .obtainDependencies()
      .filter((one) => CfnResource.isCfnResource(one))
      .filter((one) => !(one instanceof CfnRole))
      .map(({ logicalId }) => logicalId);
  // CDK knows the dependencies of a resource only when the app is synthesized.
  made.addOverride('DependsOn', Lazy.any({ produce: others }));
}
