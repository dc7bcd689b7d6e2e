import { parseCalendarDate } from '../../domain/values/calendar-date.ts';
import { isUuid } from '../../domain/values/id.ts';

const DATE_TIME =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const URI = /^[A-Za-z][A-Za-z0-9+.-]*:[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/;
const URI_REFERENCE = /^[\w\-.~:/?#[\]@!$&'()*+,;=%]*$/;
const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}$/;
const DOMAIN_LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
/** RFC 5321 leaves no room for longer addresses; also keeps what follows cheap on hostile input. */
const MAX_EMAIL_LENGTH = 254;

/**
 * The formats that the contract uses, stricter than usual where PostgreSQL or the contract is: a day must exist (and the
 * database knows no year 0), a time is RFC 3339 with an offset and without leap seconds, a UUID has no `urn:` before it.
 */
export const FORMATS: Readonly<Record<string, true | ((text: string) => boolean)>> = {
  // Describes the bytes of a file part or a download, which are never looked at as text.
  binary: true,
  date: isCalendarDate,
  'date-time': isDateTime,
  email: isEmail,
  uri: isUri,
  'uri-reference': (text) => URI_REFERENCE.test(text),
  uuid: isUuid,
};

function isCalendarDate(text: string): boolean {
  return !text.startsWith('0000') && parseCalendarDate(text) !== null;
}

function isDateTime(text: string): boolean {
  const date = DATE_TIME.exec(text)?.[1];
  return date !== undefined && isCalendarDate(date);
}

function isUri(text: string): boolean {
  return URI.test(text) && URL.canParse(text);
}

function isEmail(text: string): boolean {
  if (text.length > MAX_EMAIL_LENGTH) return false;
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  if (at < 1 || !LOCAL_PART.test(local) || local.startsWith('.') || local.endsWith('.') || local.includes('..'))
    return false;
  const labels = text.slice(at + 1).split('.');
  return labels.length > 1 && labels.every((label) => DOMAIN_LABEL.test(label));
}
