import { afterAll } from 'vitest';
import { type BankUnderTest, describeConnectorContract, type RefusalCode } from '../testing/contract-suite.ts';
import { createPortalConnector } from './connector.ts';
import { AMOUNTS, CODE_PAGE, serveFixtureBank } from './testing/fixture-bank.ts';
import { fixtureRecipe } from './testing/fixture-recipe.ts';
import { openBrowserStage } from './testing/portal-stage.ts';

const stage = openBrowserStage();
afterAll(() => stage.stop());

const REFUSALS: Readonly<Record<RefusalCode, string | number>> = {
  credentials_rejected: '<p role="alert">Wrong login.</p>',
  password_expired: '<h1>New password</h1>',
  account_locked: '<p role="alert">You are locked.</p>',
  mfa_required: CODE_PAGE(),
  bank_maintenance: '<h1>Maintenance</h1>',
  rate_limited_by_bank: 429,
};

async function startBank(): Promise<BankUnderTest> {
  const bank = await serveFixtureBank();
  const { state } = bank;
  return {
    context: () => stage.context(bank, 'fixture'),
    refuse: (code) => {
      const refusal = REFUSALS[code];
      if (typeof refusal === 'number') state.instead.set('/', refusal);
      else state.afterPassword = refusal;
    },
    dieWhileReading: () => {
      state.beforeRows = (page) => page === 1;
    },
    changeForm: () => {
      state.amountHeader = 'Sum';
    },
    amounts: () => AMOUNTS,
    signIns: () => state.signIns,
    signOuts: () => state.signOuts,
    stop: bank.stop,
  };
}

describeConnectorContract(createPortalConnector([fixtureRecipe]), startBank);
