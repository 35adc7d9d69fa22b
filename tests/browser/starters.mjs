/** An admin gives Wardbook the list of the council's people, says what it leaves open, and lets a directory send it instead (R57, R58, R60). */
import assert from 'node:assert/strict'

const HEAD = 'WorkerID,FirstName,LastName,Email,OfficePhone,JobTitle,Division,Department,ManagerID,HireDate,LeaveDate,WorkerStatus,WorkerType,Ward'
const row = (id, first, last, department) =>
  `${id},${first},${last},${first}.${last}@council.example,,Officer,Services,${department},,2026-11-02,,Active,Employee,`

export async function takePeopleIn({ facts, checks, later, as }) {
  let admin = await as(facts.admin)
  await admin.goto('/plugins')
  await admin.locator('section[aria-labelledby="people-feed"] h3 a').click()
  await admin.locator('input[name=from][value="shipped:people-csv"]').check()
  await admin.getByRole('button', { name: 'Set it up' }).click()
  await admin.waitForURL('**/plugins/setups/*')
  const columns = { key: 'WorkerID', given_name: 'FirstName', family_name: 'LastName', email: 'Email', starts: 'HireDate', units: 'Division\nDepartment' }
  for (const [name, column] of Object.entries(columns)) await admin.locator(`[name="columns.${name}"]`).fill(column)
  await admin.getByRole('button', { name: 'Save and check' }).click()
  await admin.waitForURL('**/plugins/setups/*?done=saved')
  await checks.look(admin, 'plugin-setup-people', { picture: true })
  await admin.getByRole('link', { name: 'Put in force' }).or(admin.getByRole('button', { name: 'Put in force' })).first().click()
  await admin.locator('#reason').fill('Our HR system writes this file.')
  await admin.getByRole('button', { name: 'Put in force' }).click()
  await admin.waitForURL('**/plugins/people-feed/people-csv?done=activated')
  await later(0)

  admin = await as(facts.admin)
  await admin.goto('/plugins')
  const feed = admin.locator('section[aria-labelledby="people-feed"]')
  assert.match(await feed.innerText(), /Last read: Not yet/)
  await checks.look(admin, 'plugins-feeds', { picture: true })
  await feed.locator('.wb-recent__what a').click()
  await admin.locator('#fares').waitFor()
  await checks.look(admin, 'plugin-feed', { picture: true })

  const give = async (text) => {
    await admin.getByText('Give it a file').click()
    await admin.locator('#file').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
    await admin.getByRole('button', { name: 'Read the file' }).click()
  }
  await give('Nothing of the kind\n')
  await admin.locator('#file-error').waitFor()
  await checks.look(admin, 'plugin-feed-refused', { picture: true })
  const list = [HEAD, row('J1', 'Wenna', 'Pascoe', 'Highways maintenance'), row('J2', 'Alun', 'Hale', 'Works of art')].join('\n')
  await admin.goto('/plugins/people-feed/people-csv')
  await give(list)
  await admin.locator('.govuk-notification-banner').waitFor()
  await admin.getByRole('link', { name: 'See who joins, moves and leaves' }).click()
  await checks.look(admin, 'people', { picture: true })

  // Somebody whose unit nobody knows is asked about, and never guessed.
  await admin.locator('section[aria-labelledby="waiting"] a').first().click()
  await admin.locator('#conflicts').waitFor()
  assert.equal(await admin.locator('h1').innerText(), '1 joins · 1 thing only you can say')
  assert.match(await admin.locator('.wb-panel').first().innerText(), /Works of art/)
  await checks.look(admin, 'people-plan', { picture: true })
  await admin.locator('#conflict-1-to').selectOption({ label: facts.routing.team })
  await admin.getByRole('button', { name: 'Keep this' }).first().click()
  await admin.goto('/people')
  await admin.locator('section[aria-labelledby="waiting"] a').first().click()
  await admin.getByText('Source: People from an HR file').waitFor()
  assert.equal(await admin.locator('#conflicts').count(), 0, 'what was said is known from now on')
  assert.equal(await admin.locator('input[name=take]:checked').count(), 2)
  await admin.getByRole('button', { name: 'Put in force' }).click()
  await admin.waitForURL('**/people?done=*')
  await checks.look(admin, 'people-taken-in', { picture: true })
  assert.match(await admin.locator('section[aria-labelledby="log"]').innerText(), /Wenna Pascoe[\s\S]*Alun Hale|Alun Hale[\s\S]*Wenna Pascoe/)
  await later(0)
  const joiner = await as('Wenna Pascoe')
  await joiner.goto('/')
  assert.equal(new URL(joiner.url()).pathname, '/', 'who has joined comes in')

  // From now on the directory sends it.
  admin = await as(facts.admin)
  await admin.goto('/plugins/people-feed/people-csv')
  await admin.getByText('Turn it off').first().click()
  await admin.locator('#reason').fill('The directory sends it now.')
  await admin.getByRole('button', { name: 'Turn it off' }).click()
  await admin.goto('/people')
  await admin.getByRole('button', { name: 'Make a token for the directory' }).click()
  assert.ok((await admin.locator('#token').inputValue()).length > 30)
  await checks.look(admin, 'people-token', { picture: true })
  await admin.goto('/people')
  assert.equal(await admin.locator('#token').count(), 0, 'it is shown once')
  await admin.getByRole('button', { name: 'Take the token back' }).click()
  await admin.getByRole('button', { name: 'Make a token for the directory' }).waitFor()
}
