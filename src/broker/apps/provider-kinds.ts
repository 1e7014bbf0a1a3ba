/** Which provider ids name a provider of a workspace's own. Pure. */

/** A provider that an admin described (`custom~name`). */
export function isCustom(provider: string): boolean {
  return provider.startsWith('custom~');
}

/** The authorization server of a remote MCP server (`remote~name`). */
export function isRemote(provider: string): boolean {
  return provider.startsWith('remote~');
}
