/**
 * Each role allows what the list of rights says, in every stage, and nothing else.
 * Covers lib/functions/connect.ts, lib/functions/connections-api.ts, lib/functions/oauth-callback.ts,
 * lib/functions/token-refresh.ts, lib/functions/token-injector.ts, lib/functions/token-authorizer.ts,
 * lib/functions/rotate-data-key.ts, lib/functions/deployment-check.ts, lib/storage/table.ts,
 * lib/storage/table-conditions.ts, lib/storage/vault-key.ts, lib/storage/platform-apps.ts,
 * lib/storage/rotation-escrow.ts, lib/storage/event-bus.ts.
 */
import { describe, expect, it } from 'vitest';
import { FUNCTIONS, type FunctionName } from '../../../src/contract/environment.ts';
import { attribute } from '../resolve.ts';
import { vaultKeyIn } from '../stage-template.ts';
import { evaluate } from './policy-evaluator.ts';
import { RIGHTS } from './rights.ts';
import { statementsOfRole } from './role-statements.ts';
import { of } from './roles-of-stages.ts';
import { disagreements } from './who-may.ts';

describe.each(['dev', 'staging', 'prod'])('rights in %s', (stage) => {
  it('are exactly those of the list, for every function and every right', () => {
    expect(disagreements(of(stage))).toEqual([]);
  });

  it('T092 let nobody use the key of another environment', () => {
    const [id] = vaultKeyIn(of(stage));
    const key = attribute(id, 'Arn');
    const foreign = stage === 'dev' ? 'prod' : 'dev';
    const allowed = (environment: string) => {
      const context = {
        'kms:EncryptionContext:app': 'connections',
        'kms:EncryptionContext:purpose': 'vault',
        'kms:EncryptionContext:environment': environment,
        'kms:EncryptionContextKeys': ['app', 'purpose', 'environment'],
      };
      return FUNCTIONS.flatMap((name) =>
        ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:Encrypt'].filter((action) => {
          const statements = statementsOfRole(of(stage), of(stage).roleIds[name]);
          return evaluate(statements, { action, resource: key, context }) === 'allowed';
        }),
      );
    };
    expect(allowed(foreign)).toEqual([]);
    expect(allowed(stage)).toContain('kms:Decrypt');
  });
});

describe('the list of rights', () => {
  it('has something for every function, and names each right once', () => {
    const withoutRights: FunctionName[] = ['oauth-callback', 'mcp-sign-in'];
    for (const name of FUNCTIONS.filter((each) => !withoutRights.includes(each)))
      expect(RIGHTS.some(({ allowed }) => allowed.includes(name))).toBe(true);
    const names = RIGHTS.map(({ group, name }) => `${group}: ${name}`);
    expect(new Set(names).size).toBe(names.length);
  });
});
