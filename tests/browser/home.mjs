/** The home page with what feeds brought: its cards chosen and put in order, its map, the calendar; works near a place (R14, R52–R54). */
import assert from 'node:assert/strict'

import { signIn } from './people.mjs'

export async function liveAtHome({ facts, checks, people, as }) {
  const page = await as(facts.councillor)
  await page.goto('/')
  await page.locator('.wb-map__mark').first().waitFor()
  const marks = await page.locator('.wb-map__number').allTextContents()
  const listed = await page.locator('ol .wb-work__number').allTextContents()
  assert.deepEqual(marks, listed, 'the map and the list have the same numbers')
  assert.equal(await page.locator('.wb-meeting').count(), 5)
  await checks.look(page, 'home-feeds', { picture: true })
  await page.locator('a[href="/home/works"]').click()
  await page.waitForURL('**/home/works')
  await checks.look(page, 'home-works', { picture: true })
  await page.goto('/home/figures')
  await checks.look(page, 'home-figures', { picture: true })

  await chooseCards(page, checks)
  await chooseCards(await withoutScript(people, facts), checks, true)
  await subscribe(page, checks, people, facts)
  await hearOfWorks(page, checks, facts)
}

/** Somebody whose browser runs no scripts. */
async function withoutScript(people, facts) {
  const page = await people.stranger(facts.site, { javaScriptEnabled: false })
  await signIn(page, facts.colleague)
  return page
}

async function chooseCards(page, checks, plain = false) {
  await page.goto('/')
  await page.locator('.wb-choose a').click()
  await page.waitForURL('**/home/cards')
  const titles = () => page.locator('.wb-cards__list').first().locator('label').allInnerTexts()
  const before = await titles()
  await page.locator('#shown-recent').uncheck()
  await page.locator('button[value="up:works"]').click()
  await page.waitForURL('**/home/cards?saved=1#card-works')
  const after = await titles()
  assert.notDeepEqual(after, before, 'the card has moved')
  assert.equal(await page.locator('#shown-recent').isChecked(), false, 'what was ticked is saved with it')
  if (!plain) await checks.look(page, 'home-cards', { picture: true })
  await page.goto('/')
  assert.equal(await page.locator('#recent').count(), 0)
  await page.goto('/home/cards')
  await page.locator('button[value=usual]').click()
  await page.waitForURL('**/home/cards?saved=1')
  assert.deepEqual(await titles(), before)
}

async function subscribe(page, checks, people, facts) {
  await page.goto('/')
  await page.locator('.wb-me summary').click()
  await page.locator('.wb-me a[href="/home/calendar"]').click()
  await checks.look(page, 'home-calendar', { picture: true })
  await page.locator('button[value=make]').click()
  const address = await page.locator('#link').inputValue()
  await checks.look(page, 'home-calendar-made', { picture: true })
  const stranger = await people.stranger(facts.site)
  const fetched = () =>
    stranger.evaluate(async (url) => {
      const answer = await fetch(url)
      return { status: answer.status, text: await answer.text() }
    }, address)
  assert.match((await fetched()).text, /^BEGIN:VCALENDAR\r\n[^]*SUMMARY:[^]*END:VCALENDAR\r\n$/)
  await page.goto('/home/calendar')
  await page.locator('button[value=end]').click()
  await page.waitForURL('**/home/calendar?done=ended')
  assert.equal((await fetched()).status, 404)
}

async function hearOfWorks(page, checks, facts) {
  await page.context().grantPermissions(['geolocation'])
  await page.context().setGeolocation(facts.works.at)
  await page.goto('/raise')
  await page.locator('.wb-locate button').click()
  const near = page.locator('.wb-near li')
  await near.first().waitFor()
  assert.match(await near.first().innerText(), new RegExp(facts.works.street))
  await checks.look(page, 'raise-near', { picture: true })
}
