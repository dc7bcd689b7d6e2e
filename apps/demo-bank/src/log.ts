/** What the bank needs of a logger: fields first, a fixed message last. Passwords and tokens never reach it. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
