/** How a provider is reached. The port's adapter (`src/egress`) enforces address, deadline and size. */
export interface ProviderRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string;
}

/** Rejects with {@link ProviderFetchError} alone. Redirects come back as they are; the body is already read. */
export type ProviderFetch = (request: ProviderRequest) => Promise<Response>;

export type ProviderFetchCode = 'address_not_allowed' | 'deadline' | 'too_large' | 'network';

export class ProviderFetchError extends Error {
  readonly code: ProviderFetchCode;
  /** False is proof that nothing of the request reached the provider. */
  readonly sent: boolean;

  constructor(code: ProviderFetchCode, sent: boolean, options?: { cause?: unknown }) {
    super(code, options);
    this.name = 'ProviderFetchError';
    this.code = code;
    this.sent = sent;
  }
}
