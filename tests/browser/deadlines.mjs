/** What time does: an answer that comes too late, an answer that nobody reads, and a letter on its way (R28, R29, R32). */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'

import { act, offers, open, raise, raiseButton, referenceOf, standing } from './pages.mjs'

const LAMP = { summary: 'The lamp by the library is dark', place: 'Library Lane' }
const BENCH = { summary: 'A bench without a seat', place: 'The park by the mill' }
const LETTER = { name: 'Rhian Resident', address: '14 Mill Lane, Ashcombe, AC1 2QD' }

export async function keepTime({ facts, checks, as, later }) {
  await missDeadline({ facts, checks, as, later })
  await closeByItself({ facts, checks, as, later })
  await printLetter({ facts, checks, as, later })
}

/** The council answers too late: a banner for the councillor, news for the desk. */
async function missDeadline({ facts, checks, as, later }) {
  const reference = await raise(await as(facts.councillor), { ...LAMP, service: facts.service })
  await later(12)
  const councillor = await as(facts.councillor)
  await councillor.goto(`/cases/${reference}`)
  await councillor.getByText('This case is overdue').first().waitFor()
  await checks.look(councillor, 'case-overdue', { picture: true })
  const desk = await as(facts.members[facts.desks[0]])
  await desk.goto('/notices')
  const news = desk.locator('main li', { has: desk.locator(`a[href*="${reference}"]`) }).filter({ hasText: 'overdue' })
  await news.first().waitFor()
  await checks.look(desk, 'desk-notices', { picture: true })
  await news.first().locator('a').first().click()
  await desk.waitForURL(`**/cases/${reference}**`)
}

/** The councillor has the answer and says nothing: the case closes with notice, and opens again when asked. */
async function closeByItself({ facts, checks, as, later }) {
  const reference = await raise(await as(facts.councillor), { ...BENCH, service: facts.service })
  await answered({ facts, as }, reference)
  await later(21)
  let councillor = await as(facts.councillor)
  await councillor.goto('/notices')
  const notice = councillor.locator(`main a[href*="${reference}"]`).first()
  await notice.waitFor()
  await checks.look(councillor, 'notices-closed', { picture: true })
  await notice.click()
  await councillor.waitForURL(`**/cases/${reference}**`)
  assert.ok(facts.stages.closed.includes((await standing(councillor)).stage), 'it is closed')
  await councillor.getByText('nobody replied in time').first().waitFor()
  await checks.look(councillor, 'case-closed-by-itself', { picture: true })
  await act(councillor, 'reopen', { text: 'I was away. The seat is still missing.' })
  assert.ok(!facts.stages.closed.includes((await standing(councillor)).stage), 'it is open again')
}

/** Whoever has the case answers it, until the councillor has it. */
export async function answered({ facts, as }, reference) {
  const councillor = await as(facts.councillor)
  for (;;) {
    await councillor.goto(`/cases/${reference}`)
    const now = await standing(councillor)
    if (facts.stages.raiser.includes(now.stage)) return
    const group = Object.keys(facts.members).find((name) => now.holder.includes(name))
    assert.ok(group, `${now.stage}: with ${now.holder}`)
    const page = await as(facts.members[group])
    await open(page, '/queue', reference)
    if (await offers(page, 'confirm-resolved')) await act(page, 'confirm-resolved')
    else await act(page, 'resolve', { text: 'A new seat is fitted.' })
  }
}

/** A resident without email hears by letter: the desk prints what waits, and the letter says what it should. */
async function printLetter({ facts, checks, as, later }) {
  const councillor = await as(facts.councillor)
  await councillor.goto('/raise')
  await councillor.evaluate(() => document.querySelectorAll('details').forEach((fold) => { fold.open = true }))
  const field = (name) => councillor.locator(`[name="people.0.${name}"]`)
  await councillor.locator('#summary').fill('No bin was left for us')
  await field('name').fill(LETTER.name)
  await field('address').fill(LETTER.address)
  await field('tell').selectOption('post')
  await councillor.locator('[name="people.0.consent"][value=yes]').check()
  await councillor.locator('[name=reply_route][value=to-resident]').check()
  await raiseButton(councillor).click()
  await councillor.waitForURL('**/cases/**')
  const reference = referenceOf(councillor)
  await later(1)

  const desk = await as(facts.members[facts.desks[0]])
  await desk.goto('/letters')
  await desk.locator(`main a[href="/cases/${reference}"]`).first().waitFor()
  await checks.look(desk, 'letters', { picture: true })
  await desk.locator('form[action="/letters/print"] button').click()
  const link = desk.locator('.govuk-notification-banner a[href^="/letters/batches/"]')
  await link.waitFor()
  const [download] = await Promise.all([desk.waitForEvent('download'), link.click()])
  const words = execFileSync('pdftotext', ['-layout', await download.path(), '-'], { encoding: 'utf8' })
  for (const expected of [LETTER.name, '14 Mill Lane', 'AC1 2QD', reference]) {
    assert.ok(words.includes(expected), `${expected} stands in the letter: ${words}`)
  }
  await checks.look(desk, 'letters-printed', { picture: true })
  const again = await as(facts.councillor)
  await again.goto(`/cases/${reference}`)
  await again.locator('.wb-event__state--printed').waitFor()
}
