/** Writes `dist/govuk/*.html`: the converted components, and `all.html` that offers each of them. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { components, sharedMacros } from './components.mjs'
import { convertComponent, convertMacros } from './nunjucks-to-minijinja.mjs'

export async function buildTemplates({ govuk, dist }) {
  const folder = join(dist, 'govuk')
  await mkdir(folder, { recursive: true })
  for (const component of components) {
    const source = await readFile(join(govuk, 'components', component.name, 'template.njk'), 'utf8')
    await writeFile(join(folder, `${component.name}.html`), convertComponent(defineLate(source, component), component))
  }
  for (const name of sharedMacros) {
    const source = await readFile(join(govuk, 'macros', `${name}.njk`), 'utf8')
    await writeFile(join(folder, `${name}.html`), convertMacros(source))
  }
}

/** Moves an inner macro's definition to just before its first use, see `components.mjs`. */
function defineLate(source, { name, defineLate: late }) {
  if (!late) return source
  const definition = source.match(new RegExp(`\\{%-? *macro ${late.macro}\\([\\s\\S]*?endmacro *-?%\\}`))?.[0]
  if (!definition || !source.includes(late.before)) {
    throw new Error(`${name}: cannot move ${late.macro}; has govuk-frontend changed?`)
  }
  return source.replace(definition, () => '').replace(late.before, () => definition + late.before)
}
