/**
 * What the key’s own policy denies to a role that may do everything.
 * Covers lib/storage/vault-key.ts.
 */
import { describe, expect, it } from 'vitest';
import { attribute } from '../resolve.ts';
import { vaultKeyIn } from '../stage-template.ts';
import { evaluate } from './policy-evaluator.ts';
import { statementsIn } from './role-statements.ts';
import { of } from './roles-of-stages.ts';

describe('T092 the key’s own policy', () => {
  const wide = { Effect: 'Allow', Action: 'kms:*', Resource: '*' };
  const under = (context: Record<string, string>, action = 'kms:Decrypt') => {
    const [id, key] = vaultKeyIn(of('prod'));
    return evaluate(
      [wide, ...statementsIn(key.Properties.KeyPolicy).filter(({ Effect }) => Effect === 'Deny')],
      {
        action,
        resource: attribute(id, 'Arn'),
        context,
      },
    );
  };
  const right = {
    'kms:EncryptionContext:app': 'connections',
    'kms:EncryptionContext:purpose': 'vault',
    'kms:EncryptionContext:environment': 'prod',
  };

  it('binds even a role that may do everything to the environment’s context', () => {
    expect(under(right)).toBe('allowed');
    for (const key of Object.keys(right) as (keyof typeof right)[]) {
      const { [key]: _, ...missing } = right;
      expect(under({ ...right, [key]: 'other' })).toBe('denied by a statement');
      expect(under(missing)).toBe('denied by a statement');
    }
    for (const action of ['kms:Encrypt', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptFrom'])
      expect(under({}, action)).toBe('denied by a statement');
  });

  it('lets the account administer the key', () => {
    expect(under({}, 'kms:PutKeyPolicy')).toBe('allowed');
    expect(under({}, 'kms:CancelKeyDeletion')).toBe('allowed');
  });
});
