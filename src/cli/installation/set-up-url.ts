import { createSetUpLink } from '../../commands/people/create-people-link.ts';
import type { Installation } from '../../main.ts';
import { hasPeople } from '../../store/people/people.ts';

type Place = Pick<Installation, 'commands' | 'config'>;

/** The link by which the first person comes in, while there is nobody; null afterwards. Those of earlier starts end. */
export async function makeSetUpUrl({ commands, config }: Place, listening: string): Promise<string | null> {
  const link = await createSetUpLink(commands, { replace: true });
  // After the `#`, which browsers send to nobody.
  return link === null ? null : `${config.publicUrl ?? listening}/console/set-up#token=${link.token}`;
}

/**
 * Shows that link to the person at the terminal, and to nobody else: logs are kept and read by many, and whoever has the link owns
 * everything. Where nobody sits, the log names the command that makes one.
 */
export async function offerSetUp(
  installation: Place & Pick<Installation, 'log'>,
  listening: string,
  terminal: { readonly isTTY?: boolean; write(text: string): unknown },
): Promise<void> {
  if (await hasPeople(installation.commands.sql)) return;
  if (!terminal.isTTY) {
    installation.log.info({}, 'nobody can sign in to the console yet: make a link with "causeway console setup-link"');
    return;
  }
  const url = await makeSetUpUrl(installation, listening);
  if (url !== null)
    terminal.write(
      `Nobody can sign in to the console yet. Open this link within a day, it works once:\n\n  ${url}\n\n`,
    );
}
