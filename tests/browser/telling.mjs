/** What residents read: the council's own text for them, and what each of them gets, seen before it goes (R21, R31). */
import assert from 'node:assert/strict'

import { answered } from './deadlines.mjs'
import { raiseButton, referenceOf, standing } from './pages.mjs'

const RESIDENT = { name: 'Rhian Resident', address: '14 Mill Lane, Ashcombe, AC1 2QD' }
const OWN = 'You wrote to {{ councillor }} about {{ case.summary }}. Here is some news.\n\n{{ message }}'

export async function tellResidents(town) {
  await writeTheText(town)
  const reference = await raiseForResidents(town)
  await seeNewsFirst(town, reference)
  await seeTheOutcomeFirst(town, reference)
}

/** A text with a field that there is not is refused in words; the right one is seen, and saved. */
async function writeTheText({ facts, checks, as }) {
  const page = await as(facts.admin)
  await page.goto('/templates')
  await page.locator('main a[href^="/templates/progress/"]').first().click()
  await page.locator('#text').fill(OWN.replace('councillor', 'counsellor'))
  await page.getByRole('button', { name: 'Save' }).click()
  const problem = page.locator('.govuk-error-summary', { hasText: 'there is no field called counsellor' })
  await problem.waitFor()
  assert.ok((await page.locator('#text').inputValue()).includes('{{ counsellor }}'), 'what was typed is still there')
  await checks.look(page, 'template-refused', { picture: true })
  await problem.getByRole('link').click()
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'text', 'the summary leads to the text')

  await page.locator('#text').fill(OWN)
  await page.getByRole('button', { name: 'Show how it looks' }).click()
  await page.locator('[aria-labelledby=preview]', { hasText: 'Here is some news.' }).waitFor()
  await checks.look(page, 'template-preview', { picture: true })
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('It is saved. The next message uses it.').waitFor()
  await checks.look(page, 'template-saved', { picture: true })
}

async function raiseForResidents({ facts, as }) {
  const page = await as(facts.councillor)
  await page.goto('/raise')
  await page.evaluate(() => document.querySelectorAll('details').forEach((fold) => { fold.open = true }))
  await page.locator('#summary').fill('The bus shelter has no roof')
  await page.locator('#service').selectOption(facts.service)
  const field = (name) => page.locator(`[name="people.0.${name}"]`)
  await field('name').fill(RESIDENT.name)
  await field('address').fill(RESIDENT.address)
  await field('tell').selectOption('post')
  await page.locator('[name="people.0.consent"][value=yes]').check()
  await page.locator('[name=reply_route][value=to-resident]').check()
  await raiseButton(page).click()
  await page.waitForURL('**/cases/**')
  return referenceOf(page)
}

const sheet = (page) => page.locator('.wb-sheet')

async function seeNewsFirst({ facts, checks, as }, reference) {
  const page = await as(facts.councillor)
  await page.getByRole('link', { name: 'Write a letter' }).click()
  await checks.look(page, 'write', { picture: true })
  await page.locator('#text').fill('The new roof comes on Thursday.')
  const see = page.getByRole('button', { name: 'See it before it goes' })
  await see.click()
  await sheet(page).getByText('The new roof comes on Thursday.').waitFor()
  const shown = await sheet(page).innerText()
  assert.ok(shown.includes('Here is some news.') && shown.includes(`Dear ${RESIDENT.name}`), shown)
  await checks.look(page, 'write-seen', { picture: true })
  await page.getByRole('button', { name: 'Change' }).click()
  assert.equal(await page.locator('#text').inputValue(), 'The new roof comes on Thursday.')
  await page.locator('#text').fill('The new roof comes on Friday.')
  await see.click()
  await sheet(page).getByText('The new roof comes on Friday.').waitFor()
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByText('Your letter waits to be printed').waitFor()
  await page.getByText('The new roof comes on Friday.').first().waitFor()
  assert.equal(await page.getByText('comes on Thursday').count(), 0, `what was changed is not sent: ${reference}`)
}

async function seeTheOutcomeFirst({ facts, checks, as }, reference) {
  await answered({ facts, as }, reference)
  const page = await as(facts.councillor)
  const form = page.locator('form[action$="/actions/confirm-resolved"]')
  await form.getByText('You see first what each resident gets.').waitFor()
  await form.locator('textarea').fill('Thank you.')
  await form.locator('button').click()
  await sheet(page).getByText('A new seat is fitted.').waitFor()
  await checks.look(page, 'outcome-seen', { picture: true })
  await page.getByRole('button', { name: 'Change' }).click()
  assert.equal(await form.locator('textarea').inputValue(), 'Thank you.')
  await form.locator('button').click()
  await page.getByRole('button', { name: 'Send, and close the case' }).click()
  await page.waitForURL(`**/cases/${reference}?done=confirm-resolved*`)
  assert.ok(facts.stages.closed.includes((await standing(page)).stage), 'it is closed')
}
