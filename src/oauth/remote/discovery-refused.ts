/** Why a remote MCP server cannot be connected. */
import { TellableError } from '../tellable-error.ts';

export const DISCOVERY_FAULTS = [
  'unreachable',
  'no_authorization_server',
  'resource_mismatch',
  'issuer_mismatch',
  'resource_not_listed',
  'pkce_missing',
  'metadata_malformed',
] as const;
export type DiscoveryFault = (typeof DISCOVERY_FAULTS)[number];

/** The identifier that a resource advertises, and the issuer that the document there claims (RFC 8414 section 3.3). */
export interface IssuerPair {
  advertised: string;
  claimed: string;
}

/** What a server's metadata says is not used. */
export class DiscoveryRefused extends TellableError {
  readonly fault: DiscoveryFault;
  /** Private, because it is the vendor's text. */
  readonly #pair: IssuerPair | undefined;

  constructor(fault: DiscoveryFault, { pair, ...options }: { pair?: IssuerPair; cause?: unknown } = {}) {
    super(fault, options);
    this.name = 'DiscoveryRefused';
    this.fault = fault;
    this.#pair = pair;
  }

  /** With `issuer_mismatch`. */
  get pair(): IssuerPair | undefined {
    return this.#pair;
  }
}
