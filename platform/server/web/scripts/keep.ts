/**
 * Remembers an unsent raise on this device (R3): a form with `data-keep="<whose>"` is written to the device's storage
 * while it is typed, and filled from there when it comes up empty again. It is forgotten when the case was raised
 * (a page with `data-kept-sent`), at sign-out, on request, and after a week.
 */
const PREFIX = 'wardbook.unsent.'
const WEEK = 7 * 24 * 60 * 60 * 1000

interface Kept {
  at: number
  fields: Record<string, string>
}

export function keepUnsent(): void {
  if (document.querySelector('[data-kept-sent]')) forgetAll()
  document.querySelector('form[action="/sign-out"]')?.addEventListener('submit', forgetAll)

  const form = document.querySelector<HTMLFormElement>('form[data-keep]')
  if (!form) return
  const key = PREFIX + (form.dataset['keep'] ?? '')
  const kept = read(key)
  const fresh = JSON.stringify(typed(form))
  // A draft comes up filled in, and so does a part of a case; what was typed over it on this device is newer.
  const asked = new URLSearchParams(window.location.search)
  const filledIn = asked.has('draft') || asked.has('part_of')
  if (kept && (filledIn || !hasWords(form))) restore(form, kept, key)

  const keep = (): void => {
    const fields = typed(form)
    write(key, (hasWords(form) && !filledIn) || JSON.stringify(fields) !== fresh ? fields : {})
  }
  let pause = 0
  form.addEventListener('input', () => {
    window.clearTimeout(pause)
    pause = window.setTimeout(keep, 400)
  })
  // The last words before a press or before the phone is put away.
  form.addEventListener('submit', keep)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') keep()
  })
}

/** Whether anything was written. A fresh form has its choices already, such as who writes to the residents. */
function hasWords(form: HTMLFormElement): boolean {
  const choices = ['hidden', 'radio', 'checkbox', 'file', 'submit']
  return [...form.elements].some(
    (field) =>
      (field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && !choices.includes(field.type))) && field.value !== ''
  )
}

/** Every field that has something in it, by name. The submission's own id is new for each form. */
function typed(form: HTMLFormElement): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && value !== '' && name !== 'client_id') fields[name] = value
  }
  return fields
}

function restore(form: HTMLFormElement, kept: Kept, key: string): void {
  let without = ''
  for (const [name, value] of Object.entries(kept.fields)) {
    const field = form.elements.namedItem(name)
    // What is so already opens no fold.
    if (field && 'value' in field && field.value === value) continue
    if (field instanceof RadioNodeList) field.value = value
    else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) field.value = value
    else {
      addHidden(form, name, value)
      if (!without.startsWith('people.')) without = name
    }
    const shown = field instanceof RadioNodeList ? (field[0] as Element | undefined) : field
    const fold = shown?.closest('details')
    if (fold) fold.open = true
  }
  // A second resident has no fields on a fresh page, nor have photos that were sent: let the server draw them with what was typed.
  const button = form.querySelector<HTMLButtonElement>(`button[value="${without.startsWith('people.') ? 'add-person' : 'enter'}"]`)
  if (without && button) {
    form.requestSubmit(button)
    return
  }

  const note = document.createElement('div')
  note.className = 'wb-kept'
  note.setAttribute('role', 'status')
  const words = document.createElement('span')
  words.textContent = form.dataset['keepRestored'] ?? ''
  const forget = document.createElement('button')
  forget.type = 'button'
  forget.className = 'wb-linklike'
  forget.textContent = form.dataset['keepForget'] ?? ''
  forget.addEventListener('click', () => {
    localStorage.removeItem(key)
    window.location.assign(window.location.pathname + window.location.search)
  })
  note.append(words, forget)
  form.before(note)
}

function addHidden(form: HTMLFormElement, name: string, value: string): void {
  const field = document.createElement('input')
  field.type = 'hidden'
  field.name = name
  field.value = value
  form.append(field)
}

function read(key: string): Kept | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Kept | null
    if (kept && Date.now() - kept.at < WEEK) return kept
    localStorage.removeItem(key)
  } catch {
    // Storage that is off or damaged is as good as empty.
  }
  return undefined
}

function write(key: string, fields: Record<string, string>): void {
  try {
    if (Object.keys(fields).length === 0) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields } satisfies Kept))
  } catch {
    // A full or forbidden storage must not stand in the way of typing.
  }
}

function forgetAll(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key)
  } catch {
    // Nothing was kept then.
  }
}
