/** Raising: without what is needed, twice at once, without a script, in Welsh, and what nobody can route. */
import assert from 'node:assert/strict'

import { signIn } from './people.mjs'
import { fillRaise, open, raise, raiseButton, standing } from './pages.mjs'

export async function raiseInEveryWay(town) {
  await weighAFirstVisit(town)
  await theSummaryIsMissing(town)
  await aDoubleClickRaisesOneCase(town, true)
  await aDoubleClickRaisesOneCase(town, false)
  await otherWaitsForTriage(town)
  if (town.facts.languages.includes('cy')) await inWelsh(town)
}

async function weighAFirstVisit({ facts, checks, people, as }) {
  const storageState = await (await as(facts.councillor)).context().storageState()
  for (const path of ['/', '/raise', '/requests', '/ward']) {
    // A new context of the same person has an empty cache, as on a first visit.
    const fresh = await people.browser.newContext({ baseURL: facts.site, storageState })
    await checks.weigh(await fresh.newPage(), path)
    await fresh.close()
  }
}

async function theSummaryIsMissing({ facts, checks, as }) {
  const page = await as(facts.councillor)
  await page.goto('/raise')
  await checks.look(page, 'raise', { picture: true })
  const typed = { place: 'Opposite the library', service: facts.service, resident: { name: 'Joan Reeve', phone: '01632 960 123', consent: 'yes' } }
  await fillRaise(page, typed)
  await raiseButton(page).click()
  const link = page.locator('.govuk-error-summary a[href="#summary"]')
  await link.waitFor()
  await checks.look(page, 'raise-problems', { picture: true })
  await link.click()
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'summary', 'the summary of problems leads to the field')
  assert.equal(await page.locator('#place_words').inputValue(), typed.place)
  assert.equal(await page.locator('#service').inputValue(), typed.service)
  assert.equal(await page.locator('[name="people.0.name"]').inputValue(), typed.resident.name)
  assert.ok(await page.locator('[name="people.0.consent"][value=yes]').isChecked(), 'the answer on consent is kept')
  await page.locator('#summary').fill('Mended at the second try')
  await raiseButton(page).click()
  await page.waitForURL('**/cases/**')
}

async function aDoubleClickRaisesOneCase({ facts, people }, javaScriptEnabled) {
  const page = await people.stranger(facts.site, { javaScriptEnabled })
  await signIn(page, facts.councillor)
  const summary = `Pressed twice ${javaScriptEnabled ? 'with' : 'without'} a script`
  const count = async () => {
    await page.goto(`/requests?search=${encodeURIComponent(summary)}`)
    return page.locator('.wb-request').count()
  }
  const before = await count()
  await page.goto('/raise')
  await fillRaise(page, { summary, service: facts.service, resident: { name: 'Ivor Twice', phone: '01632 960 124', consent: 'yes' } })
  await raiseButton(page).dblclick({ noWaitAfter: true })
  // The second press may break off the page that the first one led to, so wait for what stands there in the end.
  await page.locator('.wb-casehead h1', { hasText: summary }).waitFor()
  assert.equal(await count(), before + 1, `${summary}: one case`)
  await page.context().close()
}

async function otherWaitsForTriage({ facts, checks, as }) {
  const page = await as(facts.councillor)
  const reference = await raise(page, { summary: 'Who owns the footbridge?' })
  const { stage, holder } = await standing(page)
  assert.ok(facts.stages.triage.includes(stage), `${reference} stands in ${stage}`)
  const desk = facts.desks.find((group) => holder.includes(group))
  assert.ok(desk, `${reference} is with a desk: ${holder}`)
  await checks.look(page, 'case-in-triage')
  const officer = await as(facts.members[desk])
  await officer.goto('/queue')
  await checks.look(officer, 'triage', { picture: true })
  await open(officer, '/queue', reference)
}

async function inWelsh({ facts, checks, as }) {
  const page = await as(facts.councillor)
  await page.goto('/raise')
  await page.locator('a[lang=cy]').click()
  assert.equal(await page.locator('html').getAttribute('lang'), 'cy')
  assert.equal(new URL(page.url()).pathname, '/raise', 'the switch leads back to where it was')
  await checks.look(page, 'raise-cy')
  await page.goto(`/language/en?back=${encodeURIComponent('/')}`)
}
