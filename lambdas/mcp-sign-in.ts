import middy from '@middy/core';
import { requestOfEvent } from '../src/aws/rest-api/request-of-event.ts';
import { CHALLENGE_KEY } from '../src/contract/authorizer.ts';
import { authorizeVisit } from '../src/endpoint/authorize-visit.ts';
import { lastResort } from './last-resort.ts';
import { mcpAddressOf, verifyForAddress } from './mcp-address.ts';
import { variablesOf } from './process.ts';

const read = variablesOf('mcp-sign-in');
const ports = { settings: mcpAddressOf(read), verifyCaller: verifyForAddress(read) };

/** API Gateway guide, "Output from an API Gateway Lambda authorizer". */
export const handler = middy(async (event: unknown) => {
  const decision = await authorizeVisit(ports, requestOfEvent(event, ports.settings.address));
  const Effect = decision.isAllowed ? 'Allow' : 'Deny';
  const Resource = (event as { methodArn: string }).methodArn;
  return {
    // Nobody reads it: the endpoint verifies the token itself, and the access log does not contain it.
    principalId: 'caller',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }],
    },
    context: decision.isAllowed ? {} : { [CHALLENGE_KEY]: decision.challenge },
  };
}).use(
  // The request must fail, and be told to come again: a challenge would make the client sign the person in anew.
  lastResort((): unknown => new Error('mcp-sign-in failed')),
);
