import { useState } from 'preact/hooks';
import { ApiProblem, type ProblemText, problemText } from '../../api/api-problem.ts';
import type { AppCheck } from '../../api/apps.ts';
import type { OAuthApp, OAuthAppBody } from '../../api/types.ts';
import type { WorkspaceApi } from '../../api/workspace-api.ts';
import { useHere } from '../../shell/here.ts';
import { appWords } from './app-words.ts';
import type { Told } from './told.ts';

/** A check of what a form holds, or its save. */
export interface Submission {
  busy: 'checking' | 'saving' | undefined;
  /** Why the last one failed. What was typed stays. */
  problem: ProblemText | undefined;
  /** What the provider says of what the form holds. Gone as soon as that changes. */
  checked: AppCheck | undefined;
  forget(): void;
  check(body: Partial<OAuthAppBody>): Promise<void>;
  /** Saves, and checks what is stored then. Undefined: it was not saved. */
  save(body: OAuthAppBody, asked?: Asked): Promise<Told | undefined>;
}

/** Values that a person would give at a consent. */
type Asked = Readonly<Record<string, string>>;

/** `isNew`: nothing may be stored for the provider yet. `shown`: what the form was filled with is still what is stored. */
export function useSubmission(
  provider: string,
  { isNew = false, shown }: { isNew?: boolean; shown?: OAuthApp | undefined } = {},
): Submission {
  const { api } = useHere();
  const [busy, setBusy] = useState<Submission['busy']>();
  const [problem, setProblem] = useState<ProblemText>();
  const [checked, setChecked] = useState<AppCheck>();
  // What was told before stays until there is something else to tell, so that nothing jumps.
  const during = async <T>(doing: Submission['busy'], act: () => Promise<T>): Promise<T | undefined> => {
    if (busy !== undefined) return undefined;
    setBusy(doing);
    try {
      const result = await act();
      setProblem(undefined);
      return result;
    } catch (error) {
      setProblem(appWords(problemText(error)));
      setChecked(undefined);
      return undefined;
    } finally {
      setBusy(undefined);
    }
  };
  const checkStored = useStoredCheck(provider);
  return {
    ...{ busy, problem, checked },
    forget: () => setChecked(undefined),
    check: (body) =>
      during('checking', async () => {
        if (shown) await refuseChanged(api, provider, shown);
        setChecked(await api.apps.check(provider, body));
      }),
    save: (body, asked) =>
      during('saving', async () => {
        if (isNew) await refuseTaken(api, provider);
        if (shown) await refuseChanged(api, provider, shown);
        await api.apps.put(provider, body);
        return { ...(await checkStored(asked)), of: 'saved' as const };
      }),
  };
}

/** A save would change the provider that has the id. Throws {@link ApiProblem}. */
async function refuseTaken({ apps }: WorkspaceApi, provider: string): Promise<void> {
  const { app } = await apps.get(provider);
  if (app === undefined) return;
  const detail = 'The workspace has a provider with this id. Nothing was changed. Choose another id.';
  throw new ApiProblem({ title: 'This id is taken', detail });
}

/** A secret must not go to endpoints that another admin has left meanwhile. Throws {@link ApiProblem}. */
async function refuseChanged({ apps }: WorkspaceApi, provider: string, shown: OAuthApp): Promise<void> {
  const { app } = await apps.get(provider);
  if (app?.version === shown.version && app.secretSetAt === shown.secretSetAt) return;
  const detail =
    'Another admin changed it after this page was loaded. Nothing was sent. Reload the page and look at it again.';
  throw new ApiProblem({ title: 'The app was changed meanwhile', detail });
}

/** Asks the provider about the stored app. Never rejects. */
export function useStoredCheck(provider: string): (asked?: Asked) => Promise<Omit<Told, 'of'>> {
  const { api } = useHere();
  return (asked = {}) =>
    api.apps.check(provider, Object.keys(asked).length === 0 ? {} : { variables: { ...asked } }).then(
      (check) => ({ check }),
      (error) => ({ problem: appWords(problemText(error)) }),
    );
}
