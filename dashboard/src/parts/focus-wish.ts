/** Whether the heading of the next page takes the focus: it does after the person went there, and not when the tab opens. */
let isWished = false;

export function wishFocus(): void {
  isWished = true;
}

/** Gives the focus to the heading of the page that is open: what had it is gone. */
export function focusTitle(): void {
  document.querySelector<HTMLElement>('h1')?.focus();
}

/** Once for each wish. */
export function takeFocusWish(): boolean {
  const was = isWished;
  isWished = false;
  return was;
}
