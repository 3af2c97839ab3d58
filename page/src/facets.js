// facets.js - the filters: counts by facet, and the ones that are set.
import { html, useContext, useState } from './html.js'
import { Frame } from './frame.js'
import { useWhere, countedOf, put, toggled, setFilters } from './state.js'
import { api, useJson } from './api.js'
import { FACETS, TYPES, STATUS, PRECISION, say, codeWord, happened } from './words.js'
import { sayRange, dayOf } from './days.js'
import { useWorld } from './world.js'

const NONE = 'none'

function label(facet, value, names) {
  if (value === null || value === NONE) return { claimant: 'the report itself', publisher: 'not named', mode: 'no mode', country: 'no place', precision: 'no place', actor: 'not named', recipient: 'nobody named' }[facet] || 'none'
  if (facet === 'country') return names[value] || value
  if (facet === 'precision') return PRECISION[value] ? PRECISION[value][0] : value
  return value
}
function gloss(facet, value, names) {
  if (value === null) return ''
  if (facet === 'type') return TYPES[value] ? TYPES[value][1] : ''
  if (facet === 'status') return STATUS[value] ? STATUS[value][1] : ''
  if (facet === 'actor' || facet === 'recipient' || (facet === 'claimant' && /^[A-Z]{3,12}$/.test(value))) return codeWord(value, names)
  return ''
}

function Facet({ name, title, facet, query, most, names, more }) {
  const chosen = query.getAll(name)
  const [all, setAll] = useState(false)
  const shown = all ? facet.values : facet.values.filter((v, i) => i < 8 || chosen.includes(v.value === null ? NONE : String(v.value)))
  const rest = facet.values.length - shown.length + facet.more
  return html`<details open=${['type', 'status', 'claimant', 'country'].includes(name) || chosen.length > 0}>
    <summary>${title}${chosen.length ? html` <span class="n-chosen">${chosen.length} chosen</span>` : ''}</summary>
    ${facet.values.length === 0 ? html`<p class="none">none</p>` : ''}
    <ul>${shown.map((v) => {
      const value = v.value === null ? NONE : String(v.value)
      const note = gloss(name, v.value, names)
      return html`<li key=${value}><label title=${note}>
        <input type="checkbox" checked=${chosen.includes(value)} onChange=${() => setFilters(toggled(query, name, value))} />
        <span class="f-label">${name === 'status' && STATUS[v.value] ? html`<span class="mark" aria-hidden="true">${STATUS[v.value][0]}</span> ` : ''}${label(name, v.value, names)}${
          note && (name === 'actor' || name === 'recipient' || name === 'claimant') && v.value !== null ? html` <span class="dim">${note}</span>` : ''}</span>
        <span class="f-n">${say(v.n)}</span>
        <span class=${`f-bar ${name === 'status' && v.value && !happened(v.value) ? 'is-said' : ''}`} aria-hidden="true"><span style=${{ width: `${Math.max(1, (100 * v.n) / most)}%` }}></span></span>
      </label></li>`
    })}</ul>
    ${rest > 0 ? html`<button type="button" class="link" onClick=${() => { setAll(true); if (facet.more) more() }}>${say(rest)} more</button>` : all && facet.values.length > 8 ? html`<button type="button" class="link" onClick=${() => setAll(false)}>fewer</button>` : ''}
  </details>`
}

const VERDICTS = [['', 'all but the rejected'], ['open', 'without a verdict'], ['accept', 'accepted'], ['reject', 'rejected'], ['all', 'all']]

export function Facets() {
  const { query } = useWhere()
  const { edit } = useContext(Frame)
  const [values, setValues] = useState(30)
  const q = countedOf(query)
  q.set('values', values)
  const { data, error } = useJson(api('facets', q))
  const world = useWorld()
  const names = world ? world.names : {}
  if (error && !data) return html`<aside class="facets" aria-label="Filters"><p class="fault">The filters could not be read: ${error.message}</p></aside>`
  const facets = data ? data.facets : null
  return html`<aside class="facets" aria-label="Filters">
    ${edit || query.get('verdict') ? html`<label class="verdicts">Verdict <select value=${query.get('verdict') || ''} onChange=${(e) => setFilters(put(query, 'verdict', e.target.value ? [e.target.value] : []))}>${VERDICTS.map(([v, label]) => html`<option value=${v}>${label}</option>`)}</select></label>` : ''}
    ${facets ? FACETS.map(([name, title]) => {
      const f = facets[name]
      return html`<${Facet} key=${name} name=${name} title=${title} facet=${f} query=${query} names=${names} most=${Math.max(1, ...f.values.map((v) => v.n))} more=${() => setValues(500)} />`
    }) : html`<p class="none">Counting …</p>`}
  </aside>`
}

const TITLES = Object.fromEntries(FACETS)

// The filters that are set, each with a way to take it off.
export function Chosen({ count }) {
  const { query } = useWhere()
  const world = useWorld()
  const names = world ? world.names : {}
  const chips = []
  if (query.get('q')) chips.push(['words', query.get('q'), () => put(query, 'q', [])])
  const from = query.get('from'), to = query.get('to')
  if (from || to) chips.push(['when', sayRange(dayOf(from), dayOf(to)), () => put(put(query, 'from', []), 'to', [])])
  if (query.get('verdict')) chips.push(['verdict', (VERDICTS.find((v) => v[0] === query.get('verdict')) || [0, query.get('verdict')])[1], () => put(query, 'verdict', [])])
  if (query.get('bbox')) chips.push(['where', 'the map’s section', () => put(query, 'bbox', [])])
  for (const name of ['story', 'incident', 'report']) for (const v of query.getAll(name)) chips.push([name, v.slice(0, 6) + '…', () => toggled(query, name, v)])
  for (const [name] of FACETS) for (const v of query.getAll(name)) chips.push([TITLES[name].toLowerCase(), label(name, v, names), () => toggled(query, name, v)])
  return html`<div class="filters-set" aria-label="Filters that are set" role="group">
    ${count}
    ${chips.map(([name, value, off]) => html`<button type="button" class="chip" key=${name + value} onClick=${() => setFilters(off())} title="Take this filter off"><span class="dim">${name}</span> ${value} <span aria-hidden="true">✕</span><span class="vh">, take off</span></button>`)}
    ${chips.length > 1 ? html`<button type="button" class="link" onClick=${() => setFilters(new URLSearchParams())}>clear all <kbd>c</kbd></button>` : ''}
  </div>`
}
