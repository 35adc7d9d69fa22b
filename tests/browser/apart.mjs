/** One report that is two matters: a part becomes a case of its own, with what is known of the whole (R12, R25). */
import assert from 'node:assert/strict'

import { raise, raiseButton, referenceOf } from './pages.mjs'

const KNOWN = {
  history: 'It began in the spring, after the work on the bridge.',
  approached: 'The contact centre, twice. It was on a list.',
  wanted: 'That it is put right before the winter.'
}

export async function splitApart(town) {
  await factsAreKeptOnTheDevice(town)
  await aPartBecomesACase(town)
}

/** Opens the fold of the facts and types them. */
async function tellFacts(page) {
  await page.getByText('More that helps the team').click()
  for (const [name, text] of Object.entries(KNOWN)) await page.locator(`#${name}`).fill(text)
}

async function factsAreStillThere(page) {
  for (const [name, text] of Object.entries(KNOWN)) {
    const field = page.locator(`#${name}`)
    assert.ok(await field.isVisible(), `the fold of ${name} is open`)
    assert.equal(await field.inputValue(), text)
  }
}

async function factsAreKeptOnTheDevice({ facts, checks, as }) {
  const page = await as(facts.councillor)
  await page.goto('/raise')
  assert.ok(!(await page.locator('#history').isVisible()), 'nobody has to see them')
  await tellFacts(page)
  await checks.look(page, 'raise-facts', { picture: true })
  await page.goto('/')
  await page.goto('/raise')
  await page.getByText('We kept what you typed here before.').waitFor()
  await factsAreStillThere(page)
  await raiseButton(page).click()
  await page.locator('.govuk-error-summary').waitFor()
  await factsAreStillThere(page)
  await page.locator('#summary').fill('The bridge: a hole in the deck, and no light')
  await raiseButton(page).click()
  await page.waitForURL('**/cases/**')
  for (const text of Object.values(KNOWN)) await page.getByText(text).waitFor()
  await checks.look(page, 'case-facts', { picture: true })
}

async function aPartBecomesACase({ facts, checks, as }) {
  const page = await as(facts.councillor)
  const whole = referenceOf(page)
  await page.getByRole('link', { name: 'Split off a part' }).click()
  await page.waitForURL('**/raise?part_of=*')
  await page.getByText(`what is a matter of its own in ${whole}`).waitFor()
  await factsAreStillThere(page)
  await checks.look(page, 'raise-part', { picture: true })
  // Left and come back to: what was typed over what is known is kept, too.
  await page.locator('#summary').fill('No light on the bridge')
  await page.goto('/')
  await page.goto(`/raise?part_of=${whole}`)
  await page.getByText('We kept what you typed here before.').waitFor()
  assert.equal(await page.locator('#summary').inputValue(), 'No light on the bridge')
  await factsAreStillThere(page)
  await raiseButton(page).click()
  await page.waitForURL('**/cases/**')
  const part = referenceOf(page)
  assert.notEqual(part, whole)
  await page.locator('.wb-links', { hasText: 'Split off' }).getByText(whole).waitFor()
  for (const text of Object.values(KNOWN)) await page.getByText(text).waitFor()
  await checks.look(page, 'case-part', { picture: true })
  await page.goto(`/cases/${whole}`)
  await page.locator('.wb-links', { hasText: 'A part of this case became' }).getByText(part).waitFor()
  await checks.look(page, 'case-whole', { picture: true })

  const other = await raise(page, { summary: 'A case that has nothing to do with it' })
  await page.goto(`/cases/${other}`)
  assert.equal(await page.locator('.wb-links').count(), 0, 'and nothing else is connected')
}
