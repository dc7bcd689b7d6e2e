/** The bank shows something in another form than the recipe knows. The message names the place, never what stood there. */
export class PortalFormError extends Error {
  override readonly name = 'PortalFormError';
}
