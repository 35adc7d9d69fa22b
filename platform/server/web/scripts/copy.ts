/** Beside a field with `data-copy`, a button that copies what is in it. Without script, the field itself can be copied. */
export function offerToCopy(): void {
  for (const field of document.querySelectorAll<HTMLTextAreaElement>('[data-copy]')) {
    field.addEventListener('focus', () => field.select())
    // Browsers give the clipboard to pages that came over HTTPS.
    if (!navigator.clipboard) continue
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'govuk-button govuk-button--secondary'
    button.textContent = field.dataset['copy'] ?? ''
    const told = document.createElement('span')
    told.setAttribute('role', 'status')
    told.className = 'wb-quiet'
    button.addEventListener('click', () => {
      void navigator.clipboard.writeText(field.value).then(() => {
        told.textContent = field.dataset['copied'] ?? ''
      })
    })
    field.after(button, ' ', told)
  }
}
