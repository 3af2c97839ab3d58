// spikes.js - how much more, or less, than in the weeks before: counts beside counts, per place
// and type.  There is no score; the reader judges.
import { html } from './html.js'
import { useWhere, countedOf, put, go, address } from './state.js'
import { api, useJson } from './api.js'
import { A, Empty, Loaded, Type } from './ui.js'
import { Chosen } from './facets.js'
import { say, count } from './words.js'
import { dayOf, sayRange } from './days.js'
import { useWorld } from './world.js'

const WINDOWS = [['7', 'week'], ['14', 'two weeks'], ['28', 'four weeks']]
const BY = [['country', 'country'], ['adm1', 'province'], ['place', 'place']]

// A bar of three rates on one scale.
function Rates({ r, most }) {
  const w = (v) => `${Math.max(v > 0 ? 1 : 0, (100 * v) / most)}%`
  return html`<div class="rates" role="img" aria-label=${`${say(r.per_week)} a week now, ${say(r.per_week_4)} in the 4 weeks before, ${say(r.per_week_52)} in the 52 weeks before`}>
    <span class="now" style=${{ width: w(r.per_week) }}></span><span class="b4" style=${{ width: w(r.per_week_4) }}></span><span class="b52" style=${{ width: w(r.per_week_52) }}></span></div>`
}

function compare(now, before, weeks) {
  if (weeks !== undefined && weeks <= 0) return 'no reports before'
  if (before === 0) return now > 0 ? 'none before' : '–'
  if (now === 0) return 'none now'
  const f = now / before
  if (f >= 1.95) return `${say(f)} times as many`
  if (f > 1.05) return `${say((f - 1) * 100 >= 10 ? Math.round((f - 1) * 100) : (f - 1) * 100)} % more`
  if (f >= 0.95) return 'about as many'
  return `${say(Math.round((1 - f) * 100))} % fewer`
}

export function Spikes() {
  const { query } = useWhere()
  const world = useWorld()
  const names = world ? world.names : {}
  const by = query.get('by') || 'adm1', span = query.get('window') || '7', sort = query.get('sort') || 'n'
  const q = countedOf(query, ['from'])
  q.set('by', by)
  q.set('window', span)
  q.set('rows', '200')
  const answer = useJson(api('baseline', q))
  const set = (name, value, usual) => go(address('/spikes', put(query, name, value === usual ? [] : [value])), { replace: true })
  return html`<div class="one wide">
    <h1>This week beside the weeks before</h1>
    <p class="lede">Events that occurred or are ongoing, as the reports tell them, counted by place and type. More reports make more events: compare, and then read.</p>
    <${Chosen} />
    <div class="controls">
      <span role="group" aria-label="Window">The last ${WINDOWS.map(([v, label]) => html`<button type="button" aria-pressed=${v === span ? 'true' : 'false'} onClick=${() => set('window', v, '7')}>${label}</button>`)}</span>
      <span role="group" aria-label="Place">by ${BY.map(([v, label]) => html`<button type="button" aria-pressed=${v === by ? 'true' : 'false'} onClick=${() => set('by', v, 'adm1')}>${label}</button>`)}</span>
      <label>ending <input type="date" value=${query.get('to') || (answer.data ? answer.data.to : '')} onChange=${(e) => set('to', e.target.value || null, null)} /></label>
      <span role="group" aria-label="Order">sorted by <button type="button" aria-pressed=${sort === 'n' ? 'true' : 'false'} onClick=${() => set('sort', 'n', 'n')}>number</button><button type="button" aria-pressed=${sort === 'rise' ? 'true' : 'false'} onClick=${() => set('sort', 'rise', 'n')}>difference to 4 weeks</button></span>
    </div>
    <${Loaded} from=${answer} what="Counting the weeks">${(d) => {
      const rows = d.rows.slice()
      if (sort === 'rise') rows.sort((a, b) => b.per_week - b.per_week_4 - (a.per_week - a.per_week_4) || b.n - a.n)
      if (!rows.length) return html`<${Empty}><p>No event occurred in this time under these filters.</p><//>`
      const most = Math.max(...rows.map((r) => Math.max(r.per_week, r.per_week_4, r.per_week_52)), 1)
      const known = Math.min(...rows.map((r) => r.weeks_known))
      return html`<p><b>${sayRange(dayOf(d.from), dayOf(d.to))}</b>${known < 52 ? html` · <span class="notice-inline">the file’s reports reach back ${known <= 0 ? 'no further than this' : count(Math.round(known * 10) / 10, 'week')}; “52 weeks” means those</span>` : ''}</p>
        <table class="spikes"><caption class="vh">Counts by place and type</caption><thead><tr><th scope="col">Where</th><th scope="col">Type</th><th scope="col" class="num">In this time</th><th scope="col" class="num">a week</th><th scope="col" class="num">a week, 4 before</th><th scope="col" class="num">a week, 52 before</th><th scope="col"><span class="sw now" aria-hidden="true"></span> now <span class="sw b4" aria-hidden="true"></span> 4 <span class="sw b52" aria-hidden="true"></span> 52 weeks</th><th scope="col">Against 4 weeks</th></tr></thead>
        <tbody>${rows.map((r, i) => {
          let link = new URLSearchParams({ type: r.type, from: d.from, to: d.to })
          if (r.country) link.set('country', r.country)
          return html`<tr key=${i}><th scope="row"><${A} href=${address('/', link)} data-row>${r.place || names[r.country] || r.country || 'place not told'}<//>${r.place && r.country && r.place !== (names[r.country] || r.country) ? html` <span class="dim">${names[r.country] || r.country}</span>` : r.country ? html` <span class="dim">country only</span>` : ''}</th><td><${Type} type=${r.type} /></td><td class="num"><b>${say(r.n)}</b></td><td class="num">${say(r.per_week)}</td><td class="num">${say(r.per_week_4)}</td><td class="num">${say(r.per_week_52)}</td><td><${Rates} r=${r} most=${most} /></td><td>${compare(r.per_week, r.per_week_4, r.weeks_known)}</td></tr>`
        })}</tbody></table>${d.more ? html`<p class="dim">${say(d.more)} rows more, with fewer events; narrow the filters to see them.</p>` : ''}`
    }}<//>
  </div>`
}
