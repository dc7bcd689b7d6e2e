/**
 * Takes a double click on the button of a form for one: the second half may come when the first is answered already, and the form is on
 * its way out.
 */
export function sendOncePerDoubleClick(page: Pick<Document, 'addEventListener'>): void {
  page.addEventListener(
    'click',
    (event) => {
      const isSecond = event.detail > 1;
      if (isSecond && event.target instanceof Element && event.target.closest('button[type="submit"]') !== null)
        event.preventDefault();
    },
    true,
  );
}
