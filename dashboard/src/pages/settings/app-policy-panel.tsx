import { useMemo, useState } from 'preact/hooks';
import { type ProblemText, problemText } from '../../api/api-problem.ts';
import type { AppPolicy } from '../../api/types.ts';
import { Resource, useResource } from '../../data/resource.ts';
import { Shown } from '../../parts/loading.tsx';
import { type Notice, problemNotice } from '../../parts/notice.ts';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Time } from '../../parts/time.tsx';
import { useHere } from '../../shell/here.ts';
import { PolicyChoice } from './policy-choice.tsx';
import { POLICY_WORDS, RULE_WORDS } from './policy-words.ts';

/** Which OAuth apps new consents may use: the rule of the environment, and the choice of the workspace. */
export function AppPolicyPanel() {
  const { api } = useHere();
  const policy = useMemo(() => new Resource(api.apps.policy), [api]);
  return (
    <Panel title="Allowed OAuth apps" class="policy-panel">
      <Shown loaded={useResource(policy)} onTryAgain={() => void policy.reload()} rows={2}>
        {(value) => <Rule policy={value} onChange={() => policy.reload()} />}
      </Shown>
    </Panel>
  );
}

interface Props {
  policy: AppPolicy;
  onChange: () => Promise<unknown>;
}

function Rule({ policy, onChange }: Props) {
  const { isAdmin } = useHere();
  const isFixed = policy.environment === 'own-only';
  return (
    <>
      <p class="soft">
        {RULE_WORDS[policy.environment]}{' '}
        {policy.chosen !== undefined && policy.chosenAt !== undefined && (
          <>
            An admin chose “{POLICY_WORDS[policy.chosen].title}” <Time at={policy.chosenAt} />.
          </>
        )}
      </p>
      {isAdmin && !isFixed ? (
        <ChoiceForm policy={policy} onChange={onChange} />
      ) : (
        <p class="policy-now">
          <strong>{POLICY_WORDS[policy.allowed].title}.</strong> {POLICY_WORDS[policy.allowed].meaning}
        </p>
      )}
    </>
  );
}

function ChoiceForm({ policy, onChange }: Props) {
  const { api, data } = useHere();
  const [chosen, setChosen] = useState(policy.allowed);
  const [isBusy, setBusy] = useState(false);
  const [notice, setNotice] = useState<Notice>();
  const [problem, setProblem] = useState<ProblemText>();
  const save = async (event: Event) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    try {
      await api.apps.choosePolicy(chosen);
      await Promise.all([onChange(), data.reload()]);
      setProblem(undefined);
      setNotice({ tone: 'good', title: `Saved: ${POLICY_WORDS[chosen].title}.` });
    } catch (error) {
      setProblem(problemText(error));
    }
    setBusy(false);
  };
  return (
    <form class="policy-form" onSubmit={(event) => void save(event)}>
      <PolicyChoice
        chosen={chosen}
        onChange={(next) => {
          setChosen(next);
          setNotice(undefined);
        }}
      />
      <NoticeBar notice={problem ? problemNotice(problem) : notice} />
      <div class="actions">
        <button type="submit" class="button" aria-disabled={isBusy}>
          {isBusy ? 'Saving…' : 'Save the choice'}
        </button>
      </div>
    </form>
  );
}
