/**
 * Tells how many characters are left, once there are few (GOV.UK Frontend's character count, without the parts we do
 * not use). What is seen changes at once; what is read out waits until typing pauses.
 */
export function countCharacters(): void {
  for (const group of document.querySelectorAll<HTMLElement>('[data-module="govuk-character-count"]')) {
    const area = group.querySelector('textarea')
    const hint = group.querySelector<HTMLElement>('.govuk-character-count__message')
    const limit = Number(group.dataset['maxlength'])
    if (!area || !hint || !limit) continue
    const threshold = (limit * Number(group.dataset['threshold'] ?? 0)) / 100

    const seen = document.createElement('div')
    seen.className = hint.className
    seen.setAttribute('aria-hidden', 'true')
    const heard = document.createElement('div')
    heard.className = 'govuk-visually-hidden'
    heard.setAttribute('role', 'status')
    hint.classList.add('govuk-visually-hidden')
    hint.after(seen, heard)

    let pause = 0
    const update = (): void => {
      const used = area.value.length
      const near = used >= threshold
      seen.textContent = near ? words(group, limit - used) : ''
      seen.classList.toggle('govuk-error-message', used > limit)
      seen.classList.toggle('govuk-hint', used <= limit)
      area.classList.toggle('govuk-textarea--error', used > limit)
      window.clearTimeout(pause)
      pause = window.setTimeout(() => {
        heard.textContent = near ? words(group, limit - used) : ''
      }, 1000)
    }
    area.addEventListener('input', update)
    update()
  }
}

function words(group: HTMLElement, left: number): string {
  const count = Math.abs(left)
  if (left === 0) return group.getAttribute('data-i18n.characters-at-limit') ?? ''
  const kind = `data-i18n.characters-${left > 0 ? 'under' : 'over'}-limit`
  const plural = new Intl.PluralRules(document.documentElement.lang).select(count)
  const text = group.getAttribute(`${kind}.${plural}`) ?? group.getAttribute(`${kind}.other`) ?? ''
  return text.replace('%{count}', count.toLocaleString(document.documentElement.lang))
}
