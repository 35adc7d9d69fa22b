/** The menu of the person signed in closes like a menu: by Escape, or by a press anywhere else. */
export function closeMenus(): void {
  const menu = document.querySelector<HTMLDetailsElement>('details.wb-me')
  if (!menu) return
  document.addEventListener('click', (event) => {
    if (!menu.contains(event.target as Node)) menu.open = false
  })
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return
    menu.open = false
    menu.querySelector('summary')?.focus()
  })
}
