import { accepted, type Result } from '../../domain/refusal.ts';
import { completeSetup } from '../connections/complete-setup.ts';
import { type ConnectHolder, type ConnectPlace, findOpenPlace, refuseEndedNow } from './connect-place.ts';

/** Takes the word of the session's holder that the bank side is set up. */
export async function completeConnectSetup(
  parts: Parameters<typeof completeSetup>[0],
  holder: ConnectHolder,
): Promise<Result<ConnectPlace>> {
  const open = await findOpenPlace(parts, holder);
  if (!open.ok) return open;
  const moved = await completeSetup(parts, holder, open.value.connection.id, (db) => refuseEndedNow(db, parts, holder));
  return moved.ok ? accepted({ session: open.value.session, connection: moved.value }) : moved;
}
