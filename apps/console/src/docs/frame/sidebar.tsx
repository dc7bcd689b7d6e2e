import { useEffect, useRef } from 'react';
import type { GuidePage } from '../guides/guide-catalogue.ts';
import { groupByTag } from '../reference/group-by-tag.ts';
import { MethodMark } from '../reference/marks.tsx';
import { guides, reference } from '../state/contents.ts';
import { AREAS, areaOf } from './areas.ts';

/** The pages of the area one is in. */
export function Sidebar({ pathname }: { readonly pathname: string }) {
  const area = areaOf(pathname);
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // The place in a long list is shown on the first look, and stays where the reader has scrolled to afterwards.
    nav.current?.querySelector(`[href="${CSS.escape(pathname)}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [pathname]);
  return (
    <nav className="sidebar" aria-label="Pages" ref={nav}>
      <div className="sidebar-areas">
        {AREAS.map(({ id, label, address }) => (
          <a key={id} href={address} className="sidebar-area" aria-current={area === id ? 'true' : undefined}>
            {label}
          </a>
        ))}
      </div>
      {area === 'api' ? <ReferencePages pathname={pathname} /> : <GuidePages pathname={pathname} />}
    </nav>
  );
}

function GuidePages({ pathname }: { readonly pathname: string }) {
  const loaded = guides.use();
  if (loaded.state !== 'ready') return <Waiting />;
  return loaded.value.sections.map(({ title, pages }) => (
    <section key={title} className="sidebar-section">
      <h2>{title}</h2>
      <ul>
        {pages.map((page) => (
          <GuideItem key={page.path} page={page} pathname={pathname} />
        ))}
      </ul>
    </section>
  ));
}

function GuideItem({ page, pathname }: { readonly page: GuidePage; readonly pathname: string }) {
  const isInside = pathname === page.address || page.children.some(({ address }) => address === pathname);
  return (
    <li>
      <SidebarLink address={page.address} pathname={pathname}>
        {page.title}
      </SidebarLink>
      {!isInside || page.children.length === 0 ? null : (
        <ul className="sidebar-children">
          {page.children.map((child) => (
            <li key={child.path}>
              <SidebarLink address={child.address} pathname={pathname}>
                {child.title}
              </SidebarLink>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function ReferencePages({ pathname }: { readonly pathname: string }) {
  const loaded = reference.use();
  if (loaded.state !== 'ready') return <Waiting />;
  const { document, operations, webhooks } = loaded.value;
  return (
    <>
      <section className="sidebar-section">
        <ul>
          <li>
            <SidebarLink address="/docs/api" pathname={pathname}>
              Introduction
            </SidebarLink>
          </li>
        </ul>
      </section>
      {groupByTag({ document, operations }).map((group) => (
        <section key={group.name} className="sidebar-section">
          <h2>{group.name}</h2>
          <ul>
            {group.operations.map(({ id, summary, method }) => (
              <li key={id}>
                <SidebarLink address={`/docs/api/${id}`} pathname={pathname}>
                  <span className="sidebar-text">{summary}</span>
                  <MethodMark method={method} />
                </SidebarLink>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <details className="sidebar-section" open={pathname.startsWith('/docs/api/webhooks/')}>
        <summary>Events of webhooks</summary>
        <ul>
          {webhooks.map(({ id, path }) => (
            <li key={id}>
              <SidebarLink address={`/docs/api/webhooks/${path}`} pathname={pathname}>
                {path}
              </SidebarLink>
            </li>
          ))}
        </ul>
      </details>
      <details className="sidebar-section" open={pathname.startsWith('/docs/api/schemas/')}>
        <summary>Schemas</summary>
        <ul>
          {Object.keys(document.components.schemas)
            .sort()
            .map((name) => (
              <li key={name}>
                <SidebarLink address={`/docs/api/schemas/${name}`} pathname={pathname}>
                  {name}
                </SidebarLink>
              </li>
            ))}
        </ul>
      </details>
    </>
  );
}

function SidebarLink({
  address,
  pathname,
  children,
}: {
  readonly address: string;
  readonly pathname: string;
  readonly children: React.ReactNode;
}) {
  return (
    <a href={address} className="sidebar-link" aria-current={address === pathname ? 'page' : undefined}>
      {children}
    </a>
  );
}

function Waiting() {
  return (
    <div className="waiting" role="status">
      <span className="cw-visually-hidden">Loading</span>
      {['w1', 'w2', 'w3', 'w4', 'w5', 'w6'].map((name) => (
        <span key={name} className={`waiting-line ${name}`} />
      ))}
    </div>
  );
}
