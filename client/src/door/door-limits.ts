/** Every limit of the door, with its reason. Durations are in milliseconds, sizes in bytes. */

export const DOOR_LIMITS = {
  /** Fewest bytes of a gateway's secret: nobody guesses 256 bits. */
  secret: 32,
  /** Most bytes of a body that a gateway sends. nginx has the same default for bodies. */
  body: 1024 * 1024,
  /** Most bytes of the headers of one request. Callers' JWTs have some kilobytes. */
  requestHeaders: 32 * 1024,
  /** Most characters of a JWT, as the injector has it. */
  callerToken: 8192,
  /** Most bytes of all injected values. Gateways buffer 4 to 16 kB of an answer's headers, and the authorizer has 8 kB too. */
  injectedValues: 7 * 1024,
  /** Time for a gateway to send its request. It is on this machine. */
  requestTime: 10_000,
  /** Refusals that are kept for each gateway that fetches them, and for how long. */
  keptRefusals: 1_000,
  keptRefusalTime: 30_000,
  /** Most members within each other in a body. MCP needs some ten. */
  jsonDepth: 128,
} as const;
