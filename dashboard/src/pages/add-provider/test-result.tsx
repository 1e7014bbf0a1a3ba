import type { AppCheck } from '../../api/apps.ts';
import { CheckResult } from '../app/check-result.tsx';
import type { CustomDraft } from './custom-draft.ts';
import { Endpoints } from './endpoints.tsx';

/** What discovery found, and what the provider says of the client. */
export function TestResult({ check, draft: { way, name } }: { check: AppCheck; draft: CustomDraft }) {
  return (
    <>
      <CheckResult told={{ of: 'form', check }} name={name} />
      {way === 'issuer' && check.custom && (
        <div class="found">
          <h3>The metadata names these addresses</h3>
          <Endpoints custom={check.custom} />
        </div>
      )}
    </>
  );
}
