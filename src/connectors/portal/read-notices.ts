import type { AccessNotice, SessionContext } from '../contract.ts';
import { bankDayOf } from './bank-text.ts';
import { PortalFormError } from './form-error.ts';
import type { NoticeRecipe, Recipe, Step } from './recipe.ts';
import type { StepRunner } from './steps/step-runner.ts';

/**
 * Reads what the open page, that of the list of accounts, says of an end of the access. A text that names no day tells nothing; a
 * reading of notices never stops a session.
 */
export async function readNotices({
  context,
  runner,
  recipe,
}: {
  readonly context: SessionContext;
  readonly runner: StepRunner;
  readonly recipe: Recipe;
}): Promise<AccessNotice[]> {
  const { notices, timezone } = recipe;
  if (notices.length === 0) return [];
  const today = bankDayOf(context.now, timezone);
  const changesPassword = context.renewal !== undefined && recipe.signIn.some(asksNewPassword);
  return runner.record(
    'read the notices',
    async () => {
      const read: AccessNotice[] = [];
      for (const notice of notices) {
        const text = await runner.page.findText(notice.text);
        const expiry = text === null ? null : readExpiry(notice, text.replaceAll(/\s+/g, ' ').trim(), today);
        const renewedBy = notice.part === 'password' && changesPassword ? 'platform' : 'endUser';
        if (expiry !== 'unreadable') read.push({ part: notice.part, expiry, renewedBy });
      }
      return read;
    },
    (read) =>
      `${read.filter(({ expiry }) => expiry !== null).length} of an end${read.length < notices.length ? ', one not readable' : ''}`,
  );
}

/** Whether the recipe changes the password itself where the bank asks for a new one. */
function asksNewPassword(step: Step): boolean {
  return step.do === 'expect' && step.oneOf.some(({ means }) => means !== 'goOn' && 'newPassword' in means);
}

function readExpiry(notice: NoticeRecipe, text: string, today: Parameters<NoticeRecipe['read']>[1]) {
  try {
    return notice.read(text, today) ?? 'unreadable';
  } catch (cause) {
    if (cause instanceof PortalFormError) return 'unreadable';
    throw cause;
  }
}
