import { Button } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { callRaw } from '../../api/call.ts';
import type { Schemas } from '../../api/operation-types.ts';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import classes from './run-drawer.module.css';

/** A picture of the portal at the end of a step. It is fetched when somebody wants to see it, as it may show account numbers. */
export function StepScreenshot({
  connectionId,
  syncRunId,
  step,
}: {
  readonly connectionId: string;
  readonly syncRunId: string;
  readonly step: Schemas['SyncRunStep'];
}) {
  const [url, setUrl] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(
    () => () => {
      if (url !== null) URL.revokeObjectURL(url);
    },
    [url],
  );
  const show = async () => {
    setError(null);
    try {
      const response = await callRaw('getSyncRunScreenshot', {
        path: { connectionId, syncRunId, syncRunStepId: step.id },
      });
      setUrl(URL.createObjectURL(await response.blob()));
    } catch (problem) {
      setError(problem);
    }
  };
  if (url !== null) return <img className={classes.picture} src={url} alt={`The portal after the step ${step.name}`} />;
  return (
    <>
      <Button size="compact-sm" variant="subtle" leftSection={<IconPhoto size={15} />} onClick={show}>
        Show the picture
      </Button>
      <ErrorNotice error={error} />
    </>
  );
}
