/** Shown during the sign-in and at the end of a consent, which are short in most cases. */
export function Starting({ text = 'One moment…' }: { text?: string }) {
  return (
    <main class="starting" aria-busy="true">
      <span class="spinner" aria-hidden="true" />
      <p role="status">{text}</p>
    </main>
  );
}
