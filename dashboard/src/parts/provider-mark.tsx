import { useEffect, useState } from 'preact/hooks';
import { BRAND_COLOURS } from './brand-colours.ts';
import { ownLogoOf } from './own-logos.ts';

type Logos = Record<string, { path: string; colour: string }>;

/** Undefined until they are loaded, which the room of a mark waits for. */
let logos: Logos | undefined;
let loading: Promise<void> | undefined;

/** Ids whose logo is another provider's. */
const SAME_AS: Record<string, string> = {
  'asana-mcp': 'asana',
  'github-app': 'github',
  'github-app-enterprise': 'github',
  'github-app-ghe': 'github',
  'github-enterprise': 'github',
  'github-ghe': 'github',
  'hubspot-mcp': 'hubspot',
  'slack-user': 'slack',
};

interface Props {
  id: string;
  name: string;
  size?: 'small';
}

/** The logo of a provider: the operator's own file, else that of simple-icons, else its initial in the brand's colour. */
export function ProviderMark({ id, name, size }: Props) {
  const isLoaded = useLogos();
  const brand = brandOf(id);
  const own = ownLogoOf(id) ?? ownLogoOf(brand);
  const logo = logos?.[brand];
  return (
    <span class={size === undefined ? 'mark' : `mark ${size}`} aria-hidden="true">
      {own !== undefined ? (
        <img src={own} alt="" width="22" height="22" />
      ) : logo !== undefined ? (
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d={logo.path} fill={logo.colour} />
        </svg>
      ) : (
        isLoaded && <span style={{ color: BRAND_COLOURS[brand] ?? colourFor(id) }}>{initialOf(name)}</span>
      )}
    </span>
  );
}

/** `remote~notion` and `custom~notion` are what a workspace calls Notion, which nobody has verified: no logo is theirs. */
function brandOf(id: string): string {
  return SAME_AS[id] ?? id;
}

function initialOf(name: string): string {
  return [...name][0]?.toUpperCase() ?? '?';
}

const COLOURS = ['#4650c8', '#8a3fb0', '#b0306f', '#a8451c', '#7d5a00', '#2c7a3f', '#0b7285', '#3b5bb5'];

/** The same for each id. */
function colourFor(id: string): string {
  const sum = [...id].reduce((before, character) => before + (character.codePointAt(0) ?? 0), 0);
  return COLOURS[sum % COLOURS.length] ?? '#4650c8';
}

function useLogos(): boolean {
  const [isLoaded, setLoaded] = useState(logos !== undefined);
  useEffect(() => {
    if (isLoaded) return;
    loading ??= import('connections:logos').then(
      (module) => {
        logos = module.default;
      },
      // Monograms are shown instead.
      () => {
        logos = {};
      },
    );
    void loading.then(() => setLoaded(true));
  }, []);
  return isLoaded;
}
