import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconLoader2,
  type TablerIcon,
} from '@tabler/icons-react';
import classes from './status-badge.module.css';
import { lookOf, type StatusKind, type Tone } from './status-looks.ts';

const ICONS: Readonly<Record<Tone, TablerIcon>> = {
  good: IconCircleCheck,
  busy: IconLoader2,
  notice: IconAlertTriangle,
  bad: IconCircleX,
  calm: IconCircleDashed,
};

/** A state as colour, icon and word; none of the three stands alone. */
export function StatusBadge({ kind, status }: { readonly kind: StatusKind; readonly status: string }) {
  const { tone, word } = lookOf(kind, status);
  return <ToneBadge tone={tone}>{word}</ToneBadge>;
}

/** The same for a word that no contract has, such as a count of problems. */
export function ToneBadge({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  const Icon = ICONS[tone];
  return (
    <span className={classes.badge} data-tone={tone}>
      <Icon size={14} stroke={2} aria-hidden className={classes.icon} />
      {children}
    </span>
  );
}
