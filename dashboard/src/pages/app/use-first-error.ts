import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ProblemText } from '../../api/api-problem.ts';

/** For a form: when it was refused, the first field that is marked takes the focus. */
export function useFirstError(problem: ProblemText | undefined): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const marked = form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid="true"]');
    // What is folded away cannot take the focus.
    const fold = marked?.closest('details');
    if (fold) fold.open = true;
    marked?.focus();
  }, [problem]);
  return form;
}
