/** Brings people to what they must read first: the summary of problems, or what was just done. */
export function focusWhatMatters(): void {
  const important = document.querySelector<HTMLElement>('.govuk-error-summary, .govuk-notification-banner[role="alert"]')
  if (important) focusOnce(important)

  document.querySelector('.govuk-error-summary')?.addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="#"]')
    const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)))
    if (!field) return
    event.preventDefault()
    // What is folded away cannot have the focus.
    for (let fold = field.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null) fold.open = true
    const words = field.closest('fieldset')?.querySelector('legend') ?? document.querySelector(`label[for="${CSS.escape(field.id)}"]`)
    ;(field.matches('[type=radio]') ? words : (document.querySelector(`label[for="${CSS.escape(field.id)}"]`) ?? words))?.scrollIntoView()
    field.focus({ preventScroll: true })
  })
}

/** Focus without making the element a stop of the Tab key afterwards. */
function focusOnce(element: HTMLElement): void {
  element.tabIndex = -1
  element.addEventListener('blur', () => element.removeAttribute('tabindex'), { once: true })
  element.focus()
}
