/** The bucket of the dashboard's files, and the upload of the files with the stage's `config.json`. */
import { spawnSync } from 'node:child_process';
import { AssetHashType, type CfnResource, DockerImage, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, type ISource, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import type { DashboardConfig } from '../../src/contract/dashboard/dashboard-config.ts';
import { pathOf, prebuilt } from '../prebuilt.ts';
import type { Retention } from '../settings/retention.ts';
import { dependOnPoliciesOnly } from '../start-order.ts';
import {
  acknowledgeBucketFindings,
  acknowledgeUploadFindings,
  uploadFunctionOf,
} from './dashboard-findings.ts';
import { logoSource } from './logo-source.ts';

export class DashboardFiles extends Construct {
  readonly bucket: Bucket;
  private readonly retention: Retention;

  constructor(scope: Construct, id: string, retention: Retention) {
    super(scope, id);
    this.retention = retention;
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: retention.removalPolicy,
    });
    acknowledgeBucketFindings(this.bucket);
  }

  /** Call it last: a new page must not call an API that is not updated yet. `logos` is a folder of the operator's. */
  upload(config: DashboardConfig, logos?: string): void {
    const { logRetention: retention, removalPolicy } = this.retention;
    const logGroup = new LogGroup(this, 'UploadLogs', { retention, removalPolicy });
    // CDK's default role would have AWSLambdaBasicExecutionRole, which may write to every log group.
    const role = new Role(this, 'UploadRole', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    const upload = new BucketDeployment(this, 'Upload', {
      destinationBucket: this.bucket,
      sources: [
        page(),
        Source.jsonData('config.json', config),
        ...(logos === undefined ? [] : [logoSource(logos)]),
      ],
      // As in the local environment: CloudFront and browsers check whether a file has changed. So the deployment needs no
      // invalidation, and no right to make one.
      cacheControl: [CacheControl.noCache()],
      // A bucket can be deleted with its stack only when it is empty.
      retainOnDelete: removalPolicy === RemovalPolicy.RETAIN,
      outputObjectKeys: false,
      role,
      logGroup,
    });
    acknowledgeUploadFindings(upload, this.bucket);
    const uploader = uploadFunctionOf(Stack.of(this))?.node.defaultChild;
    if (uploader) dependOnPoliciesOnly(uploader as CfnResource);
  }
}

/** In the repository esbuild builds the page at synth, unless the CLI says that this stack's assets are not needed. */
function page(): ISource {
  const built = prebuilt('dashboard');
  if (built !== undefined) return Source.asset(built);
  return Source.asset(pathOf('dashboard'), {
    // The hash is of the built files, because the page imports files outside of its folder.
    assetHashType: AssetHashType.OUTPUT,
    bundling: { image: DockerImage.fromRegistry('never-used'), local: { tryBundle: build } },
  });
}

function build(outdir: string): true {
  // The repository's own Node runs TypeScript; the Node that runs the app may not.
  const { status, stderr } = spawnSync(
    pathOf('node_modules/.bin/node'),
    [pathOf('dashboard/build-page.ts'), outdir],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`the dashboard could not be built: ${stderr}`);
  return true;
}
