import { join } from 'node:path';

/** Names under which Linux systems install a browser, in the order in which they are tried. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge'];
const FOLDERS = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome', '/opt/chromium'];
const MAC = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
const WINDOWS = ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe'];

/** Places where the system's installers put Chrome and Chromium; whether something is there is for the caller to see. */
export function listInstallPlaces(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  if (platform === 'darwin')
    return ['/Applications', join(environment.HOME ?? '/', 'Applications')].flatMap((folder) =>
      MAC.map((path) => join(folder, path)),
    );
  if (platform === 'win32')
    return [environment.PROGRAMFILES, environment['PROGRAMFILES(X86)'], environment.LOCALAPPDATA].flatMap((folder) =>
      folder === undefined ? [] : WINDOWS.map((path) => `${folder}\\${path}`),
    );
  const onPath = (environment.PATH ?? '').split(':').filter((folder) => folder.startsWith('/'));
  const folders = [...new Set([...FOLDERS, ...onPath])];
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
}
