import type { LoginRenewal } from '../contract.ts';
import { PortalFormError } from './form-error.ts';
import type { PortalPage } from './page/portal-page.ts';
import type { ActivationRecipe, EnrolForm, Known, NewPasswordForm, Step } from './recipe.ts';

/** The part of a session's runner by which a login is renewed. */
export interface RenewalRunner {
  readonly page: PortalPage;
  run(steps: readonly Step[], known: Known): Promise<void>;
  record<T>(name: string, work: () => Promise<T>, describe: (result: T) => string | null): Promise<T>;
  await(target: EnrolForm['key']): Promise<void>;
  /** Covers a secret wherever it would show. */
  conceal(secret: string): void;
}

/** Sets a first password by the bank's invitation. Gives what is known of the user from then on. */
export async function activate(
  runner: RenewalRunner,
  recipe: ActivationRecipe,
  { renewal, invitation, known }: { renewal: LoginRenewal; invitation: LoginRenewal['invitation']; known: Known },
): Promise<Known> {
  if (invitation === null) throw new TypeError('nobody is invited');
  const { code, names } = invitation;
  runner.conceal(code);
  const password = await choosePassword(runner, 'choose a first password', () =>
    renewal.choosePassword(recipe.rules, names),
  );
  const activated = { ...known, credentials: { ...known.credentials, ...names, password } };
  await runner.run(recipe.steps, { ...activated, invitationCode: code });
  return activated;
}

/** Gives the bank the new password that it demands. */
export async function changePassword(
  runner: RenewalRunner,
  state: string,
  { form, renewal, known }: { form: NewPasswordForm; renewal: LoginRenewal; known: Known },
): Promise<void> {
  const { bankCustomerId, bankUsername } = known.credentials;
  const names = {
    ...(bankCustomerId === undefined ? {} : { bankCustomerId }),
    ...(bankUsername === undefined ? {} : { bankUsername }),
  };
  const password = await choosePassword(runner, `${state}: choose one`, () =>
    renewal.choosePassword(form.rules, names),
  );
  const fill = form.fields.map(
    (target): Step => ({ do: 'fill', name: `${state}: fill it`, target, value: () => password }),
  );
  const submit: Step = { do: 'click', name: `${state}: submit it`, target: form.submit, submits: 'newPassword' };
  await runner.run([...fill, submit], known);
}

async function choosePassword(runner: RenewalRunner, name: string, choose: () => Promise<string>): Promise<string> {
  // Inside the step, because even what stops that step may show it.
  return runner.record(
    name,
    async () => {
      const password = await choose();
      runner.conceal(password);
      return password;
    },
    () => null,
  );
}

/** Sets an authenticator app up by the key that the page shows, and hands its first code over. */
export async function setUpAuthenticator(
  runner: RenewalRunner,
  state: string,
  { form, renewal, known }: { form: EnrolForm; renewal: LoginRenewal; known: Known },
): Promise<void> {
  const code = await runner.record(
    `${state}: read the setup key`,
    async () => {
      await runner.await(form.key);
      const shown = (await runner.page.readText(form.key))?.trim() ?? '';
      // Banks write it in groups and in whatever case.
      const key = shown.replaceAll(/[\s-]/g, '').toUpperCase();
      for (const secret of [shown, key]) runner.conceal(secret);
      const first = await renewal.enrol(key);
      if (first === null) throw new PortalFormError('what stands in the place of the setup key is none');
      runner.conceal(first);
      return first;
    },
    () => null,
  );
  await runner.run(
    [
      { do: 'fill', name: `${state}: fill the first code`, target: form.field, value: () => code },
      { do: 'click', name: `${state}: submit the first code`, target: form.submit, submits: 'setupKey' },
    ],
    known,
  );
}
