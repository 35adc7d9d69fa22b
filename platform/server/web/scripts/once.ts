/** A form with `data-once` is sent once, however often its button is pressed. */
export function sendOnce(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-once]')) {
    let sent = false
    form.addEventListener('submit', (event) => {
      if (sent) {
        event.preventDefault()
        return
      }
      sent = true
      // Disabling the button would take its name and value out of the form; this tells assistive technology the same.
      event.submitter?.setAttribute('aria-disabled', 'true')
      form.classList.add('wb-sending')
      // A page that never answers (no signal) must not lock what was typed.
      window.setTimeout(release, 10_000)
    })
    // Back from the next page: the browser may show this one as it was left.
    window.addEventListener('pageshow', release)

    function release(): void {
      sent = false
      form.classList.remove('wb-sending')
      form.querySelectorAll('[aria-disabled]').forEach((button) => button.removeAttribute('aria-disabled'))
    }
  }
}
