import classes from './status-badge.module.css';
import { lookOf, type StatusKind, type Tone } from './status-looks.ts';
import { TONE_ICONS } from './tone-icons.ts';

/** A state as colour, icon and word; none of the three stands alone. */
export function StatusBadge({ kind, status }: { readonly kind: StatusKind; readonly status: string }) {
  const { tone, word } = lookOf(kind, status);
  return <ToneBadge tone={tone}>{word}</ToneBadge>;
}

/** The same for a word that no contract has, such as a count of problems. */
export function ToneBadge({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  const Icon = TONE_ICONS[tone];
  return (
    <span className={classes.badge} data-tone={tone}>
      <Icon size={14} stroke={2} aria-hidden className={classes.icon} />
      {children}
    </span>
  );
}
