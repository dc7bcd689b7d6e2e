import type { ClaimedDelivery, ReceiverKey } from '../store/events/webhook-queue.ts';

/** How much is sent at the same time. */
export interface SendingLimits {
  /** Requests under way, whatever happens. */
  readonly all: number;
  /** Requests to receivers of one organization, so that no one of them takes all there are. */
  readonly perOrganization: number;
  /** Requests to receivers that answer well, beyond one for each. */
  readonly healthy: number;
  /** Requests to all other receivers, beyond one for each. */
  readonly troubled: number;
  /** Requests to one receiver that answers well. It begins with `atFirst` and gets one more with each good answer. */
  readonly perReceiver: number;
  readonly atFirst: number;
  /** Requests to one receiver that is slow. A failing one gets one at a time. */
  readonly perSlowReceiver: number;
}

export const SENDING_LIMITS: SendingLimits = {
  all: 1_000,
  perOrganization: 500,
  healthy: 128,
  troubled: 128,
  perReceiver: 16,
  atFirst: 4,
  perSlowReceiver: 4,
};

/** How many times what can be sent at once is claimed for a receiver that answers well. */
const CLAIMED_AHEAD = 8;

interface Receiver extends ReceiverKey {
  /** Claimed, and not sent yet. */
  readonly queue: ClaimedDelivery[];
  sending: number;
  /** Requests that it may have under way while it answers well. */
  trust: number;
  state: 'healthy' | 'slow' | 'failing';
}

/** A request that is under way. */
export interface Sending {
  readonly delivery: ClaimedDelivery;
  /** Takes longer than a good receiver needs: makes room for others. */
  isSlow(): void;
  end(state: 'healthy' | 'slow' | 'failing'): void;
  /** It was not sent after all, which says nothing about the receiver. */
  drop(): void;
}

/**
 * Decides what is claimed and sent next. Every receiver may have one request under way, so none waits for another. What is beyond that
 * goes into one of two rooms, for those that answer well and for all others, where receivers take turns. An organization with more
 * receivers than that, all of them dead, leaves half of all requests to others.
 */
export class Receivers {
  readonly #limits: SendingLimits;
  readonly #receivers = new Map<string, Receiver>();
  /** Receivers with something to send, whose turn comes in this order. */
  readonly #turns = new Set<Receiver>();
  /** Receivers of which the database may have more that is due. */
  readonly #hungry = new Set<Receiver>();
  /** Requests under way to each organization's receivers. */
  readonly #ofOrganizations = new Map<string, number>();
  #healthy = 0;
  #troubled = 0;

  constructor(limits: SendingLimits = SENDING_LIMITS) {
    this.#limits = limits;
  }

  /** There may be something due for the receiver. */
  note(key: ReceiverKey): void {
    this.#hungry.add(this.#find(key));
  }

  /** Whether anything may be wanted. */
  get isHungry(): boolean {
    return this.#hungry.size > 0;
  }

  /** What should be claimed now: as much as can be sent soon. Receivers in it count as asked. */
  takeWanted(): (ReceiverKey & { readonly count: number })[] {
    const wants = [...this.#hungry].map((receiver) => ({ receiver, ...this.#wantOf(receiver) }));
    // A few at a time would make many claims of busy receivers; once one is running low, the others come along.
    if (!wants.some(({ count, most }) => count >= most / 2)) return [];
    return wants
      .filter(({ count, most }) => count >= most / 8)
      .map(({ receiver, count }) => {
        this.#hungry.delete(receiver);
        const { organizationId, webhookId } = receiver;
        return { organizationId, webhookId, count };
      });
  }

  #wantOf(receiver: Receiver): { readonly count: number; readonly most: number } {
    const limit = this.#limitOf(receiver);
    const most = receiver.state === 'healthy' ? limit * CLAIMED_AHEAD : limit;
    return { count: most - receiver.queue.length - receiver.sending, most };
  }

