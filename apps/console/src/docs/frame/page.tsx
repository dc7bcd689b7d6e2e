import { lazy, Suspense } from 'react';
import { ErrorState } from '../../components/states/error-state.tsx';
import { pathOfFile } from '../guides/page-address.ts';
import { guides, reference } from '../state/contents.ts';
import type { Once } from '../state/once.ts';
import type { PageLocation } from '../state/page-location.ts';
import { areaOf } from './areas.ts';
import { HomePage } from './home-page.tsx';
import { MissingPage } from './missing-page.tsx';

const FilePage = lazy(async () => ({ default: (await import('../guides/file-page.tsx')).FilePage }));
const GuidePage = lazy(async () => ({ default: (await import('../guides/guide-page.tsx')).GuidePage }));
const ReferencePage = lazy(async () => ({ default: (await import('../reference/reference-page.tsx')).ReferencePage }));

/** The page of an address. */
export function Page({ at, onSearch }: { readonly at: PageLocation; onSearch(): void }) {
  const area = areaOf(at.pathname);
  const file = pathOfFile(at.pathname);
  if (area === 'home') return <HomePage onSearch={onSearch} />;
  if (file !== null)
    return (
      <Suspense fallback={<LoadingPage />}>
        <FilePage path={file} />
      </Suspense>
    );
  return (
    <Suspense fallback={<LoadingPage />}>
      {area === 'api' ? (
        <WhenLoaded of={reference}>{(value) => <ReferencePage reference={value} pathname={at.pathname} />}</WhenLoaded>
      ) : (
        <WhenLoaded of={guides}>
          {(value) => {
            const page = value.pages.find(({ address }) => address === at.pathname);
            if (page === undefined) return <MissingPage />;
            return <GuidePage key={page.path} guides={value} page={page} hash={at.hash} />;
          }}
        </WhenLoaded>
      )}
    </Suspense>
  );
}

function WhenLoaded<Value>({
  of,
  children,
}: {
  readonly of: Once<Value>;
  readonly children: (value: Value) => React.ReactNode;
}) {
  const loaded = of.use();
  if (loaded.state === 'loading') return <LoadingPage />;
  if (loaded.state === 'failed') return <ErrorState error={loaded.error} onRetry={of.retry} />;
  return children(loaded.value);
}

function LoadingPage() {
  return (
    <div className="waiting waiting-page" role="status">
      <span className="cw-visually-hidden">Loading</span>
      {['w1', 'w2', 'w3', 'w4', 'w5', 'w6'].map((name) => (
        <span key={name} className={`waiting-line ${name}`} />
      ))}
    </div>
  );
}
