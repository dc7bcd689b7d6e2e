import { type Html, type HtmlPart, html } from '../html.ts';
import type { Visit } from '../visit.ts';
import { renderToken } from './shell.ts';

/** A field with its label. */
export interface FieldParts {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'password' | 'email' | 'tel' | 'date';
  readonly value?: string;
  readonly autocomplete?: string;
  readonly hint?: string;
  /** Shows a keyboard of digits on phones. */
  readonly isNumeric?: boolean;
  readonly isOptional?: boolean;
}

/** Renders a field with its label. A password is never filled in. */
export function renderField(parts: FieldParts): Html {
  const { name, label, type = 'text', value = '', autocomplete = 'off', hint, isNumeric, isOptional } = parts;
  return html`<div class="field"><label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}"${
    type !== 'password' && value !== '' && html` value="${value}"`
  }${isNumeric === true && html` inputmode="numeric"`}${isOptional !== true && html` required`}${
    hint !== undefined && html` aria-describedby="${name}-hint"`
  }>
${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}</div>`;
}

/** One thing to choose. */
export interface Option {
  readonly value: string;
  readonly label: string;
}

/** Renders a choice of one out of several as a list that opens. */
export function renderSelect(name: string, label: string, options: readonly Option[], chosen: string | null): Html {
  const items = options.map(
    ({ value, label: text }) => html`<option value="${value}"${value === chosen && html` selected`}>${text}</option>`,
  );
  return html`<div class="field"><label for="${name}">${label}</label>
<select id="${name}" name="${name}">${items}</select></div>`;
}

/** Renders the same as buttons, one of which is on. */
export function renderRadios(name: string, label: string, options: readonly Option[], chosen: string | null): Html {
  const items = options.map(
    ({ value, label: text }, index) =>
      html`<label class="choice"><input type="radio" name="${name}" value="${value}"${
        (chosen === null ? index === 0 : value === chosen) && html` checked`
      }> ${text}</label>`,
  );
  return html`<fieldset class="field"><legend>${label}</legend>${items}</fieldset>`;
}

/** Renders a form that posts to a path of the portal. */
export function renderForm(visit: Visit, action: string, inside: HtmlPart): Html {
  return html`<form method="post" action="${visit.path(action)}" novalidate>${renderToken(visit)}
${inside}
</form>`;
}

/** What is wrong, for a reader to hear at once. */
export function renderErrors(errors: readonly string[]): Html | null {
  if (errors.length === 0) return null;
  const [only, second] = errors;
  if (second === undefined) return html`<p class="errors" role="alert">${only ?? ''}</p>`;
  return html`<div class="errors" role="alert"><ul>${errors.map((error) => html`<li>${error}</li>`)}</ul></div>`;
}
