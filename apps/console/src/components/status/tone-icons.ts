import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconLoader2,
  type TablerIcon,
} from '@tabler/icons-react';
import type { Tone } from './status-looks.ts';

/** No tone is told by its colour alone. */
export const TONE_ICONS: Readonly<Record<Tone, TablerIcon>> = {
  good: IconCircleCheck,
  busy: IconLoader2,
  notice: IconAlertTriangle,
  bad: IconCircleX,
  calm: IconCircleDashed,
};
