/** Which file CloudFront serves at the addresses of pages that are no files. local/app-server.ts has the same rules. */
import { Function as EdgeFunction, FunctionCode, FunctionRuntime } from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import { pathOf, prebuilt } from '../prebuilt.ts';

/** CloudFront runs this file as it is; the built package has it beside its other assets. */
const FILE = 'page-addresses.js';

export function pageAddresses(scope: Construct): EdgeFunction {
  return new EdgeFunction(scope, 'PageAddresses', {
    comment: 'Connections: addresses of pages within the dashboard',
    runtime: FunctionRuntime.JS_2_0,
    code: FunctionCode.fromFile({ filePath: prebuilt(FILE) ?? pathOf(`lib/dashboard/${FILE}`) }),
  });
}
