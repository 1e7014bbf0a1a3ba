/**
 * The rotation finds envelopes by attribute: one that it does not know would lose its data key.
 * Covers src/aws/table/shapes.ts, src/broker/records.ts, src/contract/table.ts.
 */
import { expect, it } from 'vitest';
import * as shapes from '../../src/aws/table/shapes.ts';
import { SEALED_ATTRIBUTES } from '../../src/contract/table.ts';

const isSealed = (name: string) => name === 'seal' || name.startsWith('sealed');
const isBytes = (type: unknown) => type === 'B' || type === 'B?';

it('T087 every attribute with sealed bytes is one that the rotation knows', () => {
  const sealed = Object.values(shapes).flatMap((shape) =>
    Object.entries(shape as Record<string, unknown>)
      .filter(([name, type]) => isSealed(name) && isBytes(type))
      .map(([name]) => name),
  );
  expect(sealed.length).toBeGreaterThan(4);
  const known: string[] = Object.values(SEALED_ATTRIBUTES).flat();
  expect([...new Set(sealed)].sort()).toEqual([...new Set(known)].sort());
});

it('T087 and every other attribute of bytes is known to be no envelope', () => {
  const bytes = Object.entries(shapes).flatMap(([shape, attributes]) =>
    Object.entries(attributes as Record<string, unknown>)
      .filter(([name, type]) => isBytes(type) && !isSealed(name))
      .map(([name]) => `${shape}.${name}`),
  );
  expect(bytes.sort()).toEqual([
    'APP_POLICY.destination',
    'CONNECTION.destination',
    'CONSENT_SESSION.destination',
    'DATA_KEY.wrapped',
    'OAUTH_APP.destination',
    'SERVER.destination',
    'SWEEP_CURSOR.cursor',
  ]);
});
