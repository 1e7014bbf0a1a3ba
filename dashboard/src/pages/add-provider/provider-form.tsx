import { useState } from 'preact/hooks';
import type { OAuthApp } from '../../api/types.ts';
import { SelectField } from '../../parts/fields.tsx';
import { problemNotice } from '../../parts/notice.ts';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { errorAt, errorsElsewhere, fieldErrors } from '../../words/field-words.ts';
import { type Client, ClientFields } from '../app/client-fields.tsx';
import { FormActions } from '../app/form-actions.tsx';
import type { Told } from '../app/told.ts';
import { useFirstError } from '../app/use-first-error.ts';
import { useSubmission } from '../app/use-submission.ts';
import { AdvancedFields } from './advanced-fields.tsx';
import { type CustomDraft, customBodyOf, draftOf, EMPTY_DRAFT } from './custom-draft.ts';
import { CUSTOM_FORMS, SHOWN_POINTERS } from './custom-forms.ts';
import type { DraftProps } from './draft-fields.ts';
import { EndpointFields, ReachFields } from './endpoint-fields.tsx';
import { FormSection } from './form-section.tsx';
import { NameFields, NewName } from './name-fields.tsx';
import { providerIdOf } from './provider-id.ts';
import { TestResult } from './test-result.tsx';

interface Props {
  /** The provider that is changed. Absent: a new one. */
  stored?: { id: string; app: OAuthApp; custom: NonNullable<OAuthApp['custom']> };
  /** `provider`: what was saved. */
  onSaved: (told: Told, provider: { id: string; name: string }) => void;
  onCancel?: (() => void) | undefined;
}

/** An own provider with its client: tested before it is saved, and after. */
export function ProviderForm({ stored, onSaved, onCancel }: Props) {
  const [draft, setDraft] = useState<CustomDraft>(() =>
    stored ? draftOf(stored.custom, stored.app.variables) : EMPTY_DRAFT,
  );
  const [idName, setIdName] = useState('');
  const [client, setClient] = useState<Client>({ id: stored?.app.clientId ?? '', secret: '' });
  const id = stored?.id ?? providerIdOf(idName) ?? '';
  const submission = useSubmission(id, { isNew: stored === undefined, shown: stored?.app });
  const { busy, problem, checked } = submission;
  const errors = fieldErrors(problem, CUSTOM_FORMS);
  const form = useFirstError(problem);
  const body = { clientId: client.id, clientSecret: client.secret, ...customBodyOf(draft) };
  const fields: DraftProps = {
    ...{ draft, errors },
    onChange: (change) => {
      setDraft((before) => ({ ...before, ...change }));
      submission.forget();
    },
  };
  const save = async (event: Event) => {
    event.preventDefault();
    const told = await submission.save(body);
    if (told !== undefined) onSaved(told, { id, name: draft.name });
  };
  return (
    <form class="form provider-form" ref={form} onSubmit={(event) => void save(event)}>
      <FormSection title={stored ? 'What it is called' : 'What it is called, and its id'}>
        {stored ? <NameFields {...fields} /> : <NewName {...fields} idName={idName} onIdName={setIdName} />}
      </FormSection>
      <FormSection title="Addresses">
        <EndpointFields {...fields} />
        <ReachFields {...fields} />
      </FormSection>
      <FormSection title="The app there">
        <ClientFields
          client={client}
          onChange={(next) => {
            setClient(next);
            submission.forget();
          }}
          errors={errors}
        />
        <AuthenticationField {...fields} />
      </FormSection>
      <AdvancedFields {...fields} />
      <NoticeBar notice={problem && problemNotice(withElsewhere(problem, errors))} />
      <FormActions busy={busy} check="Test" onCheck={() => void submission.check(body)} onCancel={onCancel} />
      {checked && <TestResult check={checked} draft={draft} />}
    </form>
  );
}

function AuthenticationField({ draft, onChange, errors }: DraftProps) {
  const usual =
    draft.way === 'issuer' ? 'What the metadata names' : 'HTTP Basic (client_secret_basic), as RFC 6749 says';
  return (
    <SelectField
      label="How the client authenticates"
      value={draft.clientAuthentication}
      onChange={(clientAuthentication) => onChange({ clientAuthentication })}
      choices={[
        ['', usual],
        ['client_secret_basic', 'HTTP Basic (client_secret_basic)'],
        ['client_secret_post', 'In the request body (client_secret_post)'],
      ]}
      error={errorAt(errors, '/custom/clientAuthentication')}
    />
  );
}

type Problem = Parameters<typeof problemNotice>[0];

/** What no field shows stands in the message. */
function withElsewhere(problem: Problem, errors: ReturnType<typeof fieldErrors>): Problem {
  const others = errorsElsewhere(errors, SHOWN_POINTERS);
  return others.length === 0 ? problem : { ...problem, detail: [problem.detail, ...others].join(' ') };
}
