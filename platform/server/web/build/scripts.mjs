/** Bundles `scripts/main.ts`. Every page works without it. */
import { join } from 'node:path'

import { build } from 'esbuild'

export async function buildScripts({ web }) {
  const { outputFiles } = await build({
    entryPoints: [join(web, 'scripts/main.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: ['es2020'],
    legalComments: 'none'
  })
  return outputFiles[0].text
}
