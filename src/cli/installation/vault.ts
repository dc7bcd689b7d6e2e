import type { Command } from 'commander';
import { rewrapKeys } from '../../commands/keys/rewrap-keys.ts';
import { type VaultCount, verifyVault } from '../../commands/keys/verify-vault.ts';
import { noteAct, WHOLE_INSTALLATION } from '../../commands/note-act.ts';
import type { Installation } from '../../main.ts';
import { whileHoldingMasterKeys } from '../../store/keys/vault-lock.ts';
import { listWrappedKeys } from '../../store/keys/wrapped-keys.ts';
import { CommandRefused } from '../outcome.ts';
import { renderTable } from '../terminal/table.ts';
import { withInstallation } from './setting.ts';

/** `causeway vault rotate|verify|retire`. */
export function addVaultCommands(program: Command): void {
  const vault = program.command('vault').description('master key, and what it protects');
  vault
    .command('rotate')
    .description('protect all secrets by a new master key; safe to interrupt and to run again')
    .action(() => withInstallation((installation) => alone(installation, rotate)));
  vault
    .command('verify')
    .description('open every key and every secret once; the exit code is 1 when one does not open')
    .option('--json', 'print JSON')
    .action((options: { readonly json?: boolean }) =>
      withInstallation((installation) => verify(installation, options)),
    );
  vault
    .command('retire')
    .description('remove older master keys from the key file once they protect nothing any more')
    .action(() => withInstallation((installation) => alone(installation, retire)));
}

/** Two that change the key file at once could each write it without the other's key, and what that one had wrapped would be lost. */
async function alone(installation: Installation, work: (installation: Installation) => Promise<void>): Promise<void> {
  if (!(await whileHoldingMasterKeys(installation.sql, () => work(installation))))
    throw new CommandRefused(
      'Another "causeway vault rotate" or "causeway vault retire" is under way. Run this again when it is done.',
    );
}

async function rotate({ masterKeys, vault, sql, config, commands }: Installation): Promise<void> {
  if (masterKeys.kind === 'settings' && config.previousMasterKeys.length === 0)
    throw new CommandRefused(
      'Only one master key is known. Put the new one into CAUSEWAY_MASTER_KEY and the present one into CAUSEWAY_MASTER_KEY_PREVIOUS, in every process, and run this again.',
    );
  if (masterKeys.kind === 'file') {
    // More than one key: a rotation was interrupted, or its older keys are still there. It is finished first.
    const begun = masterKeys.keyRing.countKeys() > 1;
    const pending = begun && (await countOlder({ vault, sql })) > 0;
    if (!pending) masterKeys.keyRing.addKey();
    say(
      pending
        ? 'Going on with the rotation that was begun.'
        : 'A new master key stands in the key file, before the older ones.',
    );
  }
  const { rewrapped, current } = await rewrapKeys({ ...commands, vault });
  say(`${rewrapped} keys are protected by the new master key now; ${current} were already.`);
  say(
    masterKeys.kind === 'file'
      ? 'Back up the key file. "causeway vault retire" takes the older keys out of it; backups of the database made until now need them.'
      : 'CAUSEWAY_MASTER_KEY_PREVIOUS is needed no longer once "causeway vault verify" finds nothing under an older key; backups of the database made until now still need it.',
  );
}

async function countOlder({ vault, sql }: Pick<Installation, 'vault' | 'sql'>): Promise<number> {
  return (await listWrappedKeys(sql)).filter(({ wrapped }) => !vault.isCurrent(wrapped)).length;
}

async function verify({ sql, vault, credentials }: Installation, options: { readonly json?: boolean }): Promise<void> {
  const counts = await verifyVault({ sql, vault, credentials });
  if (options.json) process.stdout.write(`${JSON.stringify({ counts })}\n`);
  else process.stdout.write(renderCounts(counts));
  const unopened = counts.reduce((sum, count) => sum + count.unopened, 0);
  if (unopened > 0)
    throw new CommandRefused(
      `${unopened} of them cannot be opened. Put back the master key that belongs to this database; a secret that does not open with it has to be entered anew.`,
    );
}

function renderCounts(counts: readonly VaultCount[]): string {
  return renderTable(
    [
      { title: 'WHAT' },
      { title: 'STORED', align: 'right' },
      { title: 'UNDER AN OLDER KEY', align: 'right' },
      { title: 'CANNOT BE OPENED', align: 'right' },
    ],
    counts.map(({ what, total, older, unopened }) => [what, `${total}`, `${older}`, `${unopened}`]),
  );
}

async function retire({ masterKeys, vault, sql, commands }: Installation): Promise<void> {
  if (masterKeys.kind === 'settings')
    throw new CommandRefused('The master key is a setting. Take the older one out of CAUSEWAY_MASTER_KEY_PREVIOUS.');
  const older = await countOlder({ vault, sql });
  if (older > 0)
    throw new CommandRefused(`${older} keys are still protected by an older master key. Run "causeway vault rotate".`);
  const removed = masterKeys.keyRing.countKeys() - 1;
  masterKeys.keyRing.removeOlderKeys();
  if (removed > 0) {
    const act = { action: 'vault.retire', targetType: 'vault', targetId: null, details: { removed } } as const;
    await noteAct(sql, commands, WHOLE_INSTALLATION, act);
  }
  const told = removed === 1 ? '1 older master key was' : `${removed} older master keys were`;
  say(removed === 0 ? 'There is no older master key.' : `${told} removed from the key file.`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
