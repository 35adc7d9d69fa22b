/**
 * Builds what the pages need from npm packages and our sources into `web/dist/`, which the server embeds:
 *
 *   govuk/*.html        GOV.UK Frontend's components as minijinja macros
 *   assets/*            stylesheet, script and pictures, named by their content so that browsers may keep them
 *                       for ever, each also packed (.gz)
 *   manifest.json       logical name → hashed name
 *
 * A run with nothing changed takes no time: `dist/.stamp` remembers a digest of everything that went in.
 */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

import { budgets } from './budgets.mjs'

const web = join(dirname(fileURLToPath(import.meta.url)), '..')
const root = join(web, '../../..')
const dist = join(web, 'dist')
const govuk = join(root, 'node_modules/govuk-frontend/dist/govuk')

const stamp = await digestOfInputs()
if ((await readFile(join(dist, '.stamp'), 'utf8').catch(() => '')) === stamp) process.exit(0)

await rm(dist, { recursive: true, force: true })
await mkdir(join(dist, 'assets'), { recursive: true })

const [{ buildTemplates }, { buildStyles }, { buildScripts }] = await Promise.all([
  import('./templates.mjs'),
  import('./styles.mjs'),
  import('./scripts.mjs')
])
await buildTemplates({ govuk, dist })
const built = { 'wardbook.css': await buildStyles({ web, root }), 'wardbook.js': await buildScripts({ web }) }
for (const picture of await readdir(join(web, 'pictures'))) {
  built[picture] = await readFile(join(web, 'pictures', picture), 'utf8')
}

const manifest = {}
for (const [name, content] of Object.entries(built)) {
  const packed = gzipSync(content, { level: 9 })
  if (packed.length > budgets[name]) {
    throw new Error(`${name} is ${packed.length} bytes gzipped; the budget is ${budgets[name]}`)
  }
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  manifest[name] = name.replace('.', `-${hash}.`)
  await writeFile(join(dist, 'assets', manifest[name]), content)
  await writeFile(join(dist, 'assets', `${manifest[name]}.gz`), packed)
  console.log(`${manifest[name]}: ${content.length} bytes, ${packed.length} gzipped`)
}
await writeFile(join(dist, 'manifest.json'), JSON.stringify(manifest, null, 2))
await writeFile(join(dist, '.stamp'), stamp)

/** Our sources and the versions of the packages: enough to tell whether a build would give the same result. */
async function digestOfInputs() {
  const hash = createHash('sha256')
  const files = [join(root, 'package-lock.json')]
  for (const folder of ['build', 'styles', 'scripts', 'pictures']) {
    for (const entry of await readdir(join(web, folder), { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) files.push(join(entry.parentPath, entry.name))
    }
  }
  for (const file of files.sort()) {
    hash.update(relative(root, file)).update('\0').update(await readFile(file)).update('\0')
  }
  return hash.digest('hex')
}
