/** The KMS key that wraps the stage's data keys. It can be used under the stage's encryption context only. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

export interface VaultKeyProps {
  /** The stage's name, which is `environment` in the encryption context. */
  readonly stage: string;
  /** What happens to the key when the stack is deleted. Without the key no sealed token can be read. */
  readonly removalPolicy: RemovalPolicy;
  /**
   * ARN of a key of the operator, who also writes its key policy: this stack does not add the Deny statements below to it.
   * @default a key that the stack creates
   */
  readonly keyArn?: string;
}

export class VaultKey extends Construct {
  readonly key: IKey;
  /** Exactly the context that src/vault/key-wrapper.ts sends. CloudTrail shows it unencrypted. */
  private readonly context: Record<'app' | 'purpose' | 'environment', string>;

  constructor(scope: Construct, id: string, props: VaultKeyProps) {
    super(scope, id);
    this.context = { app: 'connections', purpose: 'vault', environment: props.stage };
    this.key = props.keyArn ? Key.fromKeyArn(this, 'Imported', props.keyArn) : this.makeKey(props);
  }

  private makeKey({ stage, removalPolicy }: VaultKeyProps): Key {
    const key = new Key(this, 'Key', {
      description: `Wraps the data keys of Connections, stage ${stage}`,
      // Rotation changes the material that wraps later data keys. Data keys that were wrapped before still open.
      enableKeyRotation: true,
      removalPolicy,
      // During the waiting period a deletion can be cancelled. KMS allows 7 to 30 days.
      pendingWindow: removalPolicy === RemovalPolicy.RETAIN ? Duration.days(30) : Duration.days(7),
    });
    this.denyOtherContexts(key);
    return key;
  }

  /** Allows to unwrap the stage's data keys. */
  grantDecrypt(grantee: IGrantable): void {
    this.allow(grantee, 'kms:Decrypt');
  }

  /** Allows to unwrap the stage's data keys and to create new ones. */
  grantDecryptAndGenerate(grantee: IGrantable): void {
    this.allow(grantee, 'kms:Decrypt', 'kms:GenerateDataKey');
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
          // No other pair is accepted. StringEquals above already requires that all three are present.
          'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': Object.keys(this.context) },
        },
      }),
    );
  }

  /**
   * Applies to every principal, also to an administrator whose policy has no such condition. Each pair has a statement of
   * its own, because all conditions of a statement must hold together. StringNotEquals also holds for an absent pair.
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
