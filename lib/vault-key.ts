/** The KMS key that wraps the environment's data keys. Usable only under the environment's encryption context. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

export interface VaultKeyProps {
  /** The `environment` of the encryption context. */
  readonly stage: string;
  /** What becomes of the key when the stack goes. Once it is gone, every sealed token is noise. */
  readonly removalPolicy: RemovalPolicy;
  /**
   * ARN of a key of the operator's, whose key policy is theirs: the Deny below is not in it.
   * @default a key of the stack's own
   */
  readonly keyArn?: string;
}

export class VaultKey extends Construct {
  readonly key: IKey;
  /** Exactly what src/vault/key-wrapper.ts sends. It appears in CloudTrail in clear. */
  private readonly context: Record<'app' | 'purpose' | 'environment', string>;

  constructor(scope: Construct, id: string, props: VaultKeyProps) {
    super(scope, id);
    this.context = { app: 'connections', purpose: 'vault', environment: props.stage };
    this.key = props.keyArn ? Key.fromKeyArn(this, 'Imported', props.keyArn) : this.makeKey(props);
  }

  private makeKey({ stage, removalPolicy }: VaultKeyProps): Key {
    const key = new Key(this, 'Key', {
      description: `Wraps the data keys of Connections, stage ${stage}`,
      // Changes only what later data keys are wrapped with; those wrapped before still open.
      enableKeyRotation: true,
      removalPolicy,
      // KMS allows 7 to 30 days: in them a deletion can still be taken back.
      pendingWindow: removalPolicy === RemovalPolicy.RETAIN ? Duration.days(30) : Duration.days(7),
    });
    this.denyOtherContexts(key);
    return key;
  }

  /** Unwraps the environment's data keys. */
  grantUnwrap(opener: IGrantable): void {
    this.allow(opener, 'kms:Decrypt');
  }

  /** Unwraps the environment's data keys, and makes new ones. */
  grantUnwrapAndMake(maker: IGrantable): void {
    this.allow(maker, 'kms:Decrypt', 'kms:GenerateDataKey');
  }

  private allow(grantee: IGrantable, ...actions: string[]): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions,
        resources: [this.key.keyArn],
        conditions: {
          StringEquals: Object.fromEntries(
            Object.entries(this.context).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]),
          ),
          // And no further pair. StringEquals above already asks that none of the three is absent.
          'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': Object.keys(this.context) },
        },
      }),
    );
  }

  /**
   * Binds everybody, also a role whose policy forgot the condition, an administrator for instance. One statement a
   * pair, since conditions of one statement must all hold. StringNotEquals holds for an absent pair too.
   */
  private denyOtherContexts(key: Key): void {
    for (const [name, value] of Object.entries(this.context))
      key.addToResourcePolicy(
        new PolicyStatement({
          effect: Effect.DENY,
          principals: [new AnyPrincipal()],
          actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
          resources: ['*'],
          conditions: { StringNotEquals: { [`kms:EncryptionContext:${name}`]: value } },
        }),
      );
  }
}
