/** Finds rows in a long table of settings: those that do not hold what is typed are hidden while it stands there. */
export function findRows(): void {
  for (const table of document.querySelectorAll<HTMLElement>('[data-rows]')) {
    const label = table.querySelector<HTMLElement>('[data-find]')
    const find = label?.querySelector('input')
    const count = table.querySelector<HTMLElement>('.wb-rows__count')
    const rows = [...table.querySelectorAll<HTMLElement>('.wb-rows__row')]
    if (!label || !find || !count || label.dataset['find'] === 'on' || rows.length < 8) continue
    label.dataset['find'] = 'on'
    label.hidden = false
    const all = count.textContent ?? ''
    count.setAttribute('role', 'status')
    find.addEventListener('input', () => {
      const wanted = find.value.trim().toLowerCase()
      let shown = 0
      for (const row of rows) {
        const cells = [...row.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')]
        row.hidden = wanted !== '' && !cells.some((cell) => cell.value.toLowerCase().includes(wanted))
        if (!row.hidden) shown += 1
      }
      count.textContent = wanted === '' ? all : (table.dataset['rows'] ?? '').replace('%{count}', shown.toString())
    })
    // Enter would send the form.
    find.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') event.preventDefault()
    })
  }
}
