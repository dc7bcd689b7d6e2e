export type QuarantineStatus = 'open' | 'accepted' | 'discarded';

/** How a file came in. */
export type FileOrigin = 'upload' | 'folder' | 'sftp';
