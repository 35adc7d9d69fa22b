/**
 * The components that our pages use, and the one list to extend when a page needs another.
 *
 * `patches` are for what no rule can see: minijinja gives a macro the values its surroundings had where the macro
 * is written (Nunjucks: where it is called), and a loop cannot set a variable outside.
 */
export const components = [
  { name: 'back-link', macro: 'govukBackLink' },
  { name: 'button', macro: 'govukButton' },
  {
    name: 'character-count',
    macro: 'govukCharacterCount',
    patches: [
      // Joins the form group's own attributes to those of the component, in a loop.
      [
        '{% set attributesHtml = attributesHtml + " " + name | escape + \'="\' + value | escape + \'"\' %}',
        '{% set extra.html = extra.html + " " + name | escape + \'="\' + value | escape + \'"\' %}'
      ],
      ['{%- for name, value in params.formGroup.attributes %}', '{%- set extra = namespace(html="") %}{%- for name, value in params.formGroup.attributes %}'],
      ['attributes: attributesHtml,', 'attributes: attributesHtml ~ extra.html,']
    ]
  },
  { name: 'details', macro: 'govukDetails' },
  { name: 'error-message', macro: 'govukErrorMessage' },
  { name: 'error-summary', macro: 'govukErrorSummary' },
  { name: 'fieldset', macro: 'govukFieldset' },
  { name: 'generic-header', macro: 'govukGenericHeader' },
  { name: 'hint', macro: 'govukHint' },
  {
    name: 'input',
    macro: 'govukInput',
    // JavaScript's way to ask for a boolean, and to write it as text.
    patches: [
      ['[true, false].includes(params.spellcheck)', 'params.spellcheck is boolean'],
      ['params.spellcheck | string', '("true" if params.spellcheck else "false")']
    ],
    // Uses `describedBy`, which the hint and the error message extend further down.
    defineLate: { macro: '_inputElement', before: '{%- if hasPrefix or' }
  },
  { name: 'inset-text', macro: 'govukInsetText' },
  { name: 'label', macro: 'govukLabel' },
  { name: 'language-navigation', macro: 'govukLanguageNavigation' },
  { name: 'notification-banner', macro: 'govukNotificationBanner' },
  { name: 'pagination', macro: 'govukPagination' },
  { name: 'phase-banner', macro: 'govukPhaseBanner' },
  { name: 'radios', macro: 'govukRadios' },
  { name: 'select', macro: 'govukSelect' },
  { name: 'skip-link', macro: 'govukSkipLink' },
  {
    name: 'summary-list',
    macro: 'govukSummaryList',
    patches: [
      ['{%- set anyRowHasActions = false %}', '{%- set found = namespace(actions=false) %}'],
      [
        '{% set anyRowHasActions = true if row.actions.items | length else anyRowHasActions %}',
        '{% set found.actions = true if row.actions.items | length else found.actions %}'
      ],
      ['{%- if anyRowHasActions and', '{%- if found.actions and']
    ]
  },
  { name: 'tag', macro: 'govukTag' },
  { name: 'textarea', macro: 'govukTextarea' },
  { name: 'warning-text', macro: 'govukWarningText' }
]

/** Shared macro files that a component imports; `attributes` is a function of ours. */
export const sharedMacros = ['i18n']
