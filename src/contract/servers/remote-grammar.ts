/** The texts and lists of a remote server's record, without a library: the injector starts with them. */

/** How a client authenticates at a token endpoint (RFC 7591 section 2). `none`: a public client. */
export const CLIENT_METHODS = ['client_secret_basic', 'client_secret_post', 'none'] as const;
export type ClientMethod = (typeof CLIENT_METHODS)[number];

/** The broker compares issuers as plain text and never as URLs (RFC 9207 section 2.4). */
export const ISSUER = /^https?:\/\/[\x21-\x7a|~]{1,2000}$/;

/** https, or http on a loopback address, which the egress of a deployed environment refuses. An address is no template. */
export const ADDRESS = /^https?:\/\/[^{}]{1,1992}$/i;
