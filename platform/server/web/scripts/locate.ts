/**
 * "Use where I am now": fills the hidden `latitude` and `longitude` beside an element with `data-locate`, whose value
 * is the button's text. The button exists only with a script and a device that knows where it is.
 */
export function offerPosition(): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-locate]')) {
    if (!('geolocation' in navigator)) continue
    const latitude = place.querySelector<HTMLInputElement>('input[name=latitude]')
    const longitude = place.querySelector<HTMLInputElement>('input[name=longitude]')
    if (!latitude || !longitude) continue

    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'govuk-button govuk-button--secondary'
    button.textContent = place.dataset['locate'] ?? ''
    const status = place.querySelector<HTMLElement>('.wb-locate__status') ?? document.createElement('p')
    status.className = 'wb-locate__status'
    status.setAttribute('role', 'status')
    place.append(button, status)

    const tell = (what: 'busy' | 'done' | 'failed'): void => {
      status.textContent = place.dataset[what] ?? ''
    }
    button.addEventListener('click', () => {
      tell('busy')
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          latitude.value = coords.latitude.toFixed(6)
          longitude.value = coords.longitude.toFixed(6)
          latitude.dispatchEvent(new Event('input', { bubbles: true }))
          tell('done')
        },
        () => tell('failed'),
        { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 }
      )
    })
  }
}
