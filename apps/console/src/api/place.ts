/** The organization and environment that the page works in. It changes with the page only, so nothing of another place is left over. */
export interface Place {
  readonly organizationId: string;
  readonly environment: 'live' | 'test';
}

let current: Place | null = null;

export function setPlace(place: Place): void {
  current = place;
}

/** Null before the page knows who is signed in. */
export function findPlace(): Place | null {
  return current;
}
