// tolls.js - who says how many, and when do they say it.
//
// Steps over time, one line a claimant.  A vague number is a band, a number open above fades
// upwards, a part of another number is hollow.  What a claimant takes back is crossed out and
// stays.  The table below says the same in words.  Nothing is added up.
import { html, useMemo, useState } from './html.js'
import { scaleLinear, scaleUtc, scaleSymlog } from 'd3-scale'
import { useWhere, filtersOf, put, go, address, where } from './state.js'
import { api, useJson } from './api.js'
import { A, Empty, Loaded, Status, useWidth } from './ui.js'
import { usePages, More } from './table.js'
import { Chosen } from './facets.js'
import { COUNTS, interval, shortInterval, say, count, codeWord, happened } from './words.js'
import { momentOf, dateOf, sayDay, sayMoment } from './days.js'
import { useWorld } from './world.js'
import { linesOf } from './lines.js'

export const KINDS = ['killed', 'injured', 'arrested', 'missing', 'displaced', 'hostages', 'released', 'participants', 'personnel', 'other']
const DASHES = ['', '7 3', '2 3', '10 3 2 3', '5 2 1 2 1 2', '1 4']
const SHAPES = ['circle', 'square', 'triangle', 'diamond', 'cross', 'down']

const MARKS = {
  raised: ['↑', 'raised'], lowered: ['↓', 'lowered'], revised: ['✎', 'revised by a later version of the report'],
  withdrawn: ['✕', 'withdrawn: the later version of the report no longer has it'], corrected: ['✎', 'corrected: the report itself takes the number back'], same: ['=', 'said again'], first: ['', ''],
}
export function markWord(mark) { return mark && MARKS[mark] && MARKS[mark][1] }

export function sayClaimant(t, names) {
  const words = t.claimant
  if (!t.attributed) return /^the report$/i.test(words) ? `the report “${clip(t.title || t.report_id, 40)}”` : `${words}, in its own voice`
  if (/^(it|he|she|they|who|which)$/i.test(words)) return t.name || t.code ? `${t.name || codeWord(t.code, names)} (“${words}”)` : `“${words}”`
  return words
}

function Shape({ k, x, y, r = 4.5, ...rest }) {
  switch (SHAPES[k % SHAPES.length]) {
    case 'square': return html`<rect x=${x - r * 0.9} y=${y - r * 0.9} width=${r * 1.8} height=${r * 1.8} ...${rest} />`
    case 'triangle': return html`<path d=${`M${x} ${y - r * 1.2}L${x + r * 1.15} ${y + r * 0.85}H${x - r * 1.15}Z`} ...${rest} />`
    case 'diamond': return html`<path d=${`M${x} ${y - r * 1.3}L${x + r * 1.3} ${y}L${x} ${y + r * 1.3}L${x - r * 1.3} ${y}Z`} ...${rest} />`
    case 'cross': return html`<path d=${`M${x - r} ${y - r * 0.4}h${r * 0.6}v${-r * 0.6}h${r * 0.8}v${r * 0.6}h${r * 0.6}v${r * 0.8}h${-r * 0.6}v${r * 0.6}h${-r * 0.8}v${-r * 0.6}h${-r * 0.6}z`} ...${rest} />`
    case 'down': return html`<path d=${`M${x} ${y + r * 1.2}L${x + r * 1.15} ${y - r * 0.85}H${x - r * 1.15}Z`} ...${rest} />`
    default: return html`<circle cx=${x} cy=${y} r=${r} ...${rest} />`
  }
}

// Keeps labels apart: pushes them down, then back up.
function spread(items, gap, top, bottom) {
  items.sort((a, b) => a.y - b.y)
  for (let i = 0; i < items.length; i++) items[i].ly = Math.max(items[i].y, i ? items[i - 1].ly + gap : top)
  const over = items.length ? items[items.length - 1].ly - bottom : 0
  if (over > 0) {
    items[items.length - 1].ly = bottom
    for (let i = items.length - 2; i >= 0; i--) items[i].ly = Math.min(items[i].ly, items[i + 1].ly - gap)
  }
}

