import { useEffect, useRef, useState } from 'preact/hooks';
import type { ProblemText } from '../../api/api-problem.ts';
import type { ServerBody } from '../../api/types.ts';
import { useResource } from '../../data/resource.ts';
import { BusyButton } from '../../parts/busy-button.tsx';
import { problemNotice } from '../../parts/notice.ts';
import { NoticeBar } from '../../parts/notice-bar.tsx';
import { useHere } from '../../shell/here.ts';
import { type FieldErrors, fieldErrors } from '../../words/field-words.ts';
import { bodyOf } from './body-of-form.ts';
import type { Draft } from './draft.ts';
import { MoreFields } from './more-fields.tsx';
import type { Part } from './part.ts';
import { PlacementFields } from './placement-fields.tsx';
import { ReachFields } from './reach-fields.tsx';
import { ScopeFields } from './scope-fields.tsx';
import { SERVER_FORMS } from './words.ts';

interface Props {
  first: Draft;
  /** Whether the server exists: its id and its provider's accounts are known. */
  isEdit?: boolean;
  submit: string;
  /** Resolves to what was wrong. */
  onSave: (draft: Draft, body: ServerBody) => Promise<ProblemText | undefined>;
  onCancel: () => void;
}

/** A server that takes the token of a provider: whose token, where the server is, and where the token stands. */
export function ServerForm({ first, isEdit = false, submit, onSave, onCancel }: Props) {
  const { data } = useHere();
  const providers = useResource(data.providers).value ?? [];
  const [draft, setDraft] = useState(first);
  const { form, errors, problem, isBusy, save } = useSave(onSave);
  const provider = providers.find(({ id }) => id === draft.provider);
  const part: Part = { draft, errors, change: (next) => setDraft({ ...draft, ...next }) };
  const send = (event: Event) => {
    event.preventDefault();
    // Enter submits, too.
    if (!isBusy) void save(draft, bodyOf(draft, provider));
  };
  return (
    <form ref={form} class="form server-form" onSubmit={send} noValidate>
      <ReachFields {...{ part, providers, isEdit }} />
      <ScopeFields {...{ part, provider }} />
      <PlacementFields {...{ part, provider }} />
      <MoreFields part={part} />
      <NoticeBar notice={problem && problemNotice(problem)} />
      <div class="actions">
        <BusyButton isBusy={isBusy} words={submit} busyWords="One moment…" isPrimary />
        <button type="button" class="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}

const MARKED = 'Each field that needs a change says what is wrong with it.';

function useSave(onSave: Props['onSave']) {
  const form = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [problem, setProblem] = useState<ProblemText>();
  const [isBusy, setBusy] = useState(false);
  useEffect(() => form.current?.querySelector<HTMLElement>('select, input')?.focus(), []);
  useEffect(() => {
    // What is folded cannot take the focus, so it was opened while this rendered.
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [errors]);
  const save = async (draft: Draft, filled: ReturnType<typeof bodyOf>) => {
    setProblem(undefined);
    setErrors(filled.errors);
    if (Object.keys(filled.errors).length > 0) return;
    setBusy(true);
    const refused = await onSave(draft, filled.body);
    setBusy(false);
    if (refused === undefined) return;
    const wrong = fieldErrors(refused, SERVER_FORMS);
    setErrors(wrong);
    setProblem(Object.keys(wrong).length === 0 ? refused : { ...refused, detail: MARKED });
  };
  return { form, errors, problem, isBusy, save };
}