  /** Takes in what was claimed for `wanted`. One that got all it wanted may have more. */
  add(wanted: readonly (ReceiverKey & { readonly count: number })[], claimed: readonly ClaimedDelivery[]): void {
    for (const delivery of claimed) {
      const receiver = this.#find(delivery);
      if (delivery.isFailing && receiver.state === 'healthy' && receiver.sending === 0) receiver.state = 'failing';
      receiver.queue.push(delivery);
      this.#turns.add(receiver);
    }
    const counts = Map.groupBy(claimed, keyOf);
    for (const each of wanted)
      if ((counts.get(keyOf(each))?.length ?? 0) >= each.count) this.#hungry.add(this.#find(each));
      else this.#forgetIfIdle(this.#find(each));
  }

  /** The next delivery to send; null when nothing can be sent now. */
  next(): Sending | null {
    for (const receiver of this.#turns) {
      if (receiver.sending >= this.#limitOf(receiver) || !this.#hasRoom(receiver)) continue;
      const delivery = receiver.queue.shift();
      this.#turns.delete(receiver);
      if (receiver.queue.length > 0) this.#turns.add(receiver);
      if (delivery !== undefined) return this.#begin(receiver, delivery);
    }
    return null;
  }

  /** Everything that was claimed and not sent. */
  clear(): ClaimedDelivery[] {
    const left = [...this.#receivers.values()].flatMap(({ queue }) => queue.splice(0));
    this.#turns.clear();
    return left;
  }

  #begin(receiver: Receiver, delivery: ClaimedDelivery): Sending {
    let isTroubled = receiver.state !== 'healthy';
    receiver.sending += 1;
    this.#countFor(receiver, 1);
    if (isTroubled) this.#troubled += 1;
    else this.#healthy += 1;
    const leave = () => {
      receiver.sending -= 1;
      this.#countFor(receiver, -1);
      if (isTroubled) this.#troubled -= 1;
      else this.#healthy -= 1;
      this.#forgetIfIdle(receiver);
    };
    return {
      delivery,
      isSlow: () => {
        if (receiver.state === 'healthy') receiver.state = 'slow';
        if (isTroubled) return;
        isTroubled = true;
        this.#healthy -= 1;
        this.#troubled += 1;
      },
      drop: leave,
      end: (state) => {
        leave();
        receiver.state = state;
        receiver.trust =
          state === 'healthy' ? Math.min(this.#limits.perReceiver, receiver.trust + 1) : this.#limits.atFirst;
      },
    };
  }

  #countFor({ organizationId }: ReceiverKey, change: 1 | -1): void {
    const count = (this.#ofOrganizations.get(organizationId) ?? 0) + change;
    if (count > 0) this.#ofOrganizations.set(organizationId, count);
    else this.#ofOrganizations.delete(organizationId);
  }

  #limitOf({ state, trust }: Receiver): number {
    if (state === 'failing') return 1;
    return state === 'slow' ? this.#limits.perSlowReceiver : trust;
  }

  #hasRoom({ organizationId, state, sending }: Receiver): boolean {
    if (this.#healthy + this.#troubled >= this.#limits.all) return false;
    if ((this.#ofOrganizations.get(organizationId) ?? 0) >= this.#limits.perOrganization) return false;
    if (sending === 0) return true;
    return state === 'healthy' ? this.#healthy < this.#limits.healthy : this.#troubled < this.#limits.troubled;
  }

  #find(key: ReceiverKey): Receiver {
    const known = this.#receivers.get(keyOf(key));
    if (known !== undefined) return known;
    const { organizationId, webhookId } = key;
    const { atFirst: trust } = this.#limits;
    const made: Receiver = {
      ...{ organizationId, webhookId, queue: [], sending: 0, trust },
      state: 'healthy',
    };
    this.#receivers.set(keyOf(key), made);
    return made;
  }

  /** The next claim tells whether a receiver that is forgotten was failing. */
  #forgetIfIdle(receiver: Receiver): void {
    if (receiver.sending === 0 && receiver.queue.length === 0 && !this.#hungry.has(receiver))
      this.#receivers.delete(keyOf(receiver));
  }
}

function keyOf({ organizationId, webhookId }: ReceiverKey): string {
  return `${organizationId} ${webhookId}`;
}
