import type { ComponentChildren } from 'preact';

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

const STROKE = {
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': 1.6,
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
} as const;

export function Logo() {
  return (
    <svg class="logo" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" />
      <path d="m13 19 6-6m-7.500 1.500-2 2a4.240 4.240 0 0 0 6 6l2-2m-3-9 2-2a4.240 4.240 0 0 1 6 6l-2 2" />
    </svg>
  );
}

export function GoodIcon() {
  return (
    <Icon>
      <circle cx="8" cy="8" r="6.500" {...STROKE} />
      <path d="m5.300 8.200 1.900 1.900 3.600-4" {...STROKE} />
    </Icon>
  );
}

export function WarningIcon() {
  return (
    <Icon>
      <path d="M8 2.200 14.300 13H1.700Z" {...STROKE} />
      <path d="M8 6.500v3M8 11.300v.01" {...STROKE} />
    </Icon>
  );
}

export function BadIcon() {
  return (
    <Icon>
      <circle cx="8" cy="8" r="6.500" {...STROKE} />
      <path d="M8 4.800v3.700M8 11v.01" {...STROKE} />
    </Icon>
  );
}

export function InfoIcon() {
  return (
    <Icon>
      <circle cx="8" cy="8" r="6.500" {...STROKE} />
      <path d="M8 7.500V11M8 5v.01" {...STROKE} />
    </Icon>
  );
}

export function IdleIcon() {
  return (
    <Icon>
      <circle cx="8" cy="8" r="6.500" {...STROKE} />
      <path d="M5.500 8h5" {...STROKE} />
    </Icon>
  );
}

export function CloseIcon() {
  return (
    <Icon>
      <path d="m4 4 8 8m0-8-8 8" {...STROKE} />
    </Icon>
  );
}

export function CopyIcon() {
  return (
    <Icon>
      <rect x="5.500" y="5.500" width="8" height="8" rx="1.500" {...STROKE} />
      <path
        d="M10.500 3.500v-.5a1.500 1.500 0 0 0-1.500-1.500H4A1.500 1.500 0 0 0 2.500 3v5A1.500 1.500 0 0 0 4 9.500h-.5"
        {...STROKE}
      />
    </Icon>
  );
}

export function MenuIcon() {
  return (
    <Icon>
      <path d="M2.500 4.500h11M2.500 8h11M2.500 11.500h11" {...STROKE} />
    </Icon>
  );
}

export function HomeIcon() {
  return (
    <Icon>
      <path d="M2.500 7.200 8 2.500l5.500 4.700v5.300a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1Z" {...STROKE} />
    </Icon>
  );
}

export function ConnectionIcon() {
  return (
    <Icon>
      <path
        d="m6.600 9.400 2.800-2.800M7 4.800l1.300-1.300a2.970 2.970 0 0 1 4.200 4.200L11.200 9M9 11.200l-1.300 1.300a2.970 2.970 0 0 1-4.200-4.200L4.800 7"
        {...STROKE}
      />
    </Icon>
  );
}

export function ProviderIcon() {
  return (
    <Icon>
      <rect x="2.500" y="2.500" width="4.500" height="4.500" rx="1" {...STROKE} />
      <rect x="9" y="2.500" width="4.500" height="4.500" rx="1" {...STROKE} />
      <rect x="2.500" y="9" width="4.500" height="4.500" rx="1" {...STROKE} />
      <path d="M11.250 9v4.500M9 11.250h4.500" {...STROKE} />
    </Icon>
  );
}

export function ServerIcon() {
  return (
    <Icon>
      <rect x="2.500" y="2.500" width="11" height="4.500" rx="1.200" {...STROKE} />
      <rect x="2.500" y="9" width="11" height="4.500" rx="1.200" {...STROKE} />
      <path d="M5 4.750v.01M5 11.250v.01" {...STROKE} />
    </Icon>
  );
}

export function ClientIcon() {
  return (
    <Icon>
      <rect x="1.800" y="2.500" width="12.400" height="8.500" rx="1.200" {...STROKE} />
      <path d="M5.500 13.500h5M8 11v2.500" {...STROKE} />
    </Icon>
  );
}

export function AppIcon() {
  return (
    <Icon>
      <circle cx="5.500" cy="8" r="3" {...STROKE} />
      <path d="M8.500 8h5.200M11.500 8v2.300" {...STROKE} />
    </Icon>
  );
}

export function CallIcon() {
  return (
    <Icon>
      <path d="M2.500 13.500V8M6.200 13.500v-9M9.900 13.500V6.500M13.500 13.500v-11" {...STROKE} />
    </Icon>
  );
}

export function ActivityIcon() {
  return (
    <Icon>
      <circle cx="8" cy="8" r="5.700" {...STROKE} />
      <path d="M8 4.800V8l2.200 1.600" {...STROKE} />
    </Icon>
  );
}

export function SettingsIcon() {
  return (
    <Icon>
      <path d="M2.500 4.500h5m3.500 0h2.500M2.500 11.500H5m3.500 0h5" {...STROKE} />
      <circle cx="9.200" cy="4.500" r="1.700" {...STROKE} />
      <circle cx="6.700" cy="11.500" r="1.700" {...STROKE} />
    </Icon>
  );
}
