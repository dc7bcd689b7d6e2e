import { IconBook2, IconBug, IconCode, IconPlugConnected, IconRefresh, IconWebhook } from '@tabler/icons-react';

const CARDS = [
  {
    icon: IconBook2,
    title: 'Getting started',
    text: 'The first key, the first connection, the first webhook.',
    address: '/docs/guides/getting-started',
  },
  {
    icon: IconPlugConnected,
    title: 'Connect a bank',
    text: 'Onboarding from the first request to a connection that is ready.',
    address: '/docs/guides/connect-a-bank',
  },
  {
    icon: IconRefresh,
    title: 'Mirror transactions',
    text: 'Bootstrap without gaps, apply pages, survive crashes.',
    address: '/docs/guides/mirror-transactions',
  },
  {
    icon: IconWebhook,
    title: 'Webhooks and events',
    text: 'Register, check the signature, answer; retries and replays.',
    address: '/docs/guides/webhooks',
  },
  {
    icon: IconCode,
    title: 'API reference',
    text: 'Every operation of this server, with samples that run and a form that sends them.',
    address: '/docs/api',
  },
  {
    icon: IconBug,
    title: 'Errors',
    text: 'Every code: what it means, when it comes, what to do.',
    address: '/docs/errors',
  },
] as const;

/** Where the documentation begins. */
export function HomePage({ onSearch }: { onSearch(): void }) {
  return (
    <div className="home">
      <p className="kicker">Causeway documentation</p>
      <h1 tabIndex={-1}>An exact mirror of every account, behind one API</h1>
      <p className="home-lead">
        Guides for those who build on it and for those who run it, beside the reference of the server that shows you
        this page.
      </p>
      <button type="button" className="home-search" onClick={onSearch}>
        <span className="home-search-text">Search operations, schemas and guides</span>
        <kbd>Ctrl K</kbd>
      </button>
      <ul className="cards">
        {CARDS.map(({ icon: Icon, title, text, address }) => (
          <li key={address}>
            <a href={address} className="card">
              <Icon size={22} stroke={1.5} aria-hidden />
              <span className="card-title">{title}</span>
              <span className="card-text">{text}</span>
            </a>
          </li>
        ))}
      </ul>
      <p className="home-more">
        Running it: <a href="/docs/operations/run">processes and recovery</a>,{' '}
        <a href="/docs/operations/configuration">every setting</a>,{' '}
        <a href="/docs/operations/commands">every command</a>. How it works:{' '}
        <a href="/docs/architecture">architecture</a>, <a href="/docs/decisions">decisions</a>.{' '}
        <a href="/docs/contents">All pages</a>.
      </p>
    </div>
  );
}
