import { useState } from 'preact/hooks';
import { SelectField, TextAreaField, TextField } from '../../parts/fields.tsx';
import { errorAt } from '../../words/field-words.ts';
import type { DraftProps } from './draft-fields.ts';
import { VariableRows } from './variable-rows.tsx';

const SEPARATORS = [
  [' ', 'A blank'],
  [',', 'A comma'],
  ['+', 'A plus sign'],
] as const;

const BODIES = [
  ['form', 'A form'],
  ['json', 'A JSON object'],
] as const;

type Choices = readonly (readonly [value: string, words: string])[];

/** The first choice is what holds if nothing is said, and is not there twice. A stored description may say it all the same. */
function withUsual(value: string, words: string, choices: Choices): Choices {
  return value === choices[0]?.[0] ? choices : [['', words], ...choices.slice(1)];
}

/** What differs from the RFCs. Most providers need none of it. */
export function AdvancedFields(props: DraftProps) {
  // At first alone: a fold that closes while somebody empties a field would take it away.
  const [isOpen] = useState(() => isAnyFilled(props));
  return (
    <details class="advanced" open={isOpen}>
      <summary>Advanced: what differs from the standard</summary>
      <div class="form">
        <AccountFields {...props} />
        <HeaderFields {...props} />
        <RequestFields {...props} />
        <SeparatorFields {...props} />
        {props.draft.way === 'endpoints' && <VariableRows {...props} />}
      </div>
    </details>
  );
}

function isAnyFilled({ draft }: DraftProps): boolean {
  const { accountId, headerName, authorizationParameters, tokenRequest, scopeSeparator, variables } = draft;
  const texts = [accountId, headerName, authorizationParameters, tokenRequest, scopeSeparator];
  return texts.some((text) => text !== '') || variables.length > 0;
}

function AccountFields({ draft, onChange, errors }: DraftProps) {
  return (
    <fieldset class="group">
      <legend>Where the account stands in the answer of the userinfo endpoint</legend>
      <TextField
        label="Path to the id"
        note="optional"
        hint="Names of members with dots between, such as data.id. The id never changes: no e-mail address, no login. Without it: sub."
        error={errorAt(errors, '/custom/account/id')}
        value={draft.accountId}
        onChange={(accountId) => onChange({ accountId })}
      />
      <TextField
        label="Path to the name"
        note="optional"
        hint="What people recognise, such as data.username. Without it the id is shown."
        error={errorAt(errors, '/custom/account/label')}
        value={draft.accountLabel}
        onChange={(accountLabel) => onChange({ accountLabel })}
      />
    </fieldset>
  );
}

function HeaderFields({ draft, onChange, errors }: DraftProps) {
  return (
    <fieldset class="group">
      <legend>The header that carries the token</legend>
      <TextField
        label="Name of the header"
        note="optional"
        hint="Without it: Authorization."
        error={errorAt(errors, '/custom/tokenHeader/name')}
        value={draft.headerName}
        onChange={(headerName) => onChange({ headerName })}
      />
      <TextField
        label="Value of the header"
        note="optional"
        hint="It holds {accessToken} once. Without it: Bearer {accessToken}."
        error={errorAt(errors, '/custom/tokenHeader/value')}
        value={draft.headerValue}
        onChange={(headerValue) => onChange({ headerValue })}
      />
    </fieldset>
  );
}

function RequestFields({ draft, onChange, errors }: DraftProps) {
  return (
    <>
      <TextAreaField
        rows={2}
        label="Further parameters of the authorization request"
        note="optional"
        hint="One on each line: name=value."
        error={errorAt(errors, '/custom/authorizationParameters')}
        value={draft.authorizationParameters}
        onChange={(authorizationParameters) => onChange({ authorizationParameters })}
        placeholder="prompt=consent"
      />
      <SelectField
        label="Body of token requests"
        value={draft.tokenRequest}
        onChange={(tokenRequest) => onChange({ tokenRequest })}
        choices={withUsual(draft.tokenRequest, 'A form, as RFC 6749 says', BODIES)}
        error={errorAt(errors, '/custom/tokenRequest')}
      />
    </>
  );
}

function SeparatorFields({ draft, onChange, errors }: DraftProps) {
  return (
    <>
      <SelectField
        label="Between two scopes of a request"
        value={draft.scopeSeparator}
        onChange={(scopeSeparator) => onChange({ scopeSeparator })}
        choices={withUsual(draft.scopeSeparator, 'A blank, as RFC 6749 says', SEPARATORS)}
        error={errorAt(errors, '/custom/scopeSeparator')}
      />
      <SelectField
        label="Between two scopes of an answer"
        value={draft.answeredScopeSeparator}
        onChange={(answeredScopeSeparator) => onChange({ answeredScopeSeparator })}
        choices={[['', 'As in a request'], ...SEPARATORS]}
        error={errorAt(errors, '/custom/answeredScopeSeparator')}
      />
    </>
  );
}
