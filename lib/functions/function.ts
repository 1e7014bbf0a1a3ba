/** One function of the broker with its role and its log group. The rights of the role are granted by stage-functions.ts. */
import { type Duration, Validations } from 'aws-cdk-lib';
import {
  ArnPrincipal,
  type IGrantable,
  type IPrincipal,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import {
  type Alias,
  Architecture,
  type CfnFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionName } from '../../src/contract/environment.ts';
import type { StageServer } from '../../src/contract/servers/server-registration.ts';
import type { VpcSettings } from '../settings/account-settings.ts';
import type { Retention } from '../settings/retention.ts';
import { dependOnPoliciesOnly } from '../start-order.ts';
import { sourceOf } from './code/function-source.ts';
import { joinNetwork } from './function-network.ts';
import { environmentOf, type VariableValues } from './function-variables.ts';
import { LIVE, liveAlias } from './live-alias.ts';

/** What is the same for a function in every stage. */
export interface FunctionProperties {
  readonly description: string;
  readonly timeout: Duration;
  /**
   * MB. CPU is proportional to it: one whole vCPU at 1,769 MB (Lambda documentation, "Configure function memory"). No function
   * needs that much memory; 512 MB give the CPU that a cold start needs to load a bundle of about 1 MB.
   */
  readonly memory: number;
  /**
   * Whether the bundle contains the registered MCP servers.
   * @default false
   */
  readonly containsServers?: true;
  /**
   * Whether every tool call waits for the function's start.
   * @default false
   */
  readonly startsFast?: true;
}

export interface BrokerFunctionProps extends Retention {
  /** The function's name; its entry is `lambdas/<name>.ts`. */
  readonly name: FunctionName;
  readonly properties: FunctionProperties;
  /** Values of environment variables. The function gets those that the contract lists for it, and no others. */
  readonly values: VariableValues;
  /** The operator's MCP servers. */
  readonly servers: StageServer[];
  /**
   * Concurrent executions that are reserved for the function; they are also its maximum.
   * @default none
   */
  readonly reservedConcurrency?: number;
  /**
   * Execution environments that are kept started, if the function has an alias.
   * @default none
   */
  readonly provisionedConcurrency?: number;
  /**
   * The network through which the function reaches the internet.
   * @default Lambda's own
   */
  readonly vpc?: VpcSettings;
}

export class BrokerFunction extends Construct implements IGrantable {
  readonly name: FunctionName;
  readonly function: NodejsFunction;
  /** The alias by which the function is invoked, if it has one. */
  readonly alias: Alias | undefined;
  readonly role: Role;
  readonly logGroup: LogGroup;
  readonly grantPrincipal: IPrincipal;
  /** The principals that the resource policy allows, as text. */
  private readonly allowed = new Set<string>();

  constructor(scope: Construct, props: BrokerFunctionProps) {
    super(scope, props.name);
    const { name, logRetention: retention, removalPolicy } = props;
    this.name = name;
    this.logGroup = new LogGroup(this, 'Logs', { retention, removalPolicy });
    // CDK's default role would have AWSLambdaBasicExecutionRole, which may write to every log group.
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.grantPrincipal = this.role;
    this.logGroup.grantWrite(this.role);
    this.function = this.createFunction(props);
    dependOnPoliciesOnly(this.function.node.defaultChild as CfnFunction);
    if (props.vpc) joinNetwork(this.function, this.role, props.vpc);
    this.alias = liveAlias(name, this.function, props.provisionedConcurrency);
    this.acknowledgeFindings();
  }

  private createFunction(props: BrokerFunctionProps): NodejsFunction {
    const { name, properties } = props;
    const { description, timeout, memory, containsServers, startsFast } = properties;
    return new NodejsFunction(this, 'Function', {
      ...sourceOf(this, { name, servers: containsServers && props.servers, startsFast }),
      description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout,
      memorySize: memory,
      reservedConcurrentExecutions: props.reservedConcurrency,
      role: this.role,
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      // The reason is in acknowledgeFindings().
      tracing: Tracing.DISABLED,
      environment: environmentOf(name, props.values),
    });
  }

  /**
   * The name by which the function is invoked. It is built from the function's name, because moto, in which deployments are
   * tested, creates no aliases.
   */
  get invokedName(): string {
    return this.alias ? `${this.function.functionName}:${LIVE}` : this.function.functionName;
  }

  /** ARN of the version with this template's code; undefined for a function without alias. */
  get versionArn(): string | undefined {
    return this.alias?.version.functionArn;
  }

  get invokedArn(): string {
    return this.alias ? `${this.function.functionArn}:${LIVE}` : this.function.functionArn;
  }

  /** Allows a function or role of this stack to invoke the function: by its alias only, if it has one. */
  grantInvoke(caller: IGrantable): void {
    this.grantInvokeOf(this.invokedArn, caller);
  }

  /** Allows a caller to invoke the version with this template's code, before the alias moves to it. */
  grantInvokeVersion(caller: IGrantable): void {
    if (this.versionArn !== undefined) this.grantInvokeOf(this.versionArn, caller);
  }

  /** Allows roles outside of this stack to invoke the function, by its resource policy: their own policies do not change. */
  allowCallers(roleArns: readonly string[]): void {
    for (const [index, arn] of roleArns.entries()) this.permit(`Caller${index}`, new ArnPrincipal(arn));
  }

  /** Allows a principal to invoke the function, by its resource policy. A second call with the same principal changes nothing. */
  allowPrincipal(principal: IPrincipal): void {
    const text = JSON.stringify(principal.policyFragment);
    if (this.allowed.has(text)) return;
    this.allowed.add(text);
    this.permit(`Runtime${this.allowed.size}`, principal);
  }

  private permit(id: string, principal: IPrincipal): void {
    (this.alias ?? this.function).addPermission(id, { principal });
  }

  private grantInvokeOf(arn: string, caller: IGrantable): void {
    caller.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [arn] }),
    );
  }

  private acknowledgeFindings(): void {
    Validations.of(this.function).acknowledge(
      {
        id: 'Serverless::Serverless-LambdaDLQ',
        reason:
          'The function is invoked synchronously, or by a tick that the next tick repeats: no event has to be kept.',
      },
      {
        id: 'Serverless::Serverless-LambdaTracing',
        reason:
          'X-Ray records the URLs and errors of calls, which can contain codes and tokens here (T065). It would also need ' +
          'a right on every resource.',
      },
    );
  }
}
