/**
 * Sends the files of a form with `data-upload="<id of a part>"` beside the page, tells how far that is, and draws the part again from the
 * answer; where the answer is another page, goes there. With `data-upload-by="<button>"`, files go as soon as they are chosen, as that
 * button would send them. Whatever fails leaves the form as it was, to be sent the plain way.
 */
export function showUploads(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-upload]')) watch(form)
}

function watch(form: HTMLFormElement): void {
  const part = (within: Document): HTMLElement | null => within.getElementById(form.dataset['upload'] ?? '')
  const by = form.dataset['uploadBy']
  const input = (): HTMLInputElement | null => form.querySelector('input[type=file]')
  const at = by ? part(document) : input()?.closest('.govuk-form-group')
  if (!at) return
  const words = (what: string): string => form.dataset[`upload${what}`] ?? ''
  const { bar, say, show } = meter(at)
  let busy = false
  let plainly = false
  let pressed: HTMLElement | null = null
  form.classList.add('wb-uploads')

  if (by) {
    form.addEventListener('change', (event) => {
      if (event.target === input() && input()?.files?.length && !busy) send()
    })
  }
  form.addEventListener('submit', (event) => {
    if (busy) pressed = event.submitter
    else if (by || plainly || !input()?.files?.length) return
    else send()
    event.preventDefault()
    // Neither is the form sent, nor is its button pressed once and for all.
    event.stopImmediatePropagation()
  })

  function send(): void {
    busy = true
    const body = new FormData(form)
    if (by) body.set('do', by)
    const request = new XMLHttpRequest()
    request.open('POST', form.getAttribute('action') ?? '')
    request.responseType = 'document'
    request.upload.onprogress = ({ lengthComputable, loaded, total }) => {
      if (lengthComputable) bar.value = loaded / total
    }
    // Without a value the bar tells that it goes on: what comes now, such as the look for viruses, is not measured.
    request.upload.onload = () => {
      bar.removeAttribute('value')
      say(words('Check'))
    }
    request.onload = () => answered(request)
    request.onerror = failed
    bar.value = 0
    show(true)
    say(words('Busy'))
    request.send(body)
  }

  function answered(request: XMLHttpRequest): void {
    const [old, fresh] = [part(document), request.responseXML && part(request.responseXML)]
    if (request.status === 200 && !by) {
      window.history.replaceState(null, '', `${request.responseURL}#files`)
      window.location.reload()
    } else if (request.status < 500 && old && fresh) {
      const focused = old.contains(document.activeElement)
      old.replaceWith(document.adoptNode(fresh))
      done([...fresh.querySelectorAll('[data-told]')].map((element) => element.textContent?.trim()).join('. '))
      if (focused && by) input()?.focus()
      if (!form.isConnected) document.dispatchEvent(new Event('wb-drawn'))
    } else failed()
  }

  function failed(): void {
    plainly = true
    form.classList.remove('wb-uploads')
    pressed = null
    done(words('Failed'), true)
  }

  function done(told: string, seen = false): void {
    busy = false
    show(false)
    say(told, seen)
    // The button that was pressed meanwhile: now it may go on, unless something was refused.
    const button = pressed
    pressed = null
    if (button && !form.querySelector('#file-error')) form.requestSubmit(button)
  }

  /** A bar to look at, and a line that is read out: when it begins, when it is sent, and what came of it. */
  function meter(beside: Element): { bar: HTMLProgressElement; say: (told: string, seen?: boolean) => void; show: (is: boolean) => void } {
    const bar = document.createElement('progress')
    bar.className = 'wb-upload-bar'
    bar.max = 1
    bar.setAttribute('aria-label', words('Busy'))
    const line = document.createElement('p')
    line.className = 'wb-quiet'
    line.setAttribute('role', 'status')
    beside.after(line)
    // What is drawn again on the page is told beside it for those alone who do not see it.
    const say = (told: string, seen = true): void => {
      line.textContent = told
      line.classList.toggle('govuk-visually-hidden', !seen)
    }
    return { bar, say, show: (is) => (is ? line.before(bar) : bar.remove()) }
  }
}
