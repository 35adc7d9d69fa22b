/**
 * One council's journey in a real browser: `node journey.mjs <facts as JSON>`, see `browser.rs` for the facts.
 * Ends with 1 when a step is not possible or a page has a flaw; prints what it saw.
 */
import { createInterface } from 'node:readline'

import { splitApart } from './apart.mjs'
import { start } from './browser.mjs'
import { Checks } from './checks.mjs'
import { keepTime } from './deadlines.mjs'
import { followThrough } from './follow.mjs'
import { liveAtHome } from './home.mjs'
import { hearOutside } from './outside.mjs'
import { People } from './people.mjs'
import { raiseWithPhotos } from './photos.mjs'
import { changeTheRouting } from './plugins.mjs'
import { raiseInEveryWay } from './raising.mjs'
import { seeOrNot } from './sharing.mjs'
import { takePeopleIn } from './starters.mjs'
import { tellResidents } from './telling.mjs'
import { belongTogether } from './together.mjs'

const facts = JSON.parse(process.argv[2])
const browser = await start()
const checks = new Checks(facts.pictures, facts.slug)
const people = new People(browser, checks)
const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
/** Lets days go by: the program's clock moves and its worker looks. Sessions have ended by then, so everybody signs in again. */
const later = async (days) => {
  console.log(`days: ${days}`)
  const { value } = await answers.next()
  if (value !== 'gone by') throw new Error(`${days} days did not go by: ${value}`)
  await people.leave()
}
const town = { facts, checks, people, later, as: (name) => people.at(facts.site, name) }
try {
  if (facts.journey === 'plugins') {
    await changeTheRouting(town)
  } else if (facts.journey === 'starters') {
    await takePeopleIn(town)
  } else if (facts.journey === 'home') {
    await liveAtHome(town)
  } else {
    await raiseInEveryWay(town)
    await raiseWithPhotos(town)
    const stages = await followThrough(town)
    await seeOrNot(town)
    await hearOutside(town)
    await belongTogether(town)
    await splitApart(town)
    await tellResidents(town)
    await keepTime(town)
    console.log(`went through: ${stages.join(' → ')}`)
  }
} catch (error) {
  checks.find(error.stack)
  for (const context of browser.contexts()) {
    for (const page of context.pages()) console.log(`open then: ${page.url()}`)
  }
} finally {
  await browser.close()
  process.stdin.destroy()
}
process.exitCode = checks.findings.size ? 1 : 0
