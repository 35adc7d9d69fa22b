/**
 * Turns govuk-frontend's Nunjucks macros into minijinja ones.
 *
 * The two languages differ in a handful of ways only (JavaScript's operators and object literals, scoping of loops,
 * when a macro captures its surroundings), so a few textual rules inside `{{ … }}` and `{% … %}` do. What a rule
 * cannot know is an explicit patch in `components.mjs`. The proof is `fixtures_tests.rs`: every converted component
 * is rendered with every fixture that the package ships.
 *
 * Functions the result expects of the environment (`server::web::govuk`): `govukAttributes`, and a `trim` which
 * keeps safe text safe.
 */

/**
 * @param {string} source - Nunjucks text of a component's `template.njk`
 * @param {{ name: string, macro: string, patches?: [string, string][] }} component
 * @returns {string} a template that defines the component's macro
 */
export function convertComponent(source, { name, macro, patches = [] }) {
  const imports = []
  let body = source.replaceAll(/\{#-?[\s\S]*?-?#\}/g, '')

  for (const [from, to] of patches) {
    if (!body.includes(from)) {
      throw new Error(`${name}: the patch for «${from.slice(0, 60)}» finds nothing; has govuk-frontend changed?`)
    }
    body = body.replaceAll(from, () => to)
  }

  body = body.replaceAll(/\{%-?\s*from\s+"([^"]+)"\s+import\s+(\w+)\s*-?%\}\s*/g, (_, path, imported) => {
    const own = importedTemplate(path)
    if (own) imports.push(`{% from "${own}" import ${imported} %}`)
    return ''
  })

  return `${imports.join('\n')}${imports.length ? '\n' : ''}{% macro ${macro}(params) -%}\n${convertTags(body).trim()}\n{%- endmacro %}\n`
}

/** Macro files need their tags converted and nothing else. */
export function convertMacros(source) {
  return convertTags(source.replaceAll(/\{#-?[\s\S]*?-?#\}/g, '')).trim() + '\n'
}

function importedTemplate(path) {
  const component = path.match(/^\.\.\/([\w-]+)\/macro\.njk$/)
  if (component) return `govuk/${component[1]}.html`
  const shared = path.match(/^\.\.\/\.\.\/macros\/([\w-]+)\.njk$/)
  if (shared?.[1] === 'attributes') return undefined
  if (shared) return `govuk/${shared[1]}.html`
  throw new Error(`no rule for the import of ${path}`)
}

function convertTags(text) {
  return text.replaceAll(/(\{%-?|\{\{-?)([\s\S]*?)(-?%\}|-?\}\})/g, (_, open, code, close) => {
    return open + convertCode(code) + close
  })
}

function convertCode(code) {
  const strings = []
  const bare = code.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, (text) => `\u0001${strings.push(text) - 1}\u0001`)
  return rules
    .reduce((text, [pattern, replacement]) => text.replaceAll(pattern, replacement), bare)
    .replaceAll(/\u0001(\d+)\u0001/g, (_, index) => strings[Number(index)])
}

/** Order matters: comparisons before operators, chains of filters last. */
const rules = [
  [/\belseif\b/g, 'elif'],
  [/ === undefined\b/g, ' is undefined'],
  [/ !== undefined\b/g, ' is defined'],
  [/\bis not null\b/g, 'is not none'],
  [/ === /g, ' == '],
  [/ !== /g, ' != '],
  [/\bnull\b/g, 'none'],
  // Object literals have bare keys in JavaScript.
  [/([{,]\s*)([A-Za-z_]\w*)(\s*):/g, '$1"$2"$3:'],
  // Text and numbers are joined by `~`; nothing in the components adds numbers.
  [/ \+ /g, ' ~ '],
  // Absent lists are empty.
  [/([\w.[\]]+)(?:\.length\b|\s*\|\s*length\b)/g, '($1 or [])|length'],
  [/^(\s*for\s+\w+\s*,\s*\w+\s+in\s+)([\w.]+)/g, '$1($2 or {})|items'],
  [/\|\s*select\(\u0001\d+\u0001\)/g, '|select'],
  // Indentation is for readers of the source; it costs a copy per component.
  [/\s*\|\s*indent\([^)]*\)/g, '']
]
