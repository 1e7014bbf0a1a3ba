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
