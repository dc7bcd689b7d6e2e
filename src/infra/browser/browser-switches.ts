/** Speaks to nobody on its own account, keeps nothing, asks for nothing. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-field-trial-config',
  '--disable-sync',
  '--metrics-recording-only',
  '--no-default-browser-check',
  '--no-first-run',
  '--no-pings',
  '--no-service-autorun',
  '--password-store=basic',
  '--use-mock-keychain',
  '--disable-extensions',
  '--disable-component-extensions-with-background-pages',
  '--disable-breakpad',
  '--disable-crash-reporter',
  '--disable-logging',
  '--log-level=3',
];

/** The same everywhere, and no work for what nobody sees. */
const STEADY = [
  '--disable-back-forward-cache',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-hang-monitor',
  '--disable-ipc-flooding-protection',
  '--disable-popup-blocking',
  '--deny-permission-prompts',
  '--disable-prompt-on-repost',
  '--disable-search-engine-choice-screen',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-software-rasterizer',
  '--force-color-profile=srgb',
  '--hide-scrollbars',
  '--mute-audio',
];

/**
 * Nothing leaves but through the proxy of a context: the browser resolves no name itself, speaks no UDP, and a context without
 * a proxy reaches nothing at all.
 */
const CONFINED = [
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
  '--proxy-server=socks5://127.0.0.1:9',
  '--proxy-bypass-list=<-loopback>',
  '--disable-quic',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--dns-prefetch-disable',
];

const DISABLED_FEATURES = [
  'AimEnabled',
  'AutofillServerCommunication',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'SpareRendererForSitePerProcess',
];

/** Arguments of a browser that is steered over pipes and writes into the profile folder only. */
export function listSwitches(options: {
  readonly profile: string;
  readonly headed: boolean;
  readonly sandbox: boolean;
}): string[] {
  return [
    ...(options.headed ? [] : ['--headless']),
    ...(options.sandbox ? [] : ['--no-sandbox']),
    '--remote-debugging-pipe',
    `--user-data-dir=${options.profile}`,
    '--no-startup-window',
    ...QUIET,
    ...STEADY,
    ...CONFINED,
    `--disable-features=${DISABLED_FEATURES.join(',')}`,
  ];
}
