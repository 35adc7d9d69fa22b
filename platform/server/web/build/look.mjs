/**
 * Looks at every sample page in a real browser: `npm run look -- <folder of pages> [page …]`.
 *
 * The folder is what `WARDBOOK_PAGES_OUT=<folder> cargo test -p server pages_are_written_out` wrote. Checks each page
 * at 320, 390 and 1280 px for sideways scrolling, small targets, complaints of the console (the security policy!)
 * and, with axe, WCAG 2.2 AA. Leaves screenshots in `<folder>/shots`. Ends with 1 when anything is found.
 */
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { basename, dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { AxeBuilder } from '@axe-core/playwright'
import { chromium } from 'playwright-core'

const [folder, ...wanted] = process.argv.slice(2)
if (!folder) {
  console.error('usage: npm run look -- <folder of pages> [page …]')
  process.exit(2)
}
const dist = join(dirname(fileURLToPath(import.meta.url)), '../dist')
const shots = join(folder, 'shots')
await mkdir(shots, { recursive: true })

const policy = (await readFile(join(dist, '../../src/web/security.rs'), 'utf8'))
  .match(/CONTENT_SECURITY_POLICY: &str = "([^"]+)"/)[1]
  .replaceAll(/\\\s+/g, '')
const types = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' }
const server = createServer(async (request, response) => {
  const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname)
  const places = path.startsWith('/assets/') ? [join(dist, path), join(folder, path)] : [join(folder, basename(path))]
  for (const place of places) {
    const content = await readFile(place).catch(() => undefined)
    if (content) {
      response.writeHead(200, { 'content-type': types[extname(place)], 'content-security-policy': policy })
      return response.end(content)
    }
  }
  response.writeHead(404).end()
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${server.address().port}`

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
})
const pages = (await readdir(folder)).filter((name) => name.endsWith('.html'))
const chosen = wanted.length ? pages.filter((name) => wanted.some((start) => name.startsWith(start))) : pages
let findings = 0
const complain = (where, what) => {
  findings += 1
  console.log(`${where}: ${what}`)
}

const page = await (await browser.newContext()).newPage()
let place = ''
page.on('console', (message) => message.type() === 'error' && complain(place, message.text()))
page.on('pageerror', (error) => complain(place, error.message))
for (const name of chosen.sort()) {
  for (const width of [320, 390, 1280]) {
    place = `${name} at ${width}px`
    await page.setViewportSize({ width, height: width < 600 ? 844 : 900 })
    await page.goto(`${origin}/${name}`)
    const { overflow, small } = await page.evaluate(measure)
    if (overflow.length) complain(place, `scrolls sideways: ${overflow.join(', ')}`)
    if (width === 320) continue
    if (small.length && width === 390) complain(place, `small targets: ${small.join(', ')}`)
    await page.screenshot({ path: join(shots, `${name.replace('.html', '')}.${width}.png`), fullPage: true })
    // Everything folded is opened, so that what it hides is checked as well.
    await page.evaluate(() => document.querySelectorAll('details:not(.wb-me)').forEach((fold) => (fold.open = true)))
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
    for (const { id, nodes } of violations) complain(place, `axe ${id}: ${nodes.map((node) => node.target.join(' ')).join('; ')}`)
  }
}
await browser.close()
server.close()
console.log(`${chosen.length} pages, ${findings} findings`)
process.exitCode = findings ? 1 : 0

/** In the page: what sticks out to the right, and which controls are smaller than a finger (44 px, links in text aside). */
function measure() {
  const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth
  const overflow = wide
    ? [...document.querySelectorAll('body *')]
        .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .map((element) => `${element.tagName.toLowerCase()}.${element.className}`)
        .slice(0, 5)
    : []
  const small = [...document.querySelectorAll('button, summary, select, input:not([type=hidden]), .govuk-button, .wb-nav a, .wb-pills a, .wb-tabs a, .wb-counts a')]
    .filter((element) => !element.classList.contains('wb-enter') && element.checkVisibility())
    .filter((element) => {
      const { height, width } = element.getBoundingClientRect()
      return height < 44 || width < 44
    })
    .map((element) => `${element.tagName.toLowerCase()}.${element.className} ${Math.round(element.getBoundingClientRect().height)}px`)
  return { overflow, small: [...new Set(small)] }
}
