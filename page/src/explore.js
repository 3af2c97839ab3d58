// explore.js - the overview: timeline, map and table of the same events, linked.
//
// The events come once as columns; brushing recounts them here, without asking the server, and
// the table and the facets follow when the hand rests.
import { html, useEffect, useMemo, useRef, useState } from './html.js'
import { useWhere, countedOf, filtersOf, put, setFilters, address } from './state.js'
import { api, useJson, get } from './api.js'
import { A, Wait, Fault, Empty } from './ui.js'
import { say, count, COUNTS } from './words.js'
import { dayOf, isoDay } from './days.js'
import { columns, recount } from './columns.js'
import { Timeline } from './timeline.js'
import { Map } from './map.js'
import { Facets, Chosen } from './facets.js'
import { EventTable } from './table.js'

export function Explore() {
  const { query } = useWhere()
  const wide = countedOf(query, ['from', 'to'])
  const answer = useJson(api('points', wide))
  const points = useMemo(() => (answer.data ? columns(answer.data) : null), [answer.data])
  const from = dayOf(query.get('from')), to = dayOf(query.get('to'))
  const chosen = from === null && to === null ? null : [from === null ? -1e6 : from, to === null ? 1e6 : to]
  const [live, setLive] = useState(undefined) // while a hand moves the brush
  const range = live === undefined ? chosen : live
  const counts = useMemo(() => points && { real: new Uint32Array(points.places.n), said: new Uint32Array(points.places.n) }, [points])
  const total = useMemo(() => {
    if (!points) return null
    const c = { real: new Uint32Array(points.places.n), said: new Uint32Array(points.places.n) }
    const sums = recount(points, null, c)
    for (let i = 0; i < points.places.n; i++) c.real[i] += c.said[i]
    let undated = 0, first = Infinity, last = -Infinity
    for (let i = 0; i < points.n; i++) {
      if (!points.days[i]) { undated++; continue }
      if (points.day[i] < first) first = points.day[i]
      if (points.day[i] > last) last = points.day[i]
    }
    return { weight: c.real, ...sums, undated, first, last }
  }, [points])
  const turn = useRef(0)
  const now = useMemo(() => {
    turn.current++
    return points ? recount(points, range, counts) : null
  }, [points, range && range[0], range && range[1]])

  const timer = useRef(0)
  const frame = useRef(0)
  const commit = (r) => {
    const q = where(r)
    setLive(undefined)
    setFilters(q, { replace: chosen !== null })
  }
  const where = (r) => {
    let q = put(query, 'from', r ? [isoDay(r[0])] : [])
    q = put(q, 'to', r ? [isoDay(r[1])] : [])
    return q
  }
  const onBrush = (r, done) => {
    clearTimeout(timer.current)
    if (done) { cancelAnimationFrame(frame.current); commit(r); return }
    cancelAnimationFrame(frame.current)
    frame.current = requestAnimationFrame(() => setLive(r))
  }
  const onBox = (b) => setFilters(put(query, 'bbox', b ? [b.map((v) => +v.toFixed(4)).join(',')] : []))
  const onCountry = (code) => setFilters(put(put(query, 'country', [code]), 'precision', ['6']))

  const clamped = points && range ? range : null
  // Parts that a moving brush does not touch are not made anew at each of its steps.
  const table = useMemo(() => html`<${EventTable} />`, [])
  const facets = useMemo(() => html`<${Facets} />`, [])
  const strip = useMemo(() => html`<${TollStrip} query=${query} />`, [query])
  if (answer.error && !points) return html`<h1 class="vh">Overview</h1><${Fault} error=${answer.error} retry=${answer.reload} />`
  return html`<div class="explore">
    <h1 class="vh">Overview: timeline, map and table</h1>
    ${facets}
    <div class="stage">
      <${Chosen} count=${html`<p class="sum" role="status">${now ? html`<b>${say(now.n)}</b> ${points.total !== now.n ? html`of ${say(points.total)} ` : ''}events` : ' '} <span class="dim">${query.get('versions') === 'all' ? html`in all versions and copies of the reports · <button type="button" class="link" onClick=${() => setFilters(put(query, 'versions', []))}>latest versions only</button>` : html`in the latest versions of the reports · <button type="button" class="link" onClick=${() => setFilters(put(query, 'versions', ['all']))}>count all</button>`}</span></p>`} />
      ${points && points.truncated ? html`<p class="notice">The file has ${say(points.total)} events under these filters; timeline and map show the first ${say(points.n)}. Narrow the filters to see the rest; the table has all.</p>` : ''}
      <section class=${answer.loading ? 'stale' : ''} aria-label="Timeline">
        ${points ? (points.n ? html`<${Timeline} points=${points} range=${clampTo(total, clamped)} onBrush=${onBrush} undated=${total.undated} />` : html`<${Nothing} />`) : html`<div class="timeline"><${Wait} what="Reading the events" /></div>`}
      </section>
      ${strip}
      <div class="pair">
        <section aria-label="Map">${points ? html`<${Map} points=${points} total=${total.weight} counts=${counts} turn=${turn.current} bbox=${query.get('bbox')} onBox=${onBox} onCountry=${onCountry} elsewhere=${now.nowhere} />` : html`<figure class="map"><div class="map-box"></div></figure>`}</section>
        <section aria-label="Table">${table}</section>
      </div>
    </div>
  </div>`
}

function clampTo(total, range) {
  if (!range || total.first > total.last) return null
  const a = Math.max(total.first, range[0]), b = Math.min(total.last, range[1])
  return a <= b ? [a, b] : null
}

function Nothing() {
  return html`<${Empty}><p><b>No event under these filters.</b> Take one off above, or <button type="button" class="link" onClick=${() => setFilters(new URLSearchParams())}>clear all</button>.</p><//>`
}

// "Who says how many?": the way to the tolls, always in sight.
function TollStrip({ query }) {
  const kinds = ['killed', 'injured', 'arrested', 'missing', 'displaced']
  const [rows, set] = useState(null)
  const base = filtersOf(query).toString()
  useEffect(() => {
    let live = true
    Promise.all(kinds.map((k) => get(api('tolls', `${base ? base + '&' : ''}counts=${k}&limit=1`)).then((d) => [k, d.total], () => [k, 0]))).then((r) => live && set(r))
    return () => { live = false }
  }, [base])
  const any = rows && rows.filter((r) => r[1])
  if (!any || !any.length) return null
  return html`<p class="strip"><b>Who says how many?</b> ${any.map(([k, n], i) => html`${i ? ' · ' : ' '}<${A} href=${address('/tolls', put(filtersOf(query), 'counts', [k]))}>${COUNTS[k]}: ${count(n, 'number')}<//>`)}</p>`
}
