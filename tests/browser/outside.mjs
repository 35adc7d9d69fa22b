/** People without an account, on a phone: another party answers a question, a resident follows their matter and is heard. */
import assert from 'node:assert/strict'

import { act, raise } from './pages.mjs'

const WALL = {
  summary: 'A wall that leans over the path',
  place: 'Behind the chapel',
  resident: { name: 'Rosa Resident', phone: '01632 960 127', consent: 'yes' }
}

export async function hearOutside({ facts, checks, people, as }) {
  const councillor = await as(facts.councillor)
  const reference = await raise(councillor, WALL)
  const links = councillor.locator('[aria-labelledby=outside-links]')
  const open = () => councillor.goto(`/cases/${reference}`)

  await links.getByRole('link', { name: 'Ask somebody outside' }).click()
  await checks.look(councillor, 'ask-outside', { picture: true })
  await councillor.locator('#name').fill('Northfield Homes')
  await councillor.locator('#text').fill('Is the wall yours?')
  await councillor.locator('#show_place').check()
  await councillor.getByRole('button', { name: 'See what they will see' }).click()
  const preview = await councillor.locator('.wb-shown').innerText()
  assert.ok(preview.includes('Is the wall yours?') && preview.includes(WALL.place) && !preview.includes(WALL.summary), preview)
  await checks.look(councillor, 'ask-outside-preview', { picture: true })
  await councillor.getByRole('button', { name: 'Make the link' }).click()
  const question = await councillor.locator('#link').inputValue()
  await checks.look(councillor, 'link-made', { picture: true })

  const northfield = await people.stranger(facts.site)
  await northfield.goto(question)
  assert.equal(await northfield.locator('.wb-shown').innerText(), preview, 'they see what was shown before')
  await checks.look(northfield, 'guest-question', { picture: true })
  await northfield.locator('#text').fill('It is ours. A builder comes on Monday.')
  await northfield.getByRole('button', { name: 'Send my answer' }).click()
  await northfield.getByRole('heading', { name: 'Your answer has arrived' }).waitFor()
  await checks.look(northfield, 'guest-thanks')
  assert.equal((await northfield.goto(question)).status(), 404)
  await checks.look(northfield, 'guest-gone', { picture: true })

  await open()
  await councillor.getByText('A builder comes on Monday.').waitFor()
  await links.getByRole('button', { name: `Make a link for ${WALL.resident.name}` }).click()
  const page = await councillor.locator('#link').inputValue()
  const rosa = await people.stranger(facts.site)
  await rosa.goto(page)
  await checks.look(rosa, 'guest-matter', { picture: true })
  await rosa.locator('#text').fill('It leans further since the storm.')
  await rosa.getByRole('button', { name: 'Send', exact: true }).click()
  await rosa.getByText('What you wrote has arrived').waitFor()

  await open()
  await councillor.getByText('It leans further since the storm.').waitFor()
  await act(councillor, 'withdraw', { text: 'The builder was there.' })
  await rosa.goto(page)
  await rosa.getByText('The council has closed it').waitFor()
  await rosa.getByLabel('No, not yet').check()
  await rosa.getByLabel('2 – badly').check()
  await rosa.locator('#comment').fill('Nobody came.')
  await rosa.getByRole('button', { name: 'Tell us' }).click()
  await rosa.getByText('You said it is not solved').waitFor()
  await checks.look(rosa, 'guest-matter-said', { picture: true })

  await open()
  await councillor.locator('.wb-verdict--no').getByText('Nobody came.').waitFor()
  await checks.look(councillor, 'case-not-solved', { picture: true })
  await act(councillor, 'reopen', { text: 'The resident says that nobody came.' })
  await open()
  await links.getByRole('button', { name: 'Take back' }).click()
  await councillor.getByText('It opens nothing any more').waitFor()
  assert.equal((await rosa.goto(page)).status(), 404)
}
