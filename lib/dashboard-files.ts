/** The page's files: a private bucket, and what uploads them together with the stage's `config.json`. */
import { spawnSync } from 'node:child_process';
import { AssetHashType, DockerImage, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, type ISource, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { acknowledgeBucketFindings, acknowledgeUploadFindings } from './dashboard-findings.ts';
import { pathOf, prebuilt } from './prebuilt.ts';

export interface DashboardFilesProps {
  /** How long the upload's log is kept. */
  readonly logRetention: RetentionDays;
  /** What becomes of bucket and log when the stack goes. */
  readonly removalPolicy: RemovalPolicy;
}

/** Fields of dashboard/config.ts. Values may be known only at deployment. */
export type DashboardConfig = Readonly<
  Record<'issuer' | 'clientId' | 'audience' | 'workspaceClaim' | 'apiOrigin', string>
>;

export class DashboardFiles extends Construct {
  readonly bucket: Bucket;
  private readonly props: DashboardFilesProps;

  constructor(scope: Construct, id: string, props: DashboardFilesProps) {
    super(scope, id);
    this.props = props;
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: props.removalPolicy,
    });
    acknowledgeBucketFindings(this.bucket);
  }

  /** After everything that the page needs: a new page should not meet the old API. */
  upload(config: DashboardConfig): void {
    const { logRetention: retention, removalPolicy } = this.props;
    const logGroup = new LogGroup(this, 'UploadLogs', { retention, removalPolicy });
    // Its own, since CDK's would carry AWSLambdaBasicExecutionRole.
    const role = new Role(this, 'UploadRole', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    const upload = new BucketDeployment(this, 'Upload', {
      destinationBucket: this.bucket,
      sources: [page(), Source.jsonData('config.json', config)],
      // As locally. CloudFront and browsers ask whether a file changed; so no invalidation, and no right to one.
      cacheControl: [CacheControl.noCache()],
      // An empty bucket can be deleted with its stack.
      retainOnDelete: removalPolicy === RemovalPolicy.RETAIN,
      outputObjectKeys: false,
      role,
      logGroup,
    });
    acknowledgeUploadFindings(upload, this.bucket);
  }
}

/** In the repository esbuild makes it at synth, unless the CLI says that this stack's assets are not needed. */
function page(): ISource {
  const built = prebuilt('dashboard');
  if (built !== undefined) return Source.asset(built);
  return Source.asset(pathOf('dashboard'), {
    // Of what is built: imports reach beyond the folder.
    assetHashType: AssetHashType.OUTPUT,
    bundling: { image: DockerImage.fromRegistry('never-used'), local: { tryBundle: build } },
  });
}

function build(outdir: string): true {
  // The Node of cdk.json, which knows TypeScript, whichever runs the app.
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
