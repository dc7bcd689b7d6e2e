/** Where the page may be framed: nowhere, or by the sites named. */
export type Embedding = readonly string[];

/** Headers of a page: what it may load, whom it tells about itself, and who may frame it. */
export function pageHeaders(nonce: string, { embedding, isOpenable }: PageRules): Readonly<Record<string, string>> {
  const ancestors = embedding.length === 0 ? "'none'" : embedding.join(' ');
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${ancestors}`,
  ].join('; ');
  return {
    'content-security-policy': policy,
    'referrer-policy': 'no-referrer',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    // A window that another site opened could not tell it how things went.
    'cross-origin-opener-policy': isOpenable ? 'unsafe-none' : 'same-origin',
    // Browsers that know the policy above do not look at this one, and it cannot name sites.
    ...(embedding.length === 0 ? { 'x-frame-options': 'DENY' } : {}),
  };
}

export interface PageRules {
  readonly embedding: Embedding;
  /** Whether the site that opened the page in a window of its own may hear from it. */
  readonly isOpenable: boolean;
}
