interface Props {
  isBusy: boolean;
  words: string;
  busyWords: string;
  isPrimary?: boolean;
  /** Absent: the button submits its form. */
  onClick?: () => void;
}

/** A button that stays where the focus is while it works: one that is disabled loses the focus, and a keyboard is lost with it. */
export function BusyButton({ isBusy, words, busyWords, isPrimary = false, onClick }: Props) {
  const press = (event: Event) => {
    if (isBusy) event.preventDefault();
    else onClick?.();
  };
  return (
    <button
      type={onClick === undefined ? 'submit' : 'button'}
      class={isPrimary ? 'button primary' : 'button'}
      aria-disabled={isBusy}
      onClick={press}
    >
      {isBusy ? busyWords : words}
    </button>
  );
}
