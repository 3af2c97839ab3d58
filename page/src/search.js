// search.js - full text, with the words that were found in their surroundings.
import { html } from './html.js'
import { useWhere, filtersOf, address } from './state.js'
import { A, Empty, Loaded } from './ui.js'
import { usePages, More } from './table.js'
import { Chosen } from './facets.js'
import { count } from './words.js'
import { sayMoment } from './days.js'

export function Search() {
  const { query } = useWhere()
  const q = filtersOf(query)
  const words = query.get('q')
  if (!words) return html`<div class="one"><h1>Search</h1><${Empty}><p>Type words into the field above. All must be in the report; <code>"in quotes"</code> they must stand together, <code>protest*</code> finds all that begins so, <code>-market</code> leaves out.</p><//></div>`
  return html`<${Found} q=${q} words=${words} />`
}

function Found({ q, words }) {
  const pages = usePages('search', q, 30)
  return html`<div class="one">
    <h1>Reports with “${words}”</h1>
    <${Chosen} />
    <${Loaded} from=${pages.first} what="Searching">${() => (pages.items.length ? html`
      <p class="lede">${count(pages.total, 'report')}, best first. <${A} href=${address('/', q)}>Their events on timeline and map<//></p>
      <ol class="found">${pages.items.map((f) => html`<li key=${f.report}><h2><${A} href=${`/report/${f.report}`} data-row>${f.title || f.report_id}<//></h2><p class="dim">${f.publisher || 'publisher not named'}${f.published ? `, ${sayMoment(f.published)}` : ''} · ${count(f.events, 'event')}</p><p class="snippet">${f.snippet.map((s) => (s.hit ? html`<mark>${s.text}</mark>` : s.text))}</p></li>`)}</ol>
      <${More} pages=${pages} what="reports" />` : html`<${Empty}><p><b>No report holds “${words}”.</b> Words are sought as they are written, with common endings; try fewer of them, or a beginning with <code>*</code>.</p><//>`)}<//>
  </div>`
}
