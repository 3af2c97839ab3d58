// incident.js - one happening as each publisher tells it: who says what, and where they differ.
import { html, useContext } from './html.js'
import { useWhere, filtersOf, go, address } from './state.js'
import { api, useJson } from './api.js'
import { A, Empty, Loaded, Status, Type } from './ui.js'
import { usePages, More } from './table.js'
import { Chosen } from './facets.js'
import { TollChart, TollTable, Kinds, KINDS, sayClaimant } from './tolls.js'
import { IncidentTable, titleOf } from './story.js'
import { Frame } from './frame.js'
import { IncidentEdits } from './edits.js'
import { codeWord, happened, COUNTS, count, interval } from './words.js'
import { dayOf, sayMoment, sayRange, sayDay } from './days.js'
import { useWorld } from './world.js'

export function Incidents() {
  const { query } = useWhere()
  const q = filtersOf(query)
  q.set('order', query.get('order') === 'asc' ? 'asc' : 'desc')
  const pages = usePages('incidents', q, 60)
  return html`<div class="one">
    <h1>Incidents</h1>
    <p class="lede">Mentions that are judged to be one happening, whoever tells of it.</p>
    <${Chosen} />
    <${Loaded} from=${pages.first} what="Reading the incidents">${() => (pages.items.length ? html`<${IncidentTable} items=${pages.items} /><${More} pages=${pages} what="incidents" />` : html`<${Empty}><p>No incident holds such an event.</p><//>`)}<//>
  </div>`
}

export function Incident({ id }) {
  const answer = useJson(api(`incidents/${encodeURIComponent(id)}`))
  return html`<${Loaded} from=${answer} what="Reading the incident">${(i) => html`<${Page} i=${i} />`}<//>`
}

// What one sentence of one report says according to one claimant stands together.
function together(said) {
  const map = new Map()
  for (const s of said) {
    const key = [s.report, s.sentence, s.claimant].join('\u0000')
    if (!map.has(key)) map.set(key, [])
    map.get(key).push(s)
  }
  return [...map.values()]
}

const rank = (f) => (KINDS.includes(f) ? KINDS.indexOf(f) : f === 'status' ? 20 : 30)
const some = (list) => (list.length > 5 ? `${list.slice(0, 4).join(', ')} and ${list.length - 4} more` : list.join(', '))

const FIELD = { status: 'Status', mode: 'Mode', actor: 'Actor', recipient: 'Recipient', place: 'Place', date: 'Date', type: 'Type' }

