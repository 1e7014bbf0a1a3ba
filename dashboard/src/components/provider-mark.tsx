const HUES = 8;

/** A letter with a colour for each provider. There are no logos: they are trademarks and would have to be loaded. */
export function ProviderMark({ id, name }: { id: string; name: string }) {
  const hue = [...id].reduce((sum, character) => sum + character.charCodeAt(0), 0) % HUES;
  return (
    <span class={`mark hue-${hue}`} aria-hidden="true">
      {name.charAt(0).toUpperCase()}
    </span>
  );
}
