/** Finds wrong settings of the account and of its resources. */
import type { AccountSettings, VpcSettings } from '../account-settings.ts';

const ACCOUNT = /^\d{12}$/;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
const POLICY_ARN = /^arn:aws(-[a-z]+)*:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/;
/** An alias is not accepted: somebody can point it at another key, which cannot open the stored tokens. */
const KEY_ARN = /^arn:aws(-[a-z]+)*:kms:([a-z0-9-]+):\d{12}:key\/[\w-]+$/;

/** DynamoDB developer guide, "Naming rules". */
const TABLE_NAME = /^[a-zA-Z0-9_.-]{3,255}$/;

export function accountFaults(settings: AccountSettings): string[] {
  const { account, region, permissionsBoundary, vaultKeyArn, vpc } = settings;
  const faults: string[] = [];
  if (account !== undefined && !ACCOUNT.test(account)) faults.push('account must be 12 digits, as text');
  if (region !== undefined && !REGION.test(region))
    faults.push('region must be the name of an AWS Region, such as eu-central-1');
  if (permissionsBoundary !== undefined && !POLICY_ARN.test(permissionsBoundary))
    faults.push(
      'permissionsBoundary must be the full ARN of a managed policy, arn:aws:iam::<account>:policy/<name>',
    );
  return [
    ...faults,
    ...tableFaults(settings),
    ...keyFaults(vaultKeyArn, region),
    ...(vpc ? vpcFaults(vpc) : []),
  ];
}

function tableFaults({ tableName, callsTableName }: AccountSettings): string[] {
  const named = Object.entries({ tableName, callsTableName }).filter(([, name]) => name !== undefined);
  const faults = named
    .filter(([, name]) => !TABLE_NAME.test(name ?? ''))
    .map(([setting]) => `${setting} must be the name of a DynamoDB table, not its ARN`);
  return tableName !== undefined && tableName === callsTableName
    ? [...faults, 'callsTableName is the same table as tableName; calls need one of their own']
    : faults;
}

function keyFaults(vaultKeyArn: string | undefined, region: string | undefined): string[] {
  if (vaultKeyArn === undefined) return [];
  const [, , keyRegion] = KEY_ARN.exec(vaultKeyArn) ?? [];
  if (keyRegion === undefined)
    return [
      'vaultKeyArn must be the ARN of a key, arn:aws:kms:<region>:<account>:key/<id>; the ARN of an alias is not accepted',
    ];
  if (region !== undefined && keyRegion !== region)
    return [
      `vaultKeyArn is a key of ${keyRegion}, and the stage is in ${region}; use a key of the same Region`,
    ];
  return [];
}

function vpcFaults({ subnetIds, securityGroupIds }: VpcSettings): string[] {
  const faults: string[] = [];
  const ids = { subnetIds: [subnetIds, 'subnet'], securityGroupIds: [securityGroupIds, 'sg'] } as const;
  for (const [name, [values, prefix]] of Object.entries(ids)) {
    const isId = (value: string) => new RegExp(`^${prefix}-[0-9a-f]{8,17}$`).test(value);
    if (values.length === 0 || !values.every(isId))
      faults.push(`vpc.${name} must list at least one id that begins with ${prefix}-`);
  }
  return faults;
}
