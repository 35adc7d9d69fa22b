/** Compiles `styles/wardbook.scss` with the parts of GOV.UK Frontend it asks for. */
import { join } from 'node:path'

import { compileAsync } from 'sass'

export async function buildStyles({ web, root }) {
  const { css } = await compileAsync(join(web, 'styles/wardbook.scss'), {
    loadPaths: [join(root, 'node_modules')],
    quietDeps: true,
    style: 'compressed'
  })
  return css
}
