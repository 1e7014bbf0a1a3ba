/** The hosts of MCP servers, as registrations and URLs name them. Pure. */

/** A label of a host name (RFC 1123 section 2.1). `{name}` stands for a variable or a fact of the connection. */
const ALPHANUMERIC = String.raw`(?:[a-z0-9]|\{[a-zA-Z]+\})`;
const LABEL = `${ALPHANUMERIC}(?:-*${ALPHANUMERIC})*`;
/** `host` or `host:port`, as in `URL.host`; an IPv6 address stands in brackets. */
export const HOST = new RegExp(
  String.raw`^(?=[^:]{1,253}(?::|$)|\[)(?:${LABEL}(?:\.${LABEL})*|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$`,
);
/** Whether a text is a host to which something can be sent, or a host with a port: no template, path or user is in it. */
export function isHost(text: string): boolean {
  return !text.includes('{') && HOST.test(text);
}

/** The host of a URL of a server. Undefined: a token cannot be sent there. The one place that reads it. Pure. */
export function hostOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, host, username, password, hash } = new URL(url);
  const isPlain = /^https?:$/.test(protocol) && !username && !password && !hash;
  return isPlain && isHost(host) ? host : undefined;
}

/** Names in a URL that stand for a variable or a fact of the connection. Pure. */
export function namesInUrl(url: string): string[] {
  return [...url.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
}

/** The host of a URL, which may hold names, as in `allowedHosts`. Undefined: a token cannot be sent there. Pure. */
export function hostTemplateOf(url: string): string | undefined {
  const [, host = ''] = /^https?:\/\/([^/?#]+)/.exec(url) ?? [];
  return host.includes('{') ? (HOST.test(host) ? host : undefined) : hostOf(url);
}
