import type { Submission } from './use-submission.ts';

interface Props {
  busy: Submission['busy'];
  onCheck: () => void;
  onCancel?: (() => void) | undefined;
  /** What the check is called. */
  check?: string;
}

/** Save, the check before it, and the way out. A button that waits is not disabled, since it would lose the focus. */
export function FormActions({ busy, onCheck, onCancel, check = 'Check' }: Props) {
  const checkFilledIn = (event: MouseEvent) => {
    // As the browser does before a save: it shows which field is empty.
    if ((event.currentTarget as HTMLButtonElement).form?.reportValidity()) onCheck();
  };
  return (
    <div class="actions">
      <button type="submit" class="button primary" aria-disabled={busy !== undefined}>
        {busy === 'saving' ? 'Saving…' : 'Save'}
      </button>
      <button type="button" class="button" aria-disabled={busy !== undefined} onClick={checkFilledIn}>
        {busy === 'checking' ? 'Asking…' : check}
      </button>
      {onCancel && (
        <button type="button" class="button quiet" onClick={onCancel}>
          Cancel
        </button>
      )}
    </div>
  );
}
