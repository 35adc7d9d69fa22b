/** An admin uploads a new version of the routing, changes its table, sees what would be different, and takes it back (R58, R59). */
import assert from 'node:assert/strict'

import { raise, standing } from './pages.mjs'

export async function changeTheRouting({ facts, checks, later, as }) {
  const { file, service, team, other } = facts.routing
  const teamOf = async (summary) => {
    const councillor = await as(facts.councillor)
    await raise(councillor, { summary, service: facts.service })
    const { holder } = await standing(councillor)
    return [team, other].find((name) => holder.includes(name)) ?? holder
  }
  assert.equal(await teamOf('A hole before the change'), team)
  // What is raised at this very moment is not of the past yet.
  await later(1)

  let admin = await as(facts.admin)
  await admin.goto('/')
  await admin.locator('.wb-me summary').click()
  await admin.locator('.wb-me a[href="/plugins"]').click()
  await checks.look(admin, 'plugins', { picture: true })
  await admin.locator('a[href="/plugins/routing"]').click()

  await admin.getByText('Upload a plugin').click()
  await admin.locator('#component').setInputFiles({ name: 'notes.wasm', mimeType: 'application/wasm', buffer: Buffer.from('hello') })
  await admin.getByRole('button', { name: 'Upload and check' }).click()
  await admin.locator('#component-error').waitFor()
  await checks.look(admin, 'plugin-refused', { picture: true })
  await admin.locator('#component').setInputFiles(file)
  await admin.getByRole('button', { name: 'Upload and check' }).click()
  await admin.waitForURL('**/plugins/routing?done=uploaded*')
  assert.equal(await admin.locator('input[name=from]:checked').count(), 1, 'what was uploaded is chosen')
  await checks.look(admin, 'plugin-kind', { picture: true })
  await admin.getByRole('button', { name: 'Set it up' }).click()
  await admin.waitForURL('**/plugins/setups/*')

  // Its table: the row for potholes goes to another team. It is found by what it says.
  const rows = admin.locator('.wb-rows__row')
  const all = await rows.count()
  await admin.locator('[data-find] input').fill(service)
  const found = admin.locator('.wb-rows__row:visible').filter({ has: admin.locator(`input[value="${service}"]`) })
  assert.equal(await found.count(), 1, `one row says ${service}`)
  const cell = found.locator('input[list=list-group]')
  assert.equal(await cell.inputValue(), team)
  await cell.fill('A team that is not there')
  await admin.getByRole('button', { name: 'Save and check' }).click()
  await admin.locator('.govuk-error-summary a').first().click()
  const wrong = admin.locator('input.govuk-input--error')
  assert.equal(await wrong.inputValue(), 'A team that is not there', 'what was typed stays')
  await checks.look(admin, 'plugin-setup-refused', { picture: true, vast: true })
  await wrong.fill(other)
  await admin.getByRole('button', { name: 'Save and check' }).click()
  await admin.waitForURL('**/plugins/setups/*?done=saved')
  assert.equal(await rows.count(), all, 'no row was lost while some were hidden')
  await checks.look(admin, 'plugin-setup', { picture: true, vast: true })

  await admin.getByRole('button', { name: 'Rehearse' }).click()
  await admin.waitForURL('**/plugins/rehearsals/*')
  await checks.look(admin, 'rehearsal-running', { picture: true })
  const rehearsal = new URL(admin.url()).pathname
  await later(0)
  admin = await as(facts.admin)
  await admin.goto(rehearsal)
  const moved = await admin.locator('.wb-figure').innerText()
  assert.match(moved, /^\d+ of \d+ cases would go to another team$/)
  const shift = admin.locator('.govuk-table tbody tr').first()
  assert.deepEqual((await shift.locator('td').allInnerTexts()).slice(0, 2), [team, other])
  await checks.look(admin, 'rehearsal', { picture: true })
  await admin.getByRole('button', { name: 'Put in force' }).click()
  await admin.locator('#reason').fill('The other team has taken over the roads.')
  await checks.look(admin, 'plugin-activate', { picture: true })
  await admin.getByRole('button', { name: 'Put in force' }).click()
  await admin.waitForURL('**/plugins/routing?done=activated')
  assert.equal(await teamOf('A hole after the change'), other)

  await admin.getByRole('link', { name: 'Go back to this' }).first().click()
  await admin.locator('#reason').fill('They have given it back.')
  await admin.getByRole('button', { name: 'Go back to this' }).click()
  await admin.waitForURL('**/plugins/routing?done=activated')
  await checks.look(admin, 'plugin-history', { picture: true })
  assert.equal(await teamOf('A hole after all'), team)
}
