import { Anchor, Button, Loader, TextInput } from '@mantine/core';
import { IconChevronRight, IconSearch } from '@tabler/icons-react';
import { type FormEvent, useEffect, useState } from 'react';
import { CallError, findFieldMessage } from '../../api/call-error.ts';
import type { ConnectInstitution } from '../api/connect-call.ts';
import classes from '../parts/connect.module.css';
import { CallNotice } from '../parts/notice.tsx';
import { StepTitle } from '../parts/step-title.tsx';
import { useSubmit } from '../parts/use-submit.ts';
import { useAccent } from '../state/accent-context.ts';
import { ConfirmBank } from './confirm-bank.tsx';
import type { StepProps } from './step-props.ts';

/** Time after the last letter before the list is asked for. */
const TYPING_MS = 200;

/** Asks which bank, and before it is chosen whether it is the right one; where the link is for one bank only, whether to begin. */
export function ChooseBank({ connect, state, place }: StepProps) {
  const { institution, isInstitutionFixed, entityName, theme } = state;
  const { view, candidate, turnTo } = place;
  const { run, isBusy, error } = useSubmit((portalUrl: string) => connect.act((api) => api.choose({ portalUrl })));
  const accounts = entityName === null ? 'the accounts' : `the accounts of ${entityName}`;
  const lead = `${theme.name ?? 'Whoever sent you this link'} can then read ${accounts}. Payments cannot be made.`;
  if (isInstitutionFixed && institution !== null)
    return <ConfirmBank connect={connect} candidate={institution} lead={lead} />;
  if (view === 'confirm' && candidate !== null)
    return <ConfirmBank connect={connect} candidate={candidate} lead={lead} onOther={() => turnTo('banks')} />;
  const isListed = view !== 'portal';
  return (
    <>
      <StepTitle title="Which bank do you want to connect?" lead={lead} />
      <CallNotice error={findFieldMessage(error, 'portalUrl') === null ? error : null} />
      {isListed ? (
        <BankList
          connect={connect}
          onLook={({ institutionId, name, country, portalUrl }) =>
            turnTo('confirm', { institutionId, name, country, portalUrl })
          }
        />
      ) : (
        <PortalForm connect={connect} isBusy={isBusy} error={error} onChoose={run} />
      )}
      <Anchor component="button" type="button" size="sm" onClick={() => turnTo(isListed ? 'portal' : 'banks')}>
        {isListed ? 'My bank is not in the list' : 'Back to the list'}
      </Anchor>
    </>
  );
}

type Found =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: CallError }
  | { readonly kind: 'found'; readonly data: readonly ConnectInstitution[]; readonly hasMore: boolean };

function BankList({
  connect,
  onLook,
}: Pick<StepProps, 'connect'> & { readonly onLook: (bank: ConnectInstitution) => void }) {
  const [query, setQuery] = useState(connect.draft.read('bank') ?? '');
  const [found, setFound] = useState<Found>({ kind: 'loading' });
  const { api } = connect;
  useEffect(() => {
    const leaving = new AbortController();
    const timer = setTimeout(
      () => {
        api.institutions(query.trim(), leaving.signal).then(
          (list) => setFound({ kind: 'found', ...list }),
          (error: unknown) => {
            if (!leaving.signal.aborted && error instanceof CallError) setFound({ kind: 'failed', error });
          },
        );
      },
      query === '' ? 0 : TYPING_MS,
    );
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [api, query]);
  return (
    <>
      <TextInput
        size="md"
        label="Bank"
        placeholder="Name, or the address where you sign in"
        leftSection={<IconSearch size={18} aria-hidden />}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          connect.draft.write('bank', event.currentTarget.value);
        }}
      />
      {found.kind === 'loading' ? <Loader size="sm" aria-label="Loading banks" /> : null}
      {found.kind === 'failed' ? <CallNotice error={found.error} /> : null}
      {found.kind === 'found' ? (
        <>
          <p className="cw-visually-hidden" role="status">
            {found.data.length === 1 ? '1 bank' : `${found.data.length} banks`}
          </p>
          {found.data.length === 0 ? (
            <p className={classes.lead}>No bank of this name. Try fewer letters, or the address where you sign in.</p>
          ) : (
            <ul className={classes.banks} aria-label="Banks">
              {found.data.map((bank) => (
                <li key={bank.institutionId}>
                  <button type="button" className={classes.bank} onClick={() => onLook(bank)}>
                    <span className={classes.initial} aria-hidden>
                      {bank.name.slice(0, 1)}
                    </span>
                    <span className={classes.bankName}>{bank.name}</span>
                    {bank.country === null ? null : <span className="cw-dim">{bank.country}</span>}
                    <IconChevronRight size={18} aria-hidden />
                  </button>
                </li>
              ))}
            </ul>
          )}
          {found.hasMore ? <p className={classes.lead}>There are more. Type a part of the name.</p> : null}
        </>
      ) : null}
    </>
  );
}

function PortalForm({
  connect,
  isBusy,
  error,
  onChoose,
}: Pick<StepProps, 'connect'> & {
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onChoose: (url: string) => void;
}) {
  const [url, setUrl] = useState(connect.draft.read('portalUrl') ?? '');
  const accent = useAccent();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const text = url.trim();
    onChoose(text.includes('://') ? text : `https://${text}`);
  };
  return (
    <form onSubmit={submit} className={classes.stack}>
      <TextInput
        size="md"
        label="Address where you sign in to your bank"
        placeholder="https://"
        inputMode="url"
        autoComplete="off"
        required
        withAsterisk={false}
        maxLength={2_000}
        value={url}
        error={findFieldMessage(error, 'portalUrl')}
        onChange={(event) => {
          setUrl(event.currentTarget.value);
          connect.draft.write('portalUrl', event.currentTarget.value);
        }}
      />
      <Button type="submit" size="md" {...accent} loading={isBusy}>
        Go on
      </Button>
    </form>
  );
}
