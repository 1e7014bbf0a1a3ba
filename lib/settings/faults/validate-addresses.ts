/** Finds wrong addresses of a stage: those that it names, or those of the dashboard that it hosts. */
import type { DomainSettings, HostedDashboardSettings } from '../dashboard-settings.ts';
import { PRODUCTION, type StageSettings } from '../stage-settings.ts';
import { createsUserPool } from '../user-pool-settings.ts';

const LOOPBACK = ['localhost', '127.0.0.1'];
/** Two or more RFC 1123 labels in lower case: CloudFront compares names in the case in which they are written. */
const HOST_NAME = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;
const CERTIFICATE_ARN = /^arn:aws(-[a-z]+)*:acm:([a-z0-9-]+):\d{12}:certificate\/[\w-]+$/;
const WEB_ACL_ARN = /^arn:aws(-[a-z]+)*:wafv2:us-east-1:\d{12}:global\/webacl\/[\w-]+\/[\w-]+$/;

export function addressFaults(settings: StageSettings): string[] {
  const { hostedDashboard, domain, jwt } = settings;
  if (hostedDashboard)
    return [
      ...takenFaults(settings),
      ...originFaults(settings),
      ...hostingFaults(hostedDashboard, createsUserPool(jwt)),
      ...(domain ? domainFaults(domain) : []),
    ];
  const faults = ownAddressFaults(settings);
  if (domain !== undefined)
    faults.push(
      'domain is the name of a distribution, and only hostedDashboard creates one; set hostedDashboard, or leave domain out',
    );
  return faults;
}

function takenFaults({ apiOrigin, dashboardUrl }: StageSettings): string[] {
  return Object.entries({ apiOrigin, dashboardUrl })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => `${name} is derived from hostedDashboard and domain; leave it out`);
}

function ownAddressFaults({ name, apiOrigin, dashboardUrl, dashboardOrigins }: StageSettings): string[] {
  const faults: string[] = [];
  if (apiOrigin !== undefined && originOf(apiOrigin) !== apiOrigin)
    faults.push('apiOrigin must be an https:// origin without path or trailing slash');
  if (dashboardUrl === undefined) {
    faults.push(
      'dashboardUrl is missing; write the page’s URL, or let the stage host the page with hostedDashboard',
    );
    return faults;
  }
  const dashboard = originOf(dashboardUrl);
  if (dashboard === undefined || /[?#]|\/$/.test(dashboardUrl))
    faults.push('dashboardUrl must be an https:// URL without trailing slash, query or fragment');
  faults.push(...originFaults({ name, dashboardOrigins }));
  if (dashboard !== undefined && dashboardOrigins && !dashboardOrigins.includes(dashboard))
    faults.push(`dashboardOrigins lacks the dashboard's own origin; add ${JSON.stringify(dashboard)}`);
  return faults;
}

function originFaults({ name, dashboardOrigins = [] }: Pick<StageSettings, 'name' | 'dashboardOrigins'>) {
  return dashboardOrigins
    .filter((origin) => originOf(origin, name !== PRODUCTION) !== origin)
    .map(
      (origin) =>
        `dashboardOrigins has ${JSON.stringify(origin)}; write each origin exactly, https:// and without wildcard or path`,
    );
}

function hostingFaults(
  { clientId = '', signInOrigins = [], webAclArn }: HostedDashboardSettings,
  hasPool: boolean,
): string[] {
  const faults: string[] = [];
  if (!hasPool && !/^[\x21-\x7e]+$/.test(clientId))
    faults.push('hostedDashboard.clientId must name the dashboard’s client at the identity provider');
  for (const origin of signInOrigins)
    if (originOf(origin) !== origin)
      faults.push(
        `hostedDashboard.signInOrigins has ${JSON.stringify(origin)}; write each origin exactly, https:// and without path`,
      );
  if (webAclArn !== undefined && !WEB_ACL_ARN.test(webAclArn))
    faults.push(
      'hostedDashboard.webAclArn must be the ARN of a web ACL of scope CLOUDFRONT, which is in us-east-1',
    );
  return faults;
}

function domainFaults({ name, certificateArn, hostedZone }: DomainSettings): string[] {
  const faults: string[] = [];
  if (!HOST_NAME.test(name))
    faults.push(
      `domain.name is ${JSON.stringify(name)}; write only a host name, such as connections.acme.test`,
    );
  const [, , region] = CERTIFICATE_ARN.exec(certificateArn) ?? [];
  if (region === undefined)
    faults.push('domain.certificateArn must be the ARN of a certificate of AWS Certificate Manager');
  else if (region !== 'us-east-1')
    faults.push(
      `domain.certificateArn is of ${region}; CloudFront accepts certificates of us-east-1 only, so request one there`,
    );
  if (!hostedZone) return faults;
  if (!/^Z[A-Z0-9]{1,31}$/.test(hostedZone.id))
    faults.push('domain.hostedZone.id must be the zone’s id, which begins with Z');
  if (name !== hostedZone.name && !name.endsWith(`.${hostedZone.name}`))
    faults.push(`domain.name is not in the zone ${hostedZone.name}; name the zone that holds it`);
  return faults;
}

/** The origin of a URL to which browsers and providers may be redirected, or undefined when they may not. */
export function originOf(text: string, loopbackAllowed = false): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.hostname.includes('*')) return undefined;
  const loopback = loopbackAllowed && url.protocol === 'http:' && LOOPBACK.includes(url.hostname);
  return url.protocol === 'https:' || loopback ? url.origin : undefined;
}
