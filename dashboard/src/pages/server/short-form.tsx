import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ProblemText } from '../../api/api-problem.ts';
import { BusyButton } from '../../parts/busy-button.tsx';
import { problemNotice } from '../../parts/notice.ts';
import { NoticeBar } from '../../parts/notice-bar.tsx';

interface Props {
  /** What is wrong with no field in particular. */
  problem: ProblemText | undefined;
  onSave: () => Promise<void>;
  onCancel: () => void;
  children: ComponentChildren;
}

/** A form of few fields: the first one has the focus when it opens. */
export function ShortForm({ problem, onSave, onCancel, children }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    await onSave();
    setBusy(false);
    // The field is marked when this has rendered.
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  return (
    <form ref={form} class="form" onSubmit={(event) => void submit(event)}>
      {children}
      <NoticeBar notice={problem && problemNotice(problem)} />
      <div class="actions">
        <BusyButton isBusy={isBusy} words="Save" busyWords="One moment…" isPrimary />
        <button type="button" class="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}
