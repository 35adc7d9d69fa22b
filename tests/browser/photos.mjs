/** Photos on the raise form, on a phone: how far they are, the place that one offers, and the case that they go with (R10, R3). */
import assert from 'node:assert/strict'
import { basename } from 'node:path'

import { signIn } from './people.mjs'
import { raiseButton } from './pages.mjs'

export async function raiseWithPhotos(town) {
  await withTheScript(town)
  await withoutAScript(town)
}

async function withTheScript({ facts, checks, people }) {
  const page = await people.stranger(facts.site)
  await signIn(page, facts.councillor)
  // The edge of a signal: what is sent takes its time.
  const slow = await page.context().newCDPSession(page)
  const uploads = (uploadThroughput) =>
    slow.send('Network.emulateNetworkConditions', { offline: false, latency: 20, downloadThroughput: -1, uploadThroughput })
  await page.goto('/raise')
  await page.locator('#summary').fill('The lamp by the ford is out')
  await uploads(200 * 1024)
  await page.locator('#file').setInputFiles(facts.photos)
  const bar = page.getByRole('progressbar', { name: 'Sending' })
  await bar.waitFor()
  await page.waitForFunction(() => {
    const { value } = document.querySelector('progress') ?? {}
    return value > 0 && value < 1
  })
  await checks.look(page, 'raise-sending')
  await page.locator('#place_words').fill('By the ford')
  await page.locator('#photos .wb-files li').nth(1).waitFor()
  await uploads(-1)
  assert.equal(await bar.count(), 0, 'the bar goes when it is done')
  assert.match(await page.locator('form[data-upload] p[role=status]').allInnerTexts().then((all) => all.join(' ')), /2 files go with this case/)
  assert.equal(await page.locator('#place_words').inputValue(), 'By the ford', 'what is typed meanwhile stays')
  for (const photo of facts.photos) await page.locator('#photos li', { hasText: basename(photo) }).waitFor()
  const pictures = page.locator('#photos img')
  assert.equal(await pictures.count(), 2, 'each has a small picture')
  for (const picture of await pictures.all()) {
    await picture.scrollIntoViewIfNeeded()
    const width = await picture.evaluate(async (image) => { await image.decode(); return image.naturalWidth })
    assert.ok(width > 0, 'both can be seen')
  }
  await checks.look(page, 'raise-photos', { picture: true })

  assert.equal(await page.locator('[name=latitude]').inputValue(), '', 'no place is taken silently')
  await page.locator('button[value=use-place]').click()
  await page.locator('.wb-offer').waitFor({ state: 'detached' })
  assert.notEqual(await page.locator('[name=latitude]').inputValue(), '')
  assert.equal(await page.locator('#summary').inputValue(), 'The lamp by the ford is out')
  await page.locator('#file').setInputFiles({ name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<p>No</p>') })
  await page.locator('#file-error', { hasText: 'page.html' }).waitFor()
  assert.equal(await page.locator('#photos .wb-files li').count(), 2, 'one that is refused costs no other')
  await checks.look(page, 'raise-file-refused', { picture: true })
  await raiseButton(page).click()
  await page.waitForURL('**/cases/**')
  assert.equal(await page.locator('.wb-files img').count(), 2)
  assert.equal(await page.locator('.wb-offer').count(), 0, 'the place is known')
  await checks.look(page, 'case-photos', { picture: true })
  await addToTheCase(page, facts, checks)
  await page.context().close()
}

/** More on the case's own page, by the same script. */
async function addToTheCase(page, facts, checks) {
  const file = { name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<p>No</p>') }
  const add = page.locator('form[action$="/files"] button[type=submit]')
  await page.locator('#file').setInputFiles(file)
  await add.click()
  await page.locator('.govuk-error-summary', { hasText: 'page.html' }).waitFor()
  assert.ok(await page.evaluate(() => document.activeElement?.classList.contains('govuk-error-summary')), 'what was refused is read first')
  await checks.look(page, 'case-file-refused')
  await page.locator('#file').setInputFiles({ name: 'words.txt', mimeType: 'text/plain', buffer: Buffer.from('It has been dark since Friday.') })
  await add.click()
  await page.locator('.wb-files', { hasText: 'words.txt' }).waitFor()
  await page.locator('.govuk-notification-banner--success').waitFor()
}

async function withoutAScript({ facts, people }) {
  const page = await people.stranger(facts.site, { javaScriptEnabled: false })
  await signIn(page, facts.councillor)
  await page.goto('/raise')
  await page.locator('#place_words').fill('By the ford')
  await page.locator('#file').setInputFiles(facts.photos)
  await raiseButton(page).click()
  await page.locator('.govuk-error-summary a[href="#summary"]').waitFor()
  assert.equal(await page.locator('#photos .wb-files li').count(), 2, 'a refused form keeps its photos')
  assert.equal(await page.locator('#place_words').inputValue(), 'By the ford')
  await page.locator('#photos li', { hasText: basename(facts.photos[1]) }).locator('button').click()
  assert.equal(await page.locator('#photos .wb-files li').count(), 1)
  await page.locator('#summary').fill('The lamp by the ford is out, without a script')
  await raiseButton(page).click()
  await page.waitForURL('**/cases/**')
  assert.equal(await page.locator('.wb-files img').count(), 1)
  // The place was not taken on the form, so the case offers it.
  await page.locator('.wb-offer button[value=use]').click()
  await page.waitForURL('**done=place-added**')
  assert.equal(await page.locator('.wb-offer').count(), 0)
  await page.context().close()
}
