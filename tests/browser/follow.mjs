/** A pothole from the councillor's phone to the team, with a question, an answer, a second try, and an end. */
import assert from 'node:assert/strict'

import { act, linkTo, offers, open, raise, standing } from './pages.mjs'

/** A picture of one dot. */
const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const POTHOLE = {
  summary: 'Pothole outside the school gate',
  place: 'By the crossing in Station Road',
  resident: { name: 'Joan Reeve', phone: '01632 960 123', consent: 'yes' }
}

/** Returns the names of the stages in which the case stood. */
export async function followThrough({ facts, checks, as }) {
  const seen = []
  const councillor = await as(facts.councillor)
  const reference = await raise(councillor, { ...POTHOLE, service: facts.service })
  const banner = await councillor.locator('.govuk-notification-banner').innerText()
  assert.ok(Object.keys(facts.members).some((team) => banner.includes(team)), `the banner names the team: ${banner}`)
  const why = await councillor.locator('[aria-labelledby=why] p').first().innerText()
  assert.ok(why.trim().length > 10, 'the page says why this team')
  await checks.look(councillor, 'case-raised', { picture: true })

  // A photo from the phone, straight after.
  await councillor.locator('#file').setInputFiles({ name: 'hole.png', mimeType: 'image/png', buffer: Buffer.from(DOT, 'base64') })
  await councillor.getByRole('button', { name: 'Add these' }).click()
  const photo = councillor.locator('.wb-files img')
  await photo.scrollIntoViewIfNeeded()
  await photo.waitFor()
  assert.ok(await photo.evaluate(async (image) => { await image.decode(); return image.naturalWidth > 0 }), 'the photo is shown')
  await checks.look(councillor, 'case-photo', { picture: true })

  const note = async () => {
    await councillor.goto(`/cases/${reference}`)
    const now = await standing(councillor)
    if (seen.at(-1) !== now.stage) seen.push(now.stage)
    return now
  }
  /** Whoever works in the group that has the case, with the case open from their queue. */
  const holder = async () => {
    const now = await note()
    const group = Object.keys(facts.members).find((name) => now.holder.includes(name))
    assert.ok(group, `${now.stage}: with ${now.holder}`)
    const page = await as(facts.members[group])
    await open(page, '/queue', reference)
    return page
  }
  const isWithRaiser = async () => facts.stages.raiser.includes((await note()).stage)
  /** Every group in turn answers, or passes on the answer, until the councillor has it. */
  const answer = async (text) => {
    while (!(await isWithRaiser())) {
      const page = await holder()
      if (await offers(page, 'confirm-resolved')) await act(page, 'confirm-resolved')
      else await act(page, 'resolve', { text })
    }
  }

  // Through the desk that receives, where the council has one.
  let worker = await holder()
  if (facts.stages.triage.includes(seen.at(-1))) {
    if (await offers(worker, 'acknowledge')) await act(worker, 'acknowledge')
    const offered = await worker.locator('#assign-group option').nth(1).innerText()
    assert.ok(facts.members[offered], `the team that the rules suggest is offered first, not ${offered}`)
    await act(worker, 'assign', { group: offered })
    worker = await holder()
  }
  await checks.look(worker, 'case-team', { picture: true })
  await act(worker, 'request-information', { text: 'Which side of the road is it on?' })

  await note()
  await councillor.goto('/')
  await checks.look(councillor, 'home', { picture: true })
  await linkTo(councillor.locator('[aria-labelledby=needs-me]'), reference).click()
  await councillor.waitForURL('**/cases/**')
  await councillor.getByText('Which side of the road is it on?').first().waitFor()
  await checks.look(councillor, 'case', { picture: true })
  await act(councillor, 'provide-information', { text: "The school's side, by the drain." })

  await answer('The hole is filled.')
  await checks.look(councillor, 'case-answered', { picture: true })
  await act(councillor, 'send-back', { text: 'There is a second hole beside it.' })
  await answer('Both holes are filled.')
  await act(councillor, 'confirm-resolved')
  const { stage } = await note()
  assert.ok(facts.stages.closed.includes(stage), `closed, not ${stage}`)
  assert.equal(await councillor.locator('form[action*="/actions/"]').count(), 1, 'all that is left is to open it again')
  await checks.look(councillor, 'case-closed', { picture: true })
  await councillor.goto('/requests')
  await checks.look(councillor, 'requests', { picture: true })
  assert.deepEqual([...new Set(seen)], facts.way)
  return seen
}
