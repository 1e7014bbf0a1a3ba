import { useEffect, useState } from 'preact/hooks';
import type { Api, OwnApp as OwnAppState, Provider } from '../../api.ts';
import { type ProblemText, problemText } from '../../api-problem.ts';
import { problemNotice } from '../../notice.ts';
import type { Workspace } from '../../person.ts';
import { NoticeBar } from '../notice-bar.tsx';
import { type OwnAppBody, OwnAppForm } from './own-app-form.tsx';
import { RedirectUri } from './redirect-uri.tsx';

interface Props {
  provider: Provider;
  workspace: Workspace;
  api: Api;
}

/** For a provider without a verified OAuth app that this workspace may use: lets an admin register one of the workspace's own. */
export function OwnApp({ provider, workspace, api }: Props) {
  return (
    <div class="hint">
      {provider.connectsWith === 'workspace' ? (
        <p>Your workspace connects to {provider.name} with its own OAuth app.</p>
      ) : provider.connectsWith === 'app_not_allowed' ? (
        <p>
          <strong>Own OAuth apps only.</strong> Your workspace connects to {provider.name} with its own OAuth
          app.
        </p>
      ) : provider.verifiedApp === 'not_possible' ? (
        <p>
          <strong>Own OAuth apps only.</strong> Each customer of {provider.name} registers an OAuth app of
          their own, so your workspace needs one.
        </p>
      ) : (
        <p>
          <strong>Coming soon.</strong> This environment has no verified OAuth app for {provider.name} yet.
          Your workspace can use its own OAuth app.
        </p>
      )}
      {workspace.role === 'admin' ? (
        <Administration provider={provider} workspace={workspace} api={api} />
      ) : (
        <p>An admin of {workspace.id} can register one.</p>
      )}
    </div>
  );
}

function Administration({ provider, workspace, api }: Props) {
  const [state, setState] = useState<OwnAppState>();
  const [problem, setProblem] = useState<ProblemText>();
  useEffect(() => {
    api.ownApp(workspace.id, provider.id).then(setState, (error) => setProblem(problemText(error)));
  }, [api, workspace, provider]);
  const save = async (body: OwnAppBody) => {
    setProblem(undefined);
    try {
      setState(await api.putOwnApp(workspace.id, provider.id, body));
      return true;
    } catch (error) {
      setProblem(problemText(error));
      return false;
    }
  };
  return (
    <>
      {state?.app && (
        <p>
          Registered: <code>{state.app.clientId}</code>
        </p>
      )}
      <NoticeBar notice={problem && problemNotice(problem)} />
      {state && (
        <details open={state.app === undefined}>
          <summary>{state.app ? 'Replace the OAuth app or its secret' : 'Register an OAuth app'}</summary>
          <Steps provider={provider} redirectUri={state.redirectUri} />
          <OwnAppForm key={state.app?.secretSetAt} provider={provider} app={state.app} onSave={save} />
        </details>
      )}
    </>
  );
}

function Steps({ provider, redirectUri }: { provider: Provider; redirectUri: string }) {
  const { consoleUrl, steps } = provider.byo;
  return (
    <>
      <ol>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p>
        <a href={consoleUrl} target="_blank" rel="noreferrer">
          Open {provider.name}’s console
        </a>
      </p>
      <RedirectUri uri={redirectUri} />
    </>
  );
}
