import { useState } from 'preact/hooks';
import type { OAuthApp, OAuthAppBody, Provider } from '../../api/types.ts';
import { problemNotice } from '../../parts/notice.ts';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { fieldErrors } from '../../words/field-words.ts';
import { AppVariables, type Values } from './app-variables.tsx';
import { CLIENT_FORMS } from './app-words.ts';
import { CheckResult } from './check-result.tsx';
import { type Client, ClientFields } from './client-fields.tsx';
import { FormActions } from './form-actions.tsx';
import type { Told } from './told.ts';
import { useFirstError } from './use-first-error.ts';
import { useSubmission } from './use-submission.ts';

interface Props {
  id: string;
  name: string;
  variables: Provider['variables'];
  /** The stored app, which gets another secret with `isSecretAlone`, or is replaced. */
  app: OAuthApp | undefined;
  isSecretAlone: boolean;
  /** The description of a provider of the workspace's own, which is sent again as it is. */
  custom?: OAuthAppBody['custom'];
  onSaved: (told: Told) => void;
  onCancel?: (() => void) | undefined;
}

/** Client id, secret and values of an app: checked at the provider before they are saved, and after. */
export function ClientForm(props: Props) {
  const { id, name, variables, app, isSecretAlone, custom, onSaved, onCancel } = props;
  const [client, setClient] = useState<Client>({ id: app?.clientId ?? '', secret: '' });
  const [values, setValues] = useState<Values>(app?.variables ?? {});
  const [asked, setAsked] = useState<Values>({});
  const submission = useSubmission(id, { shown: app });
  const { busy, problem, checked } = submission;
  const errors = fieldErrors(problem, CLIENT_FORMS);
  const form = useFirstError(problem);
  const change =
    <T,>(set: (next: T) => void) =>
    (next: T) => {
      set(next);
      submission.forget();
    };
  const body: OAuthAppBody = {
    ...{ clientId: client.id, clientSecret: client.secret, variables: { ...values } },
    ...(custom && { custom }),
  };
  const save = async (event: Event) => {
    event.preventDefault();
    const told = await submission.save(body, asked);
    if (told !== undefined) onSaved(told);
  };
  const check = () => submission.check({ ...body, variables: { ...values, ...asked } });
  const ofApp = variables.filter((each) => each.of === 'app');
  // Those with a value of their own are known to the check.
  const ofConsent = variables.filter((each) => each.of === 'connection' && each.default === undefined);
  return (
    <form class="form" ref={form} onSubmit={(event) => void save(event)}>
      <ClientFields client={client} onChange={change(setClient)} errors={errors} isIdFixed={isSecretAlone} />
      {!isSecretAlone && (
        <AppVariables variables={ofApp} values={values} onChange={change(setValues)} errors={errors} />
      )}
      {ofConsent.length > 0 && (
        <fieldset class="group">
          <legend>For the check alone</legend>
          <p class="small-text">Whoever connects gives this. The check needs one to know whom to ask.</p>
          <AppVariables variables={ofConsent} values={asked} onChange={change(setAsked)} isOptional />
        </fieldset>
      )}
      <NoticeBar notice={problem && problemNotice(problem)} />
      <FormActions busy={busy} onCheck={() => void check()} onCancel={onCancel} />
      {checked && <CheckResult told={{ of: 'form', check: checked }} name={name} />}
    </form>
  );
}
