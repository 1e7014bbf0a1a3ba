/** The request in an event of a REST API: of its proxy integration, or of its `REQUEST` authorizer. */

/** The used part of both (API Gateway guide, "Input format of a Lambda function for proxy integration" and "Input to a Lambda authorizer"). */
export interface RestApiEvent {
  httpMethod: string;
  /** The path of the API's resource, such as `/{workspace}`. */
  resource: string;
  pathParameters?: Readonly<Record<string, string | undefined>> | null;
  /** Names come as the client spelled them. */
  multiValueHeaders?: Readonly<Record<string, readonly string[]>> | null;
  /** The authorizer's event has none. */
  body?: string | null;
  isBase64Encoded?: boolean;
}

/**
 * The request, at the address of the API's root and the path of the resource: of what the client wrote in its URL only the
 * parameters count. So the address is the same with and without a slash at its end, and behind any domain name. Throws TypeError for
 * an event of another kind.
 */
export function requestOfEvent(event: unknown, address: string): Request {
  if (!isRestApiEvent(event)) throw new TypeError('the event is not one of a REST API');
  const { httpMethod: method, resource, pathParameters, multiValueHeaders, body, isBase64Encoded } = event;
  const path = resource.replace(/\{(\w+)\}/g, (_all, name: string) => segment(pathParameters?.[name]));
  // The body of a GET or HEAD has no meaning (RFC 9110 section 9.3.1), and Fetch refuses it.
  const carriesBody = method !== 'GET' && method !== 'HEAD' && typeof body === 'string';
  return new Request(`${address}${path === '/' ? '' : path}`, {
    method,
    headers: headersOf(multiValueHeaders ?? {}),
    ...(carriesBody && { body: isBase64Encoded ? Buffer.from(body, 'base64') : body }),
  });
}

function isRestApiEvent(event: unknown): event is RestApiEvent {
  const { httpMethod, resource } = (event ?? {}) as Partial<Record<keyof RestApiEvent, unknown>>;
  return typeof httpMethod === 'string' && typeof resource === 'string' && resource.startsWith('/');
}

/** Nothing in a parameter can add a segment, or become another one's spelling. */
function segment(text = ''): string {
  return encodeURIComponent(text);
}

/** A value that no header of Fetch can hold is left out: anybody can send one, and an error would be ours. */
function headersOf(values: Readonly<Record<string, readonly string[]>>): Headers {
  const headers = new Headers();
  for (const [name, texts] of Object.entries(values))
    for (const text of texts) if (NAME.test(name) && VALUE.test(text)) headers.append(name, text);
  return headers;
}

/** RFC 9110 sections 5.1 and 5.5, with the bytes of `obs-text` as Fetch reads them. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
