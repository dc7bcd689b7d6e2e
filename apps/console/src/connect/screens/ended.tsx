import type { CallError } from '../../api/call-error.ts';
import { Notice } from '../parts/notice.tsx';
import { StepTitle } from '../parts/step-title.tsx';

/** A link that opens nothing, or nothing any more. */
export function Ended({ error }: { readonly error: CallError }) {
  const isUnknown = error.code === 'invalid_connect_token';
  return (
    <>
      <StepTitle title={isUnknown ? 'This link is not known' : 'This link has ended'} />
      <Notice tone="wait" title={error.message}>
        <p>
          {isUnknown
            ? 'Perhaps a part of it was lost on the way. Open the whole link once more, or ask for a new one where you got it.'
            : 'What you have entered at the bank stays there. With a new link you go on where you were.'}
        </p>
      </Notice>
    </>
  );
}
