import { Anchor, Button } from '@mantine/core';
import classes from '../parts/connect.module.css';
import { CallNotice } from '../parts/notice.tsx';
import { StepTitle } from '../parts/step-title.tsx';
import { useSubmit } from '../parts/use-submit.ts';
import { useAccent } from '../state/accent-context.ts';
import type { Candidate } from '../state/place.ts';
import type { StepProps } from './step-props.ts';

const COUNTRIES = new Intl.DisplayNames(['en'], { type: 'region' });

/** Shows which bank it is before it is chosen: names are alike, and the choice stays. */
export function ConfirmBank({
  connect,
  candidate,
  lead,
  onOther,
}: Pick<StepProps, 'connect'> & {
  readonly candidate: Candidate;
  readonly lead: string;
  /** Absent where the link is for this bank only. */
  readonly onOther?: (() => void) | undefined;
}) {
  const { institutionId, name, country, portalUrl } = candidate;
  const accent = useAccent();
  const { run, isBusy, error } = useSubmit(() => connect.act((api) => api.choose({ institutionId })));
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault();
        run();
      }}
    >
      <StepTitle title={`Connect ${name}`} lead={lead} />
      <CallNotice error={error} />
      <dl className={classes.values}>
        {country === null ? null : (
          <div className={classes.value}>
            <dt>Country</dt>
            <dd>{COUNTRIES.of(country) ?? country}</dd>
          </div>
        )}
        {portalUrl === null ? null : (
          <div className={classes.value}>
            <dt>You sign in at</dt>
            <dd>{portalUrl}</dd>
          </div>
        )}
      </dl>
      {onOther === undefined ? null : (
        <p className={classes.lead}>This link is good for one bank: after “Begin” the choice stays.</p>
      )}
      <Button type="submit" size="md" {...accent} loading={isBusy}>
        Begin
      </Button>
      {onOther === undefined ? null : (
        <Anchor component="button" type="button" size="sm" disabled={isBusy} onClick={onOther}>
          Another bank
        </Anchor>
      )}
    </form>
  );
}