export function TollChart({ tolls, counts, chosen, onChoose }) {
  const [box, { width }] = useWidth()
  const [hover, setHover] = useState(null)
  const world = useWorld()
  const names = world ? world.names : {}
  const lines = useMemo(() => linesOf(tolls), [tolls])
  const narrow = width < 640
  const labelWide = narrow ? 0 : Math.min(300, Math.max(190, width * 0.26))
  const shown = lines.slice(0, 14)
  const HEIGHT = Math.max(narrow ? 260 : 300, Math.min(560, 120 + shown.length * 27))
  const LEFT = 48, TOP = 18, BOTTOM = 34, RIGHT = labelWide + 20
  const all = shown.flatMap((l) => l.steps)
  if (!all.length) return html`<div ref=${box}><p class="legend">Nothing to draw: these numbers are denied, planned or supposed, or have no time.</p></div>`
  const t0 = Math.floor(Math.min(...all.map((s) => s.at))), t1 = Math.ceil(Math.max(...all.map((s) => s.at)) + 0.05)
  const most = Math.max(1, ...shown.map((l) => l.max))
  const least = Math.min(...all.filter((s) => s.low > 0).map((s) => s.low), most)
  const log = most / Math.max(1, least) > 400
  const x = scaleUtc().domain([dateOf(t0), dateOf(Math.max(t1, t0 + 1))]).range([LEFT, Math.max(LEFT + 10, width - RIGHT)])
  const y = (log ? scaleSymlog().constant(10) : scaleLinear()).domain([0, most * 1.06]).range([HEIGHT - BOTTOM, TOP])
  const px = (s) => x(dateOf(s.at))
  const end = width - RIGHT
  const value = (s) => (s.low === null ? s.high : s.low)
  const labels = []
  const ticks = log ? [0, ...[1, 3, 10, 30, 100, 300, 1000, 3000, 10000, 30000, 100000, 1e6].filter((v) => v <= most)] : y.ticks(5)
  const days = x.ticks(Math.max(2, Math.floor((end - LEFT) / 80))).filter((d) => d.getTime() % 86400000 === 0)
  const bodies = shown.map((l, k) => {
    const c = `c${k % 8}`
    const dash = DASHES[Math.floor(k / 1) % DASHES.length]
    const parts = []
    const steps = l.steps
    for (let i = 0; i < steps.length; i++) {
      const s = steps[i]
      const v = value(s)
      const x0 = px(s)
      const dot = (extra) => html`<g class=${`dot ${c} ${s.superseded ? 'old' : ''} ${extra}`} onPointerEnter=${() => setHover({ k, i, x: x0, y: y(v) })} onPointerLeave=${() => setHover(null)} onClick=${() => onChoose && onChoose(s)}>
        <rect x=${x0 - 9} y=${y(v) - 9} width="18" height="18" fill="transparent" class="reach" /><${Shape} k=${k} x=${x0} y=${y(v)} /></g>`
      if (s.beside) { if (v !== null) parts.push(dot('beside')); continue }
      let j = i + 1
      while (j < steps.length && steps[j].beside) j++
      const next = steps[j]
      const x1 = next ? px(next) : end
      if (s.mark === 'withdrawn' || v === null) {
        let before = i - 1
        while (before >= 0 && (steps[before].beside || value(steps[before]) === null)) before--
        if (before >= 0) {
          const yy = y(value(steps[before]))
          parts.push(html`<path class=${`x ${c}`} d=${`M${x0 - 5} ${yy - 5}l10 10m0 -10l-10 10`} />`)
          parts.push(html`<text class="note" x=${x0 + 9} y=${yy + 4}>withdrawn</text>`)
        }
        continue
      }
      if (s.high !== null && s.low !== null && s.high > s.low) parts.push(html`<rect class=${`band ${c} ${next ? '' : 'last'}`} x=${x0} y=${y(s.high)} width=${Math.max(1, x1 - x0)} height=${Math.max(1, y(s.low) - y(s.high))} />`)
      if (s.high === null) parts.push(html`<rect x=${x0} y=${Math.max(TOP, y(v) - 14)} width=${Math.max(1, x1 - x0)} height=${y(v) - Math.max(TOP, y(v) - 14)} fill=${`url(#fade${k % 8})`} />`)
      const gone = next && (next.mark === 'withdrawn' || value(next) === null)
      parts.push(html`<path class=${`step ${c} ${next ? '' : 'last'}`} stroke-dasharray=${next ? dash : '1 4'} d=${`M${x0} ${y(v)}H${x1}${next && !gone ? `V${y(value(next))}` : ''}`} />`)
      const from = steps.slice(0, i).reverse().find((q) => !q.beside && value(q) !== null) || null
      if (s.mark === 'lowered' || s.mark === 'revised') parts.push(html`<text class="note" x=${x0 + 8} y=${y(v) - 7}>${s.mark === 'lowered' ? '↓ lowered' : '✎ revised'}${from !== null ? ` from ${shortInterval(from.low, from.high)}` : ''}</text>`)
      parts.push(dot(''))
      if (!next) labels.push({ k, y: y(v), l, s })
    }
    if (!labels.some((b) => b.k === k)) {
      const s = steps.slice().reverse().find((q) => !q.beside && value(q) !== null)
      if (s) labels.push({ k, y: y(value(s)), l, s, gone: true })
    }
    return html`<g class=${hover && hover.k !== k ? 'faint' : ''}>${parts}</g>`
  })
  if (!narrow) spread(labels, shown.length > 10 ? 26 : 30, TOP + 4, HEIGHT - BOTTOM - 8)
  const tip = hover && shown[hover.k] && shown[hover.k].steps[hover.i]
  return html`<div ref=${box} class="toll-chart">
    ${width ? html`<svg width=${width} height=${HEIGHT} role="img" aria-label=${`${COUNTS[counts] || counts}, as steps over time, one line for each of ${shown.length} claimants. The table below holds the same numbers.`}>
      <defs>${[0, 1, 2, 3, 4, 5, 6, 7].map((k) => html`<linearGradient id=${`fade${k}`} x1="0" x2="0" y1="1" y2="0"><stop offset="0" class=${`c${k}`} stop-opacity=".38" /><stop offset="1" class=${`c${k}`} stop-opacity="0" /></linearGradient>`)}</defs>
      ${ticks.map((t) => html`<g class="tick"><line x1=${LEFT} x2=${end} y1=${y(t)} y2=${y(t)} /><text x=${LEFT - 8} y=${y(t) + 4} text-anchor="end">${say(t)}</text></g>`)}
      ${days.map((d) => html`<g class="tick"><line class="v" x1=${x(d)} x2=${x(d)} y1=${HEIGHT - BOTTOM} y2=${HEIGHT - BOTTOM + 5} /><text x=${x(d)} y=${HEIGHT - BOTTOM + 19} text-anchor="middle">${sayDay(d.getTime() / 86400000).replace(/ \d{4}$/, '')}</text></g>`)}
      <line class="axis" x1=${LEFT} x2=${end} y1=${HEIGHT - BOTTOM} y2=${HEIGHT - BOTTOM} />
      ${bodies}
      ${narrow ? '' : labels.map((b) => html`<g class=${`label ${hover && hover.k !== b.k ? 'faint' : ''}`} onPointerEnter=${() => setHover({ k: b.k, i: b.l.steps.indexOf(b.s), x: px(b.s), y: b.y })} onPointerLeave=${() => setHover(null)}>
        <path class="lead" d=${`M${end + 2} ${b.y}L${end + 12} ${b.ly}`} />
        <g class=${`dot c${b.k % 8}`}><${Shape} k=${b.k} x=${end + 18} y=${b.ly} r=${3.6} /></g>
        <text x=${end + 28} y=${b.ly + 0}><tspan class="num">${shortInterval(b.s.low, b.s.high)}</tspan> <tspan>${clip(sayClaimant(b.l.name, names), labelWide > 250 ? 30 : 22)}</tspan></text>
        <text class="dim" x=${end + 28} y=${b.ly + 12}>${b.gone ? 'withdrawn; ' : ''}as of ${sayMoment(b.s.as_of).replace(/ \d{4}/, '')}</text>
      </g>`)}
    </svg>` : ''}
    ${tip && width ? html`<div class="tip" style=${{ left: `${Math.max(0, Math.min(width - 280, hover.x + 12))}px`, top: `${Math.max(0, hover.y - 10)}px` }}>
      <b>${COUNTS[counts] || counts} ${interval(tip.low, tip.high)}</b>${tip.words ? html` <span class="dim">“${tip.words}${tip.of ? ' ' + tip.of : ''}”</span>` : ''}<br />
      according to ${sayClaimant(tip, names)}${tip.within ? `, passed on by ${tip.within}` : ''}<br /><span class="dim">as of ${sayMoment(tip.as_of)} · ${tip.publisher || tip.report_id}</span>${markWord(tip.mark) ? html`<br />${MARKS[tip.mark][0]} ${markWord(tip.mark)}` : ''}</div>` : ''}
    ${narrow ? html`<ul class="toll-key">${shown.map((l, k) => html`<li><svg width="16" height="16" aria-hidden="true"><g class=${`dot c${k % 8}`}><${Shape} k=${k} x=${8} y=${8} /></g></svg> ${sayClaimant(l.name, names)}</li>`)}</ul>` : ''}
    <p class="legend">A line ends where nothing newer is known; it then goes on as dots. <span class="sw band" aria-hidden="true"></span> a band is an interval such as “dozens”; a fading edge means “at least”; a hollow sign is another number of the same claimant at the same time, often a part. ✕ withdrawn, ↓ lowered, ✎ revised. Numbers that are denied, planned or supposed stand in the table alone.${log ? ' The scale is compressed upwards.' : ''}${lines.length > shown.length ? html` ${count(lines.length - shown.length, 'line')} more in the table.` : ''}</p>
  </div>`
}

const clip = (s, n) => (s.length > n ? s.slice(0, n - 1).trimEnd() + '…' : s)

export function TollTable({ tolls: given, counts, showWhere = true }) {
  const world = useWorld()
  const [byClaimant, setBy] = useState(false)
  const first = new Map()
  given.forEach((t, i) => { if (!first.has(t.key)) first.set(t.key, i) })
  const tolls = byClaimant ? given.map((t, i) => [t, i]).sort((a, b) => first.get(a[0].key) - first.get(b[0].key) || a[1] - b[1]).map((x) => x[0]) : given
  const names = world ? world.names : {}
  return html`<div class="scroll"><table class="tolls">
    <caption class="vh">${COUNTS[counts] || 'Numbers'}: who says how many, and when, in the order of time</caption>
    <thead><tr><th scope="col" aria-sort=${byClaimant ? null : 'ascending'}><button type="button" class="sort" onClick=${() => setBy(false)} title="In the order of time">As of${byClaimant ? '' : html` <span aria-hidden="true">↑</span>`}</button></th><th scope="col" class="num">${COUNTS[counts] ? COUNTS[counts][0].toUpperCase() + COUNTS[counts].slice(1) : 'Reported'}</th><th scope="col" aria-sort=${byClaimant ? 'ascending' : null}><button type="button" class="sort" onClick=${() => setBy(true)} title="By claimant">According to${byClaimant ? html` <span aria-hidden="true">↑</span>` : ''}</button></th><th scope="col">In the words</th>${showWhere ? html`<th scope="col">Of what</th>` : ''}<th scope="col">Printed by</th><th scope="col">Mark</th></tr></thead>
    <tbody>${tolls.map((t, i) => html`<tr key=${i} class=${`${t.mark === 'withdrawn' ? 'withdrawn' : ''} ${t.superseded || t.mark === 'corrected' ? 'old' : ''}`}>
      <td class="when">${sayMoment(t.as_of) || '–'}</td>
      <td class="num"><b>${t.mark === 'withdrawn' ? html`<span class="none">no number any more</span>` : interval(t.low, t.high)}</b>${t.subset ? html`<br /><span class="dim">part of another</span>` : ''}${t.status && !happened(t.status) ? html`<br /><${Status} status=${t.status} />` : ''}</td>
      <th scope="row">${sayClaimant(t, names)}${t.denying ? html` <em>denies</em>` : t.accusing ? html` <em>accuses</em>` : ''}${t.within ? html`<br /><span class="dim">passed on by ${t.within}</span>` : ''}${t.code ? html` <span class="dim code" title=${codeWord(t.code, names)}>${t.code}</span>` : ''}</th>
      <td>${t.words ? html`<${A} href=${`/report/${t.report}?at=${t.span ? t.span.join('-') : ''}`} title="Show these words in the report">“${t.words}${t.of ? ` ${t.of}` : ''}”<//>` : html`<${A} href=${`/report/${t.report}${t.span ? `?at=${t.span.join('-')}` : ''}`}>in the report<//>`}</td>
      ${showWhere ? html`<td>${t.incident ? html`<${A} href=${`/incident/${t.incident}`}>${t.place || t.country ? `${t.place || names[t.country] || t.country}` : 'the incident'}${t.from ? `, ${sayDay(Math.floor(momentOf(t.from)))}` : ''}<//>` : html`<span class="none">–</span>`}</td>` : ''}
      <td>${t.publisher || html`<span class="none">publisher not named</span>`}${t.title ? html`<br /><span class="dim">${t.title}</span>` : ''}</td>
      <td>${t.mark && MARKS[t.mark] && MARKS[t.mark][0] ? html`<span title=${markWord(t.mark)}>${MARKS[t.mark][0]} ${t.mark}</span>` : ''}${t.superseded && t.mark !== 'withdrawn' ? html`<br /><span class="dim">a later version is there</span>` : ''}</td>
    </tr>`)}</tbody></table></div>`
}

export function Tolls() {
  const { query } = useWhere()
  const counts = query.get('counts') || 'killed'
  const q = filtersOf(query)
  q.set('counts', counts)
  const pages = usePages('tolls', q, 500)
  const kinds = useKinds(filtersOf(query))
  const tolls = pages.items
  return html`<div class="one wide">
    <h1>Who says how many, and when?</h1>
    <p class="lede">Each number as it was reported, with its claimant and its time. They are not added up, and none is taken for the true one.</p>
    <${Kinds} kinds=${kinds} counts=${counts} />
    <${Chosen} />
    <${Loaded} from=${pages.first} what="Reading the numbers">${() => (pages.items.length
      ? html`${pages.total > tolls.length ? html`<p class="notice">The file has ${say(pages.total)} such numbers; chart and table show the first ${say(tolls.length)}, in the order of time. Narrow them by place, time or claimant on the <${A} href=${address('/', filtersOf(query))}>overview<//>.</p>` : html`<${Latest} tolls=${tolls} counts=${counts} />`}
        <${TollChart} tolls=${tolls} counts=${counts} onChoose=${(s) => go(`/report/${s.report}?at=${s.span ? s.span.join('-') : ''}`)} />
        <h2 class="part">The same as a table</h2>
        <${TollTable} tolls=${tolls} counts=${counts} /><${More} pages=${pages} what="numbers" />`
      : html`<${Empty}><p>Nobody is reported to give a number of ${(COUNTS[counts] || counts).replace('reported ', '')} here.</p><//>`)}<//>
  </div>`
}

// In one sentence: how many numbers, by whom, and the latest of them.
function Latest({ tolls, counts }) {
  const world = useWorld()
  const known = tolls.filter((t) => t.mark !== 'withdrawn' && t.mark !== 'corrected' && (t.low !== null || t.high !== null) && !t.subset && (!t.status || happened(t.status)))
  if (!known.length) return null
  const last = known[known.length - 1]
  const same = known.filter((t) => t.report === last.report && t.attributed)
  const t = same.length ? same.reduce((a, b) => ((b.low ?? 0) > (a.low ?? 0) ? b : a)) : last
  return html`<p class="latest">${count(tolls.length, 'number')} by ${count(new Set(tolls.map((x) => x.key)).size, 'claimant')}. The latest: <b>${COUNTS[counts] || counts} ${interval(t.low, t.high)}</b>, according to ${sayClaimant(t, world ? world.names : {})}, as of ${sayMoment(t.as_of)}.</p>`
}

function useKinds(base) {
  const text = base.toString()
  const answers = KINDS.map((k) => useJson(api('tolls', `${text ? text + '&' : ''}counts=${k}&limit=1`)))
  return KINDS.map((k, i) => [k, answers[i].data ? answers[i].data.total : null])
}

export function Kinds({ kinds, counts }) {
  const { path, query } = useWhere()
  return html`<div class="tabs" role="group" aria-label="What is counted">${kinds.filter(([k, n]) => n || k === counts).map(([k, n]) => html`<button type="button" key=${k} aria-pressed=${k === counts ? 'true' : 'false'} onClick=${() => go(address(path, put(query, 'counts', k === 'killed' ? [] : [k])), { replace: true })}>${k}${n === null ? '' : html` <span class="dim">${say(n)}</span>`}</button>`)}</div>`
}
