/** Shows what the fragment of the address names, and begins there for the keyboard too. */
export function goToFragment(): void {
  const found = document.getElementById(location.hash.slice(1));
  found?.scrollIntoView();
  found?.focus({ preventScroll: true });
}
