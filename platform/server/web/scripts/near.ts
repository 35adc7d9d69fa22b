/**
 * Tells what is known near a place as soon as it is set: an element with `data-near` is filled with what that address
 * says of the `latitude` and `longitude` of its form. Without script, the form says it when it is drawn again.
 */
export function tellWhatIsNear(): void {
  for (const near of document.querySelectorAll<HTMLElement>('[data-near]')) {
    const form = near.closest('form')
    const latitude = form?.querySelector<HTMLInputElement>('input[name=latitude]')
    const longitude = form?.querySelector<HTMLInputElement>('input[name=longitude]')
    if (!latitude || !longitude) continue
    let asked = ''
    latitude.addEventListener('input', () => {
      const place = new URLSearchParams({ latitude: latitude.value, longitude: longitude.value }).toString()
      asked = place
      // Nobody waits for it: where there is no signal, nothing is told.
      void fetch(`${near.dataset['near'] ?? ''}?${place}`, { headers: { accept: 'application/json' } })
        .then((answer) => (answer.ok ? answer.json() : { works: [] }))
        .then((told: { title: string; works: string[] }) => {
          if (asked === place) fill(near, told)
        })
        .catch(() => undefined)
    })
  }
}

function fill(near: HTMLElement, told: { title: string; works: string[] }): void {
  near.replaceChildren()
  if (told.works.length === 0) return
  const title = document.createElement('p')
  title.textContent = told.title
  const list = document.createElement('ul')
  for (const work of told.works) {
    const line = document.createElement('li')
    line.textContent = work
    list.append(line)
  }
  near.append(title, list)
}
