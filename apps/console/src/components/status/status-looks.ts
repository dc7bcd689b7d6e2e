/** How a state looks: a tone stands for one meaning everywhere. */
export type Tone = 'good' | 'busy' | 'notice' | 'bad' | 'calm';

export interface StatusLook {
  readonly tone: Tone;
  readonly word: string;
}

const good = (word: string): StatusLook => ({ tone: 'good', word });
const busy = (word: string): StatusLook => ({ tone: 'busy', word });
const notice = (word: string): StatusLook => ({ tone: 'notice', word });
const bad = (word: string): StatusLook => ({ tone: 'bad', word });
const calm = (word: string): StatusLook => ({ tone: 'calm', word });

/** Word and tone of every state that the contract knows, by what has it. */
export const STATUS_LOOKS = {
  connection: {
    draft: notice('Set-up not finished'),
    pendingActivation: busy('Activating'),
    active: good('Active'),
    reauthRequired: bad('Needs a new sign-in'),
    errored: bad('Failing'),
    paused: calm('Paused'),
    revoked: calm('Revoked'),
  },
  setup: {
    awaitingDelegatedUserCreation: notice('User to be created at the bank'),
    awaitingCredentials: notice('Waits for credentials'),
    awaitingSetupCompletion: notice('Waits for completion'),
    awaitingMfa: notice('Waits for a code'),
    activating: busy('Activating'),
    failed: bad('Activation failed'),
  },
  sync: { idle: calm('Idle'), syncing: busy('Syncing') },
  run: {
    queued: calm('Queued'),
    running: busy('Running'),
    succeeded: good('Succeeded'),
    partial: notice('Partial'),
    failed: bad('Failed'),
  },
  runAccount: {
    succeeded: good('Succeeded'),
    partial: notice('Partial'),
    failed: bad('Failed'),
    skipped: calm('Skipped'),
  },
  step: { done: good('Done'), failed: bad('Failed') },
  proof: { proven: good('Proven'), unproven: notice('Not proven'), broken: bad('Does not add up') },
  challenge: { pending: notice('Waits for an answer'), submitted: busy('Answer sent') },
  account: { open: good('Open'), closed: calm('Closed'), unknown: calm('Unknown') },
  transaction: {
    // Nothing is wrong with it, and nobody has to look.
    pending: calm('Pending'),
    posted: good('Posted'),
    reversed: bad('Reversed'),
    cancelled: calm('Cancelled'),
    unknown: calm('Unknown'),
  },
  suggestion: {
    open: notice('Open'),
    accepted: good('Accepted'),
    rejected: calm('Rejected'),
    superseded: calm('Superseded'),
  },
  transfer: {
    queued: calm('Queued'),
    executing: busy('Executing'),
    pending_bank_approval: notice('Waits for the bank'),
    completed: good('Completed'),
    failed: bad('Failed'),
    returned: bad('Returned'),
    cancelled: calm('Cancelled'),
    unknown: notice('Unknown'),
  },
  quarantine: { open: notice('In quarantine'), accepted: good('Accepted'), discarded: calm('Discarded') },
  fileSource: { active: good('Active'), paused: calm('Paused'), stopped: bad('Stopped') },
  webhook: { active: good('Active'), disabled: bad('Disabled'), paused: calm('Paused') },
  delivery: { pending: busy('Pending'), succeeded: good('Delivered'), failed: bad('Failed') },
  key: { active: good('Active'), expired: calm('Expired'), revoked: calm('Revoked') },
  connectSession: {
    open: busy('Open'),
    completed: good('Completed'),
    expired: calm('Expired'),
    revoked: calm('Revoked'),
  },
  invitation: { open: busy('Open'), accepted: good('Accepted'), expired: calm('Expired'), revoked: calm('Revoked') },
} as const satisfies Record<string, Record<string, StatusLook>>;

export type StatusKind = keyof typeof STATUS_LOOKS;

/** The look of a state. One that these pages do not know yet is shown by its own name. */
export function lookOf(kind: StatusKind, status: string): StatusLook {
  const looks: Readonly<Record<string, StatusLook>> = STATUS_LOOKS[kind];
  return looks[status] ?? calm(status);
}

/** The states of a kind for a field to choose from. */
export function statusOptions(kind: StatusKind): { value: string; label: string }[] {
  return Object.entries(STATUS_LOOKS[kind]).map(([value, { word }]) => ({ value, label: word }));
}
