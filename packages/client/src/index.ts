export type { AnswerFacts } from './answer.ts';
export { type Client, type ClientOptions, createClient } from './client.ts';
export { type Clock, sleep, systemClock } from './clock.ts';
export {
  CausewayError,
  type CausewayErrorCode,
  type CausewayErrorDetail,
  CausewayNetworkError,
  isPassing,
} from './errors.ts';
export type { OperationInput, OperationOutput } from './operation-types.ts';
export { OPERATIONS, type OperationId } from './operations.ts';
export type { EventSelection, EventStream } from './stream/event-log.ts';
export type { LiveOptions } from './stream/live.ts';
export type { LiveMessage } from './stream/messages.ts';
export type { PagesInput, StreamPage } from './stream/pages.ts';
export type { LiveInput, TransactionStream } from './stream/stream.ts';
export type { CallOptions, Fetch } from './transport.ts';
export {
  verifyWebhook,
  type WebhookDelivery,
  type WebhookEvent,
  type WebhookRefusal,
  type WebhookVerdict,
} from './webhooks/verify-webhook.ts';
export type {
  Account,
  AccountDigest,
  LoggedEvent,
  Schemas,
  Transaction,
  TransactionEvent,
  TransactionPage,
} from './wire.ts';
