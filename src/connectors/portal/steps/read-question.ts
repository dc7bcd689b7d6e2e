import type { CodeQuestion } from '../../contract.ts';
import type { PortalPage } from '../page/portal-page.ts';
import type { CodeAnswer } from '../recipe.ts';

/** What a bank says beside its question is a sentence or two. */
const MAX_PROMPT_LENGTH = 500;

/** Reads from the page how the bank asks for a code. Waits for nothing: the page is there. */
export async function readQuestion(
  page: PortalPage,
  asked: CodeAnswer,
): Promise<Pick<CodeQuestion, 'channel' | 'prompt' | 'destination' | 'message' | 'validForMs'>> {
  const { validForMs } = asked;
  const found = await page.waitForAny(
    asked.channels.map(({ when }) => when),
    0,
  );
  const words = asked.channels[found ?? -1];
  if (words === undefined) return { channel: 'unknown', prompt: null, destination: null, message: null, validForMs };
  const text = (await page.readText(words.when))?.replaceAll(/\s+/g, ' ').trim() ?? '';
  return {
    channel: words.channel,
    prompt: text === '' ? null : text.slice(0, MAX_PROMPT_LENGTH),
    destination: words.destination?.exec(text)?.[1] ?? null,
    message: words.message ?? null,
    validForMs,
  };
}
