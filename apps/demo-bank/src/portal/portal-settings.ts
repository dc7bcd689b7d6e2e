import type { SecondFactor } from './looks/parts.ts';

/** What has been ordered of a portal by control routes, for a whole bank or for one user. What is left out is as usual. */
export interface PortalSettings {
  readonly layout?: 1 | 2;
  /** How sign-ins are checked, whatever the user has; `none` leaves the check out. */
  readonly secondFactor?: SecondFactor | 'none';
  /** Answers slow down after a few pages already. */
  readonly slowdown?: boolean;
  /** E-mail goes out so much later. */
  readonly emailDelaySeconds?: number;
  /** False keeps notices back. */
  readonly notices?: boolean;
  /** False takes the downloads of transactions away. */
  readonly downloads?: boolean;
  /** The maintenance page, and nothing else. */
  readonly maintenance?: boolean;
}

/** The same with everything decided. */
export type EffectiveSettings = Required<Omit<PortalSettings, 'secondFactor'>> & Pick<PortalSettings, 'secondFactor'>;

const usual: EffectiveSettings = {
  layout: 1,
  slowdown: false,
  emailDelaySeconds: 0,
  notices: true,
  downloads: true,
  maintenance: false,
};

/** What holds for a user: its own settings before those of its bank, and those before what is usual. */
export function mergeSettings(ofBank: PortalSettings, ofUser: PortalSettings = {}): EffectiveSettings {
  return { ...usual, ...ofBank, ...ofUser };
}
