/** Looks again every few seconds at what is under way, as long as it is, the page is seen, and nobody is at a control of it. */
export function lookAgain(): void {
  if (!document.querySelector('[data-refresh]')) return
  window.setTimeout(() => {
    const busy = document.querySelector('main button:focus, main a:focus')
    if (document.visibilityState === 'visible' && !busy) window.location.reload()
    else lookAgain()
  }, 2000)
}
