/** People of a council, each with a browser of their own, signed in by picking themselves from the page. */
import { PHONE } from './browser.mjs'

export class People {
  #seats = new Map()

  constructor(browser, checks) {
    this.browser = browser
    this.checks = checks
  }

  /** The page of somebody who is signed in at `site`; the same page whenever the same person is asked for. */
  async at(site, name) {
    const seat = `${site} ${name}`
    if (!this.#seats.has(seat)) {
      const page = await this.stranger(site)
      await signIn(page, name)
      this.#seats.set(seat, page)
    }
    return this.#seats.get(seat)
  }

  /** Everybody closes their browser. */
  async leave() {
    for (const page of this.#seats.values()) await page.context().close()
    this.#seats.clear()
  }

  /** A page of somebody who is not signed in, on a phone; `options` are those of a browser context. */
  async stranger(site, options = {}) {
    const context = await this.browser.newContext({ baseURL: site, viewport: PHONE, ...options })
    context.setDefaultTimeout(20_000)
    const page = await context.newPage()
    this.checks.listen(page)
    await page.goto('/sign-in')
    return page
  }
}

/** Opens the groups of people until the name shows, and presses it. */
export async function signIn(page, name) {
  const button = page.locator('button.wb-person', { hasText: name })
  const group = page.locator('details.wb-group', { has: button })
  if (!(await button.isVisible())) await group.locator('summary').click()
  await button.click()
  await page.waitForURL('**/')
}