function Page({ i }) {
  const { query } = useWhere()
  const { edit } = useContext(Frame)
  const world = useWorld()
  const names = world ? world.names : {}
  const kinds = KINDS.map((k) => [k, i.timeline.filter((t) => t.counts === k).length]).filter((x) => x[1])
  const counts = query.get('counts') || (kinds.length ? kinds[0][0] : 'killed')
  const tolls = i.timeline.filter((t) => t.counts === counts)
  const stamp = sayRange(dayOf(i.from), dayOf(i.to))
  return html`<div class="one wide">
    <p class="kicker">Incident · ${stamp || 'no date'}</p>
    <h1>${i.type} · ${titleOf(i, names)}</h1>
    <p class="lede">${count(i.events, 'mention')} by ${count(i.publishers, 'publisher')} in ${count(i.reports, 'independent report')}. <${A} href=${`/story/${i.story}`}>Its story<//> · <${A} href=${address('/', new URLSearchParams({ incident: i.id }))}>On timeline and map<//></p>
    <section><h2>Where they differ</h2>
      ${i.differ.length ? html`<table class="differ"><caption class="vh">Fields on which what is said does not agree</caption><thead><tr><th scope="col">On</th><th scope="col">Is said</th><th scope="col">By the publishers</th><th scope="col">According to</th></tr></thead>
        <tbody>${i.differ.slice().sort((a, b) => rank(a.field) - rank(b.field)).map((d) => d.values.map((v, k) => html`<tr key=${d.field + k} class=${k ? '' : 'first'}>${k ? '' : html`<th scope="rowgroup" rowspan=${d.values.length}>${FIELD[d.field] || (COUNTS[d.field] ? COUNTS[d.field][0].toUpperCase() + COUNTS[d.field].slice(1) : d.field)}</th>`}
          <td><b>${COUNTS[d.field] ? interval(v.low, v.high) : d.field === 'status' ? html`<${Status} status=${v.value} />` : d.field === 'date' && dayOf(v.value) !== null ? sayDay(dayOf(v.value)) : v.value}</b>${(d.field === 'actor' || d.field === 'recipient') && /^[A-Z]{3,12}$/.test(v.value) ? html` <span class="dim">${codeWord(v.value, names)}</span>` : ''}</td>
          <td>${v.publishers.length ? some(v.publishers) : html`<span class="none">not named</span>`}</td><td>${v.claimants.length ? some(v.claimants) : html`<span class="dim">the reports themselves</span>`}</td></tr>`))}</tbody></table>`
        : html`<p>${i.publishers > 1 || i.events > 1 ? 'What is said of it agrees.' : 'Only one report tells of it, once; there is nothing to compare.'}</p>`}</section>
    ${kinds.length ? html`<section><h2>Who says how many, and when?</h2><${Kinds} kinds=${kinds} counts=${counts} />
      ${tolls.length > 1 ? html`<${TollChart} tolls=${tolls} counts=${counts} onChoose=${(t) => go(`/report/${t.report}?at=${t.span ? t.span.join('-') : ''}`)} />` : ''}
      <${TollTable} tolls=${tolls} counts=${counts} showWhere=${false} /></section>` : ''}
    <section><h2>By publisher</h2><div class="publishers">${i.by_publisher.map((p, k) => html`<article key=${k} class="publisher"><header><h3>${p.publisher || 'Publisher not named'}</h3><p class="dim">${p.reports.map((r, n) => html`${n ? '; ' : ''}<${A} href=${`/report/${r.id}`}>${r.title || r.report_id}<//>${r.published ? `, ${sayMoment(r.updated || r.published)}` : ''}${r.superseded ? ' (a later version is there)' : r.version === 'copy' ? ' (a copy)' : ''}`)}</p></header>
      <dl class="facts"><div><dt>status</dt><dd>${p.statuses.map((s) => html`<${Status} status=${s} /> `)}</dd></div>
        ${p.modes.length ? html`<div><dt>mode</dt><dd>${p.modes.join(', ')}</dd></div>` : ''}
        <div><dt>actor</dt><dd>${p.actors.length ? p.actors.map((a, n) => html`${n ? ', ' : ''}<span title=${codeWord(a, names)}>${a}</span>`) : html`<span class="none">not told</span>`}</dd></div>
        <div><dt>recipient</dt><dd>${p.recipients.length ? p.recipients.map((a, n) => html`${n ? ', ' : ''}<span title=${codeWord(a, names)}>${a}</span>`) : html`<span class="none">not told</span>`}</dd></div>
        <div><dt>where</dt><dd>${p.places.join(', ') || html`<span class="none">not told</span>`}</dd></div><div><dt>when</dt><dd>${p.dates.map((d) => (dayOf(d) !== null ? sayDay(dayOf(d)) : d)).join(', ') || html`<span class="none">not told</span>`}</dd></div>
        ${p.tolls.map((t) => html`<div><dt>${t.counts}</dt><dd>${t.mark === 'withdrawn' ? 'number withdrawn' : html`reported <b>${interval(t.low, t.high)}</b>`}${t.status && !happened(t.status) ? html` <${Status} status=${t.status} />` : ''} <span class="dim">according to ${sayClaimant(t, names)}, as of ${sayMoment(t.as_of)}</span></dd></div>`)}</dl>
      <ul class="said">${together(p.said).map((list) => html`<li><q>${list[0].sentence}</q> <span class="dim">${list[0].claimant ? `according to ${list[0].claimant}` : 'in its own voice'}:</span> ${list.map((s, n) => html`${n ? ', ' : ''}<${A} href=${`/report/${s.report}?event=${s.event}`}><${Type} type=${s.type} mode=${s.mode} /><//> <${Status} status=${s.status} />`)}</li>`)}</ul></article>`)}</div></section>
    ${edit ? html`<${IncidentEdits} incident=${i} />` : ''}
  </div>`
}
