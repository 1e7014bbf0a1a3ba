import { useState } from 'preact/hooks';
import type { OAuthApp, Provider } from '../../api/types.ts';
import { AppVariables, type Values } from './app-variables.tsx';
import type { Told } from './told.ts';
import { useStoredCheck } from './use-submission.ts';

interface Props {
  id: string;
  app: OAuthApp;
  variables: Provider['variables'];
  onTold: (told: Told) => void;
}

/**
 * Asks the provider whether the stored app works. The addresses of some providers have a variable whose value each person gives who
 * connects. The form then asks for a value with which the app is checked.
 */
export function CheckAgain({ id, app, variables, onTold }: Props) {
  const check = useStoredCheck(id);
  const [isBusy, setBusy] = useState(false);
  const [asked, setAsked] = useState<Values>({});
  const wanted = variables.filter(
    ({ name, of, default: usual }) =>
      of === 'connection' && usual === undefined && app.variables[name] === undefined,
  );
  const ask = async (event: Event) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    onTold({ of: 'stored', ...(await check(asked)) });
    setBusy(false);
  };
  return (
    <form class="check-again" onSubmit={(event) => void ask(event)}>
      <AppVariables variables={wanted} values={asked} onChange={setAsked} />
      <button type="submit" class="button" aria-disabled={isBusy}>
        {isBusy ? 'Asking…' : 'Check again'}
      </button>
    </form>
  );
}
