/** Logos of the operator's own, by the provider's id: the environment's settings name the files. */
const addresses = new Map<string, string>();

/** Call it once, with the names of the files below `/logos/`. */
export function setOwnLogos(files: readonly string[] = []): void {
  for (const file of files)
    addresses.set(file.replace(/\.(svg|png)$/, ''), `/logos/${encodeURIComponent(file)}`);
}

export function ownLogoOf(id: string): string | undefined {
  return addresses.get(id);
}
