import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface Props {
  title: string;
  /** Something is going on whose end the dialog shows: it cannot be closed before. */
  isHeld?: boolean;
  onClose: () => void;
  children: ComponentChildren;
}

/** A modal `<dialog>`: the browser keeps the focus inside, closes the dialog on Escape and restores the focus. */
export function Dialog({ title, isHeld = false, onClose, children }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const latest = useRef(onClose);
  latest.current = onClose;
  useEffect(() => {
    const dialog = element.current;
    if (dialog === null) return;
    const closed = () => latest.current();
    dialog.addEventListener('close', closed);
    dialog.showModal();
    return () => {
      // `close` restores the focus. The listener goes first, because here no person closed the dialog.
      dialog.removeEventListener('close', closed);
      dialog.close();
    };
  }, []);
  return (
    <dialog
      ref={element}
      aria-labelledby="dialog-title"
      onCancel={(event) => isHeld && event.preventDefault()}
    >
      <h2 id="dialog-title">{title}</h2>
      {children}
    </dialog>
  );
}
