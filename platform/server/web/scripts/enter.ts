/**
 * Enter in a line of a form with `data-keep` goes on to the next field, as people expect on a phone. Only the button sends such a
 * form, because what it sends cannot be taken back. Without this script the server answers that nothing is sent yet.
 */
export function goOnWithEnter(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-keep]')) {
    form.addEventListener('keydown', (event) => {
      const field = event.target
      if (event.key !== 'Enter' || event.isComposing || !(field instanceof HTMLInputElement) || ['submit', 'file'].includes(field.type)) return
      event.preventDefault()
      const fields = [...form.querySelectorAll<HTMLElement>('input:not([type=hidden]), select, textarea, button:not([tabindex="-1"]), summary')]
      const visible = fields.filter((candidate) => candidate.checkVisibility())
      visible[visible.indexOf(field) + 1]?.focus()
    })
  }
}
