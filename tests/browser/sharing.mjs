/** Who sees a case (R34): the ward where the resident agreed, nobody else of the ward, nobody of another council. */
import { assertNotFound, open, raise } from './pages.mjs'

export async function seeOrNot({ facts, checks, people, as }) {
  const raiser = await as(facts.councillor)
  const resident = { name: 'Ada Agreed', phone: '01632 960 125', consent: 'yes' }
  const shared = await raise(raiser, { summary: 'Bench without a back', resident })
  const hidden = await raise(raiser, { summary: 'Damp in the back bedroom', resident: { ...resident, name: 'Nora Never', consent: 'no' } })

  const colleague = await as(facts.colleague)
  await open(colleague, '/ward', shared)
  await checks.look(colleague, 'case-of-ward')
  await colleague.goto('/ward')
  await checks.look(colleague, 'ward', { picture: true })
  await assertNotFound(colleague, `/cases/${hidden}`, 'Damp')
  await checks.look(colleague, 'not-found', { picture: true })

  const elsewhere = await people.at(facts.other.site, facts.other.person)
  await assertNotFound(elsewhere, `/cases/${shared}`, 'Bench')
}
