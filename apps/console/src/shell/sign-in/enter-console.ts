import { signOut } from '../../api/sign-in.ts';

/** Goes to the console as somebody who has just signed in, or still has to. */
export function enterConsole(): void {
  location.assign('/console');
}

/** Ends the session, and begins again at the sign-in. */
export async function leaveConsole(): Promise<void> {
  await signOut();
  enterConsole();
}
