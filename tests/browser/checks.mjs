/**
 * What holds for every page, whatever it is for: nothing for axe to complain about, no sideways scroll on a phone,
 * no complaint of the console (the security policy!), and the weight that the design allows. Pictures are kept.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

import { AxeBuilder } from '@axe-core/playwright'

import { DESK, PHONE } from './browser.mjs'

/** Bytes over the wire, for a first visit. */
const BUDGETS = { script: 15 * 1024, stylesheet: 18 * 1024, document: 10 * 1024, all: 45 * 1024 }
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

export class Checks {
  findings = new Set()

  constructor(folder, council) {
    this.folder = folder
    this.council = council
  }

  find(what) {
    if (!this.findings.has(what)) console.log(`FOUND ${what}`)
    this.findings.add(what)
  }

  listen(page) {
    page.on('pageerror', (error) => this.find(`${page.url()}: ${error.message}`))
    page.on('console', (message) => {
      // A refused form or a page that is not there is an answer, not a mistake.
      const status = message.text().startsWith('Failed to load resource')
      if (message.type() === 'error' && !status) this.find(`${page.url()}: ${message.text()}`)
    })
  }

  /**
   * Looks at a page as it is, at every width; `picture` keeps it for people to look at. A page with hundreds of rows takes axe minutes:
   * `vast` leaves that to the same page with a few rows among the samples.
   */
  async look(page, name, { picture = false, vast = false } = {}) {
    for (const width of [320, PHONE.width, DESK.width]) {
      await page.setViewportSize({ ...(width < DESK.width ? PHONE : DESK), width })
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      if (excess > 0) this.find(`${name} at ${width}px scrolls sideways by ${excess}px`)
      if (picture && width !== 320) await this.picture(page, name, width)
    }
    await page.setViewportSize(PHONE)
    if (vast) return
    const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze()
    for (const { id, nodes } of violations) this.find(`${name}: axe ${id}: ${nodes.map((node) => node.target.join(' ')).join('; ')}`)
  }

  /** The whole page on a screen as tall as it is, so that a bar at the foot of the screen hides nothing. */
  async picture(page, name, width) {
    await mkdir(this.folder, { recursive: true })
    const height = await page.evaluate(() => document.documentElement.scrollHeight)
    await page.setViewportSize({ width, height })
    await page.screenshot({ path: join(this.folder, `${this.council}-${name}-${width}.png`) })
  }

  /** Weighs a first visit: `page` must come with an empty cache. */
  async weigh(page, path) {
    const arrived = []
    const note = (request) => arrived.push(request)
    page.on('requestfinished', note)
    await page.goto(path, { waitUntil: 'networkidle' })
    page.off('requestfinished', note)
    const weights = { all: 0 }
    for (const request of arrived) {
      const { responseBodySize } = await request.sizes()
      const type = request.resourceType()
      weights[type] = (weights[type] ?? 0) + responseBodySize
      weights.all += responseBodySize
    }
    const told = Object.entries(weights).map(([type, bytes]) => `${type} ${(bytes / 1024).toFixed(1)} KB`)
    console.log(`weight of ${path}: ${told.join(', ')}`)
    for (const [type, most] of Object.entries(BUDGETS)) {
      if (weights[type] > most) this.find(`${path}: ${type} weighs ${weights[type]} bytes, more than ${most}`)
    }
  }
}
