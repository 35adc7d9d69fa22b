/** Two members report one problem: merged and taken apart again, then one outcome for both. */
import { raise, standing } from './pages.mjs'

export async function belongTogether({ facts, checks, as }) {
  const [one, other] = [await as(facts.councillor), await as(facts.colleague)]
  const first = await raise(one, { summary: 'A deep hole by the library', service: facts.service })
  const second = await raise(other, { summary: 'Somebody fell over a hole by the library', service: facts.service })
  await one.goto(`/cases/${first}`)
  const { holder } = await standing(one)
  const officer = await as(facts.members[Object.keys(facts.members).find((name) => holder.includes(name))])

  const connect = async (reference, relation, with_) => {
    await officer.goto(`/cases/${reference}`)
    await officer.getByText('Connect with another case').click()
    await officer.locator('#link-other').fill(with_)
    await officer.locator('#link-relation').selectOption(relation)
    await officer.getByRole('button', { name: 'Connect' }).click()
    await officer.getByText('The cases are connected.').waitFor()
  }
  await connect(second, 'merged-into', first)
  await officer.getByText('This case is closed and follows').waitFor()
  await checks.look(officer, 'case-merged', { picture: true })
  await other.goto(`/cases/${second}`)
  await other.getByText('merged this case into').first().waitFor()
  await officer.getByRole('button', { name: 'Undo the merge' }).click()
  await officer.getByText('The cases are no longer connected.').waitFor()

  await connect(first, 'master-of', second)
  await officer.getByText('Send the outcome to the case that follows this one').click()
  await officer.locator('#outcome-text').fill('The road gets a new surface in March.')
  await checks.look(officer, 'case-master', { picture: true })
  await officer.getByRole('button', { name: 'Send to all' }).click()
  await officer.getByText('on its way to all cases').waitFor()
  await other.goto(`/cases/${second}`)
  await other.getByText('The road gets a new surface in March.').first().waitFor()
  await checks.look(other, 'case-outcome-of-master', { picture: true })
}
