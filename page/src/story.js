// story.js - linked incidents over days, and how the toll grew by each claimant.
import { html } from './html.js'
import { useWhere, filtersOf, go, put, address } from './state.js'
import { api, useJson } from './api.js'
import { A, Empty, Loaded, Type } from './ui.js'
import { usePages, More } from './table.js'
import { Chosen } from './facets.js'
import { TollChart, TollTable, Kinds, KINDS } from './tolls.js'
import { countsWord, shortInterval, say, count } from './words.js'
import { dayOf, sayRange } from './days.js'
import { useWorld } from './world.js'

export function Ranges({ tolls }) {
  if (!tolls || !tolls.length) return html`<span class="none">no number</span>`
  const order = (t) => KINDS.indexOf(t.counts)
  return html`<ul class="ranges">${tolls.slice().sort((a, b) => order(a) - order(b)).slice(0, 4).map((t) => html`<li>${countsWord(t.counts)} <b>${t.claims > 1 && t.high === null ? `from ${say(t.low)} up` : shortInterval(t.low, t.high)}</b><span class="dim">, ${count(t.claimants, 'claimant')}</span></li>`)}</ul>`
}

export function titleOf(s, names) {
  const places = s.places && s.places.length ? s.places : s.place ? [s.place] : s.countries && s.countries.length ? s.countries.map((c) => names[c] || c) : s.country ? [names[s.country] || s.country] : []
  return places.length ? places.slice(0, 3).join(', ') : 'Place not told'
}
const days = (s) => sayRange(dayOf(s.from), dayOf(s.to)) || 'no date'

export function Stories() {
  const { query } = useWhere()
  const world = useWorld()
  const names = world ? world.names : {}
  const sort = query.get('sort') === 'day' ? 'day' : 'size'
  const q = filtersOf(query)
  q.set('sort', sort)
  const pages = usePages('stories', q, 50)
  return html`<div class="one">
    <h1>Stories</h1>
    <p class="lede">Incidents that one report tells of together, in one country and one week. Sorted by ${sort}; <button type="button" class="link" onClick=${() => go(address('/stories', put(query, 'sort', sort === 'size' ? ['day'] : [])), { replace: true })}>sort by ${sort === 'size' ? 'day' : 'size'}</button>.</p>
    <${Chosen} />
    <${Loaded} from=${pages.first} what="Reading the stories">${() => (pages.items.length ? html`
      <table class="stories"><caption class="vh">Stories</caption><thead><tr><th scope="col">When</th><th scope="col">Where</th><th scope="col">What</th><th scope="col">Numbers</th><th scope="col" class="num">Incidents</th><th scope="col" class="num">Reports</th></tr></thead>
      <tbody>${pages.items.map((s) => html`<tr key=${s.id}><td class="when">${days(s)}</td><th scope="row"><${A} href=${`/story/${s.id}`} data-row>${titleOf(s, names)}<//>${s.countries.length && s.places.length && !s.countries.every((c) => titleOf(s, names).includes(names[c] || c)) ? html`<br /><span class="dim">${s.countries.map((c) => names[c] || c).join(', ')}</span>` : ''}</th>
        <td class="types">${Object.entries(s.types).sort((a, b) => b[1] - a[1]).slice(0, 4).map(([t, n]) => html`<span><${Type} type=${t} /> <span class="dim">${say(n)}</span></span> `)}</td><td><${Ranges} tolls=${s.tolls} /></td><td class="num">${say(s.incidents)}</td><td class="num">${say(s.reports)}</td></tr>`)}</tbody></table>
      <${More} pages=${pages} what="stories" />` : html`<${Empty}><p>No story holds such an event.</p><//>`)}<//>
  </div>`
}

export function Story({ id }) {
  const answer = useJson(api(`stories/${encodeURIComponent(id)}`))
  return html`<${Loaded} from=${answer} what="Reading the story">${(s) => html`<${Page} s=${s} />`}<//>`
}

function Page({ s }) {
  const { query } = useWhere()
  const world = useWorld()
  const names = world ? world.names : {}
  const incidents = new Map(s.items.map((i) => [i.id, i]))
  const kinds = KINDS.map((k) => [k, s.series.filter((x) => x.counts === k).reduce((n, x) => n + x.steps.length, 0)]).filter((x) => x[1])
  const counts = query.get('counts') || (kinds.length ? kinds[0][0] : 'killed')
  const tolls = s.series.filter((x) => x.counts === counts).flatMap((x) => x.steps).map((t) => { const i = incidents.get(t.incident); return { ...t, story: s.id, place: t.place ?? (i && i.place), country: i && i.country, from: t.from ?? (i && i.from) } })
    .sort((a, b) => (a.as_of || '') < (b.as_of || '') ? -1 : (a.as_of || '') > (b.as_of || '') ? 1 : 0)
  return html`<div class="one wide">
    <p class="kicker">Story · ${days(s)}</p>
    <h1>${titleOf(s, names)}</h1>
    <p class="lede">${count(s.incidents, 'incident')} in ${count(s.reports, 'report')}, ${count(s.events, 'mention')}. <${A} href=${address('/', new URLSearchParams({ story: s.id }))}>On timeline and map<//></p>
    ${kinds.length ? html`<section><h2>Who says how many, and when?</h2><${Kinds} kinds=${kinds} counts=${counts} />
      <${TollChart} tolls=${tolls} counts=${counts} onChoose=${(t) => go(`/report/${t.report}?at=${t.span ? t.span.join('-') : ''}`)} />
      <${TollTable} tolls=${tolls} counts=${counts} /></section>` : html`<${Empty}><p>No number of killed, injured or others is reported in this story.</p><//>`}
    <section><h2>Its incidents</h2><${IncidentTable} items=${s.items} /></section>
  </div>`
}

export function IncidentTable({ items }) {
  const world = useWorld()
  const names = world ? world.names : {}
  return html`<table class="incidents"><caption class="vh">Incidents</caption><thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Where</th><th scope="col">Numbers</th><th scope="col" class="num">Publishers</th><th scope="col" class="num">Mentions</th></tr></thead>
    <tbody>${items.map((i) => html`<tr key=${i.id}><td class="when">${days(i)}</td><th scope="row"><${A} href=${`/incident/${i.id}`} data-row><${Type} type=${i.type} /> <span class="vh">in ${titleOf(i, names)}</span><//></th><td>${i.place || i.country ? html`${i.place || ''}${i.country && (names[i.country] || i.country) !== i.place ? html`<span class="dim">${i.place ? ', ' : ''}${names[i.country] || i.country}</span>` : ''}` : html`<span class="none">not told</span>`}</td><td><${Ranges} tolls=${i.tolls} /></td><td class="num">${say(i.publishers)}</td><td class="num">${say(i.events)}</td></tr>`)}</tbody></table>`
}
