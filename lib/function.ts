/** One function of the broker with its role and its log group. All other rights come from grants by purpose. */
import { Duration, type RemovalPolicy, Validations } from 'aws-cdk-lib';
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
  EventInvokeConfig,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type FunctionName, VARIABLE, VARIABLES_OF } from '../src/contract/environment.ts';
import type { ServerRegistration } from '../src/contract/server-registration.ts';
import type { VpcSettings } from './account-settings.ts';
import { joinNetwork } from './function-network.ts';
import { FUNCTION_SIZE } from './function-size.ts';
import { sourceOf } from './function-source.ts';
import { LIVE, liveAlias } from './live-alias.ts';

export type VariableValues = Partial<Record<keyof typeof VARIABLE, string>>;

export interface BrokerFunctionProps {
  /** Which one; its entry is `lambdas/<name>.ts`. */
  readonly name: FunctionName;
  /** Values of the environment variables; the function gets those that the contract lists for it, and no others. */
  readonly values: VariableValues;
  /** The operator's MCP servers, for the functions whose bundle holds them. */
  readonly servers: ServerRegistration[];
  /** How long its logs are kept. */
  readonly logRetention: RetentionDays;
  /** What becomes of its log group when the stack goes. */
  readonly removalPolicy: RemovalPolicy;
  /**
   * Concurrent executions kept for it, and the most it gets.
   * @default none
   */
  readonly reservedConcurrency?: number;
  /**
   * Executions that are kept started, where it has an alias.
   * @default none
   */
  readonly provisionedConcurrency?: number;
  /**
   * The network that it goes out through.
   * @default Lambda's own
   */
  readonly vpc?: VpcSettings;
}

export class BrokerFunction extends Construct implements IGrantable {
  readonly function: NodejsFunction;
  /** What is invoked, where it is not the function itself. */
  readonly alias: Alias | undefined;
  readonly role: Role;
  readonly logGroup: LogGroup;
  readonly grantPrincipal: IPrincipal;

  constructor(scope: Construct, props: BrokerFunctionProps) {
    super(scope, props.name);
    const { name, logRetention: retention, removalPolicy } = props;
    const logGroup = new LogGroup(this, 'Logs', { retention, removalPolicy });
    this.logGroup = logGroup;
    // Its own role instead of CDK's default one, which carries AWSLambdaBasicExecutionRole: writing to any log group.
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.grantPrincipal = this.role;
    logGroup.grantWrite(this.role);
    const { timeout, memory, does } = FUNCTION_SIZE[name];
    this.function = new NodejsFunction(this, 'Function', {
      ...sourceOf(this, name, props.servers),
      description: does,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout,
      memorySize: memory,
      reservedConcurrentExecutions: props.reservedConcurrency,
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // See acknowledgeFindings().
      tracing: Tracing.DISABLED,
      environment: environmentOf(name, props.values),
    });
    if (props.vpc) joinNetwork(this, props.vpc);
    this.alias = liveAlias(name, this.function, props.provisionedConcurrency);
    this.acknowledgeFindings();
  }

  /** Made of the function's own name, not of the alias: moto, against which deployments are tried, makes none. */
  get invokedName(): string {
    return this.alias ? `${this.function.functionName}:${LIVE}` : this.function.functionName;
  }

  /** Of the version with this template's code, where it has an alias. */
  get versionArn(): string | undefined {
    return this.alias?.version.functionArn;
  }

  get invokedArn(): string {
    return this.alias ? `${this.function.functionArn}:${LIVE}` : this.function.functionArn;
  }

  /** No asynchronous retries: for a function whose next scheduled run is the retry. */
  neverRetryAsynchronously(): void {
    const config = new EventInvokeConfig(this, 'AsyncInvoke', {
      function: this.function,
      // As text: CDK would cut it out of the alias's ARN, which moto does not know.
      qualifier: this.alias && LIVE,
      retryAttempts: 0,
      maxEventAge: Duration.minutes(1),
    });
    if (this.alias) config.node.addDependency(this.alias);
    Validations.of(config).acknowledge({
      id: 'Serverless::Serverless-LambdaAsyncFailureDestination',
      reason: 'The event is a tick without content; the next one, a minute later, does the same work.',
    });
  }

  /** Lets another function or role of this stack invoke it, by its alias where it has one and by nothing else. */
  grantInvoke(caller: IGrantable): void {
    caller.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.invokedArn] }),
    );
  }

  /** Lets it invoke the version that is to be checked before the alias moves to it. */
  grantInvokeVersion(caller: IGrantable): void {
    if (this.versionArn === undefined) return;
    caller.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.versionArn] }),
    );
  }

  /** Lets roles outside this stack invoke the function, through its resource policy: no rights of theirs are changed. */
  allowCallers(roleArns: readonly string[]): void {
    for (const [index, arn] of roleArns.entries())
      (this.alias ?? this.function).addPermission(`Caller${index}`, { principal: new ArnPrincipal(arn) });
  }

  private acknowledgeFindings(): void {
    Validations.of(this.function).acknowledge(
      {
        id: 'Serverless::Serverless-LambdaDLQ',
        reason:
          'Invoked synchronously, or by a tick whose retry is the next tick: no event is worth keeping.',
      },
      {
        id: 'Serverless::Serverless-LambdaTracing',
        reason:
          'X-Ray records the URLs and errors of calls, and here those can hold codes and tokens (T065). ' +
          'It would also need a right on every resource.',
      },
    );
  }
}

function environmentOf(name: FunctionName, values: VariableValues): Record<string, string> {
  return Object.fromEntries(
    VARIABLES_OF[name].map((variable) => {
      const value = values[variable];
      if (value === undefined)
        throw new Error(`${name} needs ${VARIABLE[variable]}, and nothing gives it a value`);
      return [VARIABLE[variable], value];
    }),
  );
}
