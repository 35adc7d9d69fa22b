/** What people do on the pages, and what they read there. A page is found by its address, a control by its name. */
import assert from 'node:assert/strict'

/** Types into the raise form what is given, as a person would: from top to bottom, choosing and ticking. */
export async function fillRaise(page, { summary, place, service, resident }) {
  if (summary !== undefined) await page.locator('#summary').fill(summary)
  if (place) await page.locator('#place_words').fill(place)
  if (service) await page.locator('#service').selectOption(service)
  if (!resident) return
  const field = (name) => page.locator(`[name="people.0.${name}"]`)
  await field('name').fill(resident.name)
  await field('phone').fill(resident.phone)
  await page.locator(`[name="people.0.consent"][value="${resident.consent}"]`).check()
}

export const raiseButton = (page) => page.locator('.wb-submit button[value=raise]')

/** Raises a case from the home page and returns its reference. */
export async function raise(page, form) {
  await page.goto('/')
  await page.locator('.wb-titlebar a[href="/raise"]').click()
  await page.waitForURL('**/raise')
  await fillRaise(page, form)
  await raiseButton(page).click()
  await page.waitForURL('**/cases/**')
  return referenceOf(page)
}

export const referenceOf = (page) => new URL(page.url()).pathname.replace('/cases/', '')

/** Name of the stage, and who has the case, from the head of a case's page. */
export async function standing(page) {
  const head = page.locator('.wb-casehead__state')
  const stage = (await head.locator('.wb-tag').innerText()).trim()
  const quiet = head.locator('.wb-quiet')
  return { stage, holder: (await quiet.count()) ? (await quiet.innerText()).trim() : '' }
}

/** Takes one of the actions that the case's page offers. */
export async function act(page, verb, { text, group } = {}) {
  const form = page.locator(`form[action$="/actions/${verb}"]`)
  const fold = page.locator('details.wb-action', { has: form })
  if ((await fold.count()) && !(await fold.evaluate((details) => details.open))) await fold.locator('summary').click()
  if (group) await form.locator('select[name=group]').selectOption({ label: group })
  if (text) await form.locator('textarea').fill(text)
  await form.locator('button').click()
  await page.waitForURL(`**/cases/*?done=${verb}*`)
  await page.locator('.govuk-notification-banner--success').waitFor()
}

export const offers = async (page, verb) => (await page.locator(`form[action$="/actions/${verb}"]`).count()) > 0

/** The link to a case in a list. */
export const linkTo = (page, reference) => page.locator(`.wb-case__title a[href="/cases/${reference}"]`)

/** Finds a case in a list, page after page, and opens it. */
export async function open(page, list, reference) {
  await page.goto(list)
  await page.locator('main .wb-case__title, main .wb-empty').first().waitFor()
  while (!(await linkTo(page, reference).count())) {
    await Promise.all([page.waitForNavigation(), page.locator('.govuk-pagination__next a').click()])
  }
  await linkTo(page, reference).click()
  await page.waitForURL('**/cases/**')
}

/** The page at `path` says, without a word of the case, that there is nothing. */
export async function assertNotFound(page, path, secret) {
  const answer = await page.goto(path)
  assert.equal(answer.status(), 404, `${path} is not found`)
  const text = await page.locator('body').innerText()
  assert.ok(!text.includes(secret), `${path} tells nothing of the case`)
}
