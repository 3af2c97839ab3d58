// reader.js - a report with everything that was read from it: words light up their records, and
// each field of a record lights up its words.  "Why?" on every value.
import { html, useContext, useEffect, useMemo, useRef, useState } from './html.js'
import { useWhere, filtersOf, put, go, address, where } from './state.js'
import { api, get, useJson } from './api.js'
import { A, By, Empty, Figures, Loaded, Status, Type, Wait, interval, countsWord } from './ui.js'
import { cut, pointsOf } from './marks.js'
import { usePages, More, when } from './table.js'
import { Chosen } from './facets.js'
import { Verdict } from './edits.js'
import { Frame } from './frame.js'
import { say, count, codeWord, precisionWord, viaWord, STATUS, TYPES } from './words.js'
import { dayOf, sayDay, sayMoment, sayRange } from './days.js'
import { useWorld } from './world.js'

const LAYERS = [
  ['event', 'events'], ['party', 'actors and recipients'], ['figure', 'figures'], ['claim', 'claims'], ['place', 'places'], ['time', 'times'], ['impact', 'impacts'],
]

// Every record of a report with its fields: {id, layer, title, fields: [{name, value, spans, why, layer}]}.
export function recordsOf(r, names) {
  const out = []
  const slice = pointsOf(r.text)
  const words = (span) => (span ? r.text.slice(slice[span[0]], slice[span[1]]) : null)
  const party = (p, role) => ({
    name: role, layer: 'party', spans: p.span ? [p.span] : [],
    value: html`${p.text || p.name || p.code || 'not named'}${p.code ? html` <code title=${codeWord(p.code, names)}>${p.code}</code>` : ''}`,
    why: [p.name && p.name !== p.text ? `known as ${p.name}` : null, p.code ? `${p.code}: ${codeWord(p.code, names)}` : 'no code: the dictionaries do not know these words', p.via ? viaWord(p.via) : p.span ? 'read from these words' : null, p.private ? 'a private person: exports show the role instead of the name' : null].filter(Boolean),
  })
  const claimOf = (n) => (n === null || n === undefined ? null : r.claims.find((c) => c.n === n))
  const chain = (c) => {
    const list = []
    for (let x = c, k = 0; x && k < 9; x = claimOf(x.within), k++) list.push(x)
    return list
  }
  const claimField = (c, publisher) => ({
    name: 'according to', layer: 'claim', spans: c ? [...c.source_spans, ...c.cue_spans] : [],
    value: c ? html`<${By} claim=${c} />` : 'the report itself',
    why: c ? [`${c.kind} speech, by the words “${c.cue || ''}”`, c.name && c.name !== c.source ? `known as ${c.name}` : null, c.code ? `${c.code}: ${codeWord(c.code, names)}` : null,
      c.accusing ? 'the words accuse: this is an allegation' : null, c.denying ? 'the words deny it' : null,
      ...chain(claimOf(c.within)).map((w) => `passed on by ${w.source || w.name || 'somebody not named'}`)].filter(Boolean)
      : [`no source is named: ${publisher || 'the report'} says it in its own voice`],
  })
  for (const e of r.items) {
    const fields = [{
      name: 'what', layer: 'event', spans: e.trigger.span ? [e.trigger.span] : [], value: html`<${Type} type=${e.type} mode=${e.mode} />`,
      why: [`“${e.trigger.text}” matched the rule ${e.why || '(not recorded)'}`, TYPES[e.type] ? `${e.type}: ${TYPES[e.type][1]} (PLOVER)` : null, e.cameo ? `CAMEO ${e.cameo}, given by the same rule` : null, e.confidence !== null ? `confidence ${e.confidence}` : null].filter(Boolean),
    }, {
      name: 'status', layer: 'event', spans: e.trigger.span ? [e.trigger.span] : [], value: html`<${Status} status=${e.status} alleged=${e.alleged} />`,
      why: [`${e.status}: ${STATUS[e.status] ? STATUS[e.status][1] : ''}`, e.alleged ? 'alleged: its claim accuses' : null, 'read from the words around the act: its tense, negation, and the verbs it depends on'].filter(Boolean),
    }]
    for (const p of e.actors) fields.push(party(p, 'actor'))
    for (const p of e.recipients) fields.push(party(p, 'recipient'))
    const timeSpan = e.when && !e.when.via ? r.times.find((t) => e.sentence && e.sentence.span && t.span[0] >= e.sentence.span[0] && t.span[1] <= e.sentence.span[1] && t.from && e.when.from && t.from.slice(0, 10) === e.when.from.slice(0, 10)) : null
    fields.push(e.when ? { name: 'when', layer: 'time', spans: timeSpan ? [timeSpan.span] : [], value: when(e.when), why: [viaWord(e.when.via), e.when.precision ? `to the ${e.when.precision}` : null].filter(Boolean) } : { name: 'when', layer: 'time', spans: [], value: html`<span class="none">the report does not say</span>`, why: ['no time expression belongs to it, and none could be taken over'] })
    const placeSpan = e.where && !e.where.via ? nearest(r.places.filter((p) => p.geonameid === e.where.geonameid), e.trigger.span, e.sentence && e.sentence.span) : null
    fields.push(e.where ? { name: 'where', layer: 'place', spans: placeSpan ? [placeSpan.span] : [], value: html`${e.where.name}${e.where.country ? html` <code title=${names[e.where.country] || ''}>${e.where.country}</code>` : ''} <span class="dim">${precisionWord(e.where.precision)}</span>`, why: [viaWord(e.where.via), e.where.geonameid ? `GeoNames ${e.where.geonameid}` : null, `precision ${e.where.precision} (UCDP where_prec): ${precisionWord(e.where.precision)}`, e.where.lat !== null ? `${e.where.lat}, ${e.where.lon}` : null].filter(Boolean) } : { name: 'where', layer: 'place', spans: [], value: html`<span class="none">the report does not say</span>`, why: ['no place belongs to it, and none could be taken over'] })
    for (const f of e.figures) fields.push(figureField(f))
    fields.push(claimField(e.claim, r.publisher))
    if (e.contexts.length) fields.push({ name: 'contexts', layer: 'event', spans: [], value: e.contexts.join(', '), why: ['PLOVER contexts, from the words of the paragraph and the rule'] })
    out.push({ id: `e${e.n}`, key: e.id, layer: 'event', event: e, title: html`<${Type} type=${e.type} mode=${e.mode} /> “${e.trigger.text}”`, at: e.trigger.span, fields })
  }
  function figureField(f) {
    return {
      name: 'figure', layer: 'figure', spans: [f.span], value: html`${countsWord(f.counts)} <b>${interval(f.low, f.high)}</b>`,
      why: [`“${f.text}” is ${f.low === null && f.high === null ? 'no known number' : f.low === f.high ? `the number ${interval(f.low, f.high)}` : `the interval ${interval(f.low, f.high)}`}`, f.of ? `of: ${f.of}` : null, f.approximate ? 'an approximate number' : null, f.total ? 'a running total' : null].filter(Boolean),
    }
  }
  for (const f of r.figures) out.push({ id: `f${f.n}`, layer: 'figure', title: html`“${f.text}”`, at: f.span, fields: [figureField(f), claimField(claimOf(f.claim), r.publisher)] })
  for (const c of r.claims) {
    out.push({ id: `c${c.n}`, layer: 'claim', title: html`${c.source || 'somebody not named'} <span class="dim">${c.cue || ''}</span>`, at: c.content || c.source_spans[0], content: c.content, fields: [
      { name: 'source', layer: 'claim', spans: c.source_spans, value: html`${c.source || html`<span class="none">not named</span>`}${c.code ? html` <code title=${codeWord(c.code, names)}>${c.code}</code>` : ''}`, why: [c.name ? `known as ${c.name}` : null, c.code ? `${c.code}: ${codeWord(c.code, names)}` : 'no code', c.source && !c.source_spans.length ? 'the words stand more than once; which ones are meant is not certain' : null].filter(Boolean) },
      { name: 'cue', layer: 'cue', spans: c.cue_spans, value: c.cue || '–', why: [`${c.kind} speech`, c.accusing ? 'an accusing cue' : null, c.denying ? 'a denying cue' : null].filter(Boolean) },
      { name: 'content', layer: 'claim', spans: c.content ? [c.content] : [], value: c.content ? clip(words(c.content)) : '–', why: ['what the source is said to say'] },
      ...(c.within !== null && claimOf(c.within) ? [{ name: 'passed on by', layer: 'claim', spans: claimOf(c.within).source_spans, value: claimOf(c.within).source || 'somebody', why: ['this claim stands inside another one'] }] : []),
    ] })
  }
  for (const p of r.places) out.push({ id: `p${p.n}`, layer: 'place', title: html`“${p.text}”`, at: p.span, fields: [{ name: 'place', layer: 'place', spans: [p.span], value: html`${p.name || p.text} ${p.country ? html`<code title=${names[p.country] || ''}>${p.country}</code>` : ''}`, why: [p.geonameid ? `GeoNames ${p.geonameid}` : 'not in the gazetteer', precisionWord(p.precision), p.lat !== null ? `${p.lat}, ${p.lon}` : null].filter(Boolean) }] })
  for (const t of r.times) out.push({ id: `t${t.n}`, layer: 'time', title: html`“${t.text}”`, at: t.span, fields: [{ name: 'time', layer: 'time', spans: [t.span], value: t.from || t.to ? sayRange(dayOf(t.from), dayOf(t.to)) : t.value || '–', why: [`TIMEX3 ${t.type || ''} ${t.value || ''}`, r.published ? `against ${sayMoment(r.published)}` : null].filter(Boolean) }] })
  for (const m of r.impacts) out.push({ id: `m${m.n}`, layer: 'impact', title: html`${m.kind.replace(/_/g, ' ')}${m.direction ? `, ${m.direction}` : ''}`, at: m.trigger && m.trigger.span, fields: [{ name: 'impact', layer: 'impact', spans: m.trigger && m.trigger.span ? [m.trigger.span] : [], value: html`${m.object || '–'} <span class="dim">${m.direction || ''}</span>`, why: [m.why ? `the rule ${m.why}` : null, m.status].filter(Boolean) }, claimField(claimOf(m.claim), r.publisher)] })
  return out
}
const clip = (s) => (s && s.length > 160 ? s.slice(0, 157) + '…' : s)
function nearest(list, span, within) {
  let best = null, least = Infinity
  for (const p of list) {
    if (within && (p.span[0] < within[0] || p.span[1] > within[1])) continue
    const d = span ? Math.abs(p.span[0] - span[0]) : 0
    if (d < least) { least = d; best = p }
  }
  return best
}

function Why({ field, id }) {
  const [open, set] = useState(false)
  return html`<button type="button" class="why" aria-expanded=${open ? 'true' : 'false'} aria-controls=${id} onClick=${(e) => { e.stopPropagation(); set(!open) }}>why?<span class="vh"> ${field.name}</span></button>
    ${open ? html`<ul class="because" id=${id}>${field.why.map((w) => html`<li>${w}</li>`)}${field.spans.length ? '' : html`<li class="dim">no characters of its own</li>`}</ul>` : ''}`
}

function Record({ record, chosen, many, choose, light, edit }) {
  const [folded, fold] = useState(record.layer !== 'event' || many)
  const open = chosen || !folded
  const ref = useRef()
  useEffect(() => {
    if (!chosen || !ref.current) return
    const box = ref.current.closest('.records')
    if (box.scrollHeight > box.clientHeight + 4) { // it scrolls by itself: leave the page where it is
      const a = ref.current.getBoundingClientRect(), b = box.getBoundingClientRect()
      if (a.top < b.top || a.bottom > Math.min(b.bottom, innerHeight)) box.scrollTop += a.top - b.top - 40
    } else ref.current.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return html`<article ref=${ref} class=${`record l-${record.layer} ${chosen ? 'chosen' : ''} ${record.event && record.event.verdict === 'reject' ? 'rejected' : ''}`} aria-label=${record.layer} onPointerEnter=${() => light(record.id)} onPointerLeave=${() => light(null)}>
    <header><button type="button" class="pick" data-row aria-pressed=${chosen ? 'true' : 'false'} onClick=${() => choose(chosen ? null : record.id)} onFocus=${() => light(record.id)} onBlur=${() => light(null)}><span class="id">${record.id}</span> ${record.title}</button>
      ${record.layer === 'event' ? html`<button type="button" class="plain fold" aria-expanded=${open ? 'true' : 'false'} aria-label=${`${open ? 'Fold' : 'Unfold'} ${record.id}`} onClick=${() => fold(!folded)}>${open ? '−' : '+'}</button>` : ''}</header>
    ${open ? html`<dl>${record.fields.map((f, i) => html`<div key=${i} class=${f.spans.length ? 'has-words' : ''} onPointerEnter=${(e) => { e.stopPropagation(); light(record.id, i) }} onPointerLeave=${() => light(record.id)}>
        <dt>${f.name}</dt><dd>${f.spans.length ? html`<button type="button" class="value" onFocus=${() => light(record.id, i)} onBlur=${() => light(null)} onClick=${() => choose(record.id, i)} title="Show its words">${f.value}</button>` : html`<span class="value">${f.value}</span>`} <${Why} field=${f} id=${`w-${record.id}-${i}`} /></dd></div>`)}</dl>
      ${record.event && chosen ? html`<p class="links">${record.event.incident ? html`<${A} href=${`/incident/${record.event.incident}`}>Who else tells of it?<//>` : ''} ${record.event.story ? html`<${A} href=${`/story/${record.event.story}`}>Its story<//>` : ''} <${A} href=${`/event/${record.event.id}`}>Permalink<//></p>
        ${edit ? html`<${Verdict} event=${record.event} />` : ''}` : ''}` : ''}
  </article>`
}

export function Reader({ id }) {
  const report = useJson(api(`reports/${encodeURIComponent(id)}`))
  return html`<${Loaded} from=${report} what="Reading the report">${(r) => html`<${Page} r=${r} />`}<//>`
}

function Page({ r }) {
  const { query } = useWhere()
  const { edit } = useContext(Frame)
  const world = useWorld()
  const names = world ? world.names : {}
  const records = useMemo(() => recordsOf(r, names), [r, world])
  const [hidden, setHidden] = useState(() => new Set(['claim-content']))
  const [hover, setHover] = useState(null) // {id, field}
  const [menu, setMenu] = useState(null)   // records under the words that were chosen
  const text = useRef()
  const wanted = query.get('event')
  const at = query.get('at')
  const chosenId = query.get('record') || (wanted ? (records.find((x) => x.key === wanted) || {}).id : null)
  const chosen = records.find((x) => x.id === chosenId)
  const [field, setField] = useState(null)
  const layers = useMemo(() => LAYERS.filter(([l]) => records.some((x) => x.layer === l || (l === 'party' && x.event))), [records])

  const lit = hover ? records.find((x) => x.id === hover.id) : chosen
  const litFields = lit ? (hover ? (hover.field !== undefined && hover.field !== null ? [lit.fields[hover.field]] : lit.fields) : field !== null && lit.fields[field] ? [lit.fields[field]] : lit.fields) : []
  const atSpan = at && /^\d+-\d+$/.test(at) && !hover && !chosen ? at.split('-').map(Number) : null

  // All edges are cut once, those of hidden layers too, so that lighting a field cuts nothing anew.
  const spans = useMemo(() => {
    const out = []
    for (const x of records) {
      for (const f of x.fields) for (const s of f.spans) {
        if (f.layer === 'claim' && f.name === 'content') { out.push({ span: s, layer: 'content', record: x.id, role: 'claim' }); continue }
        if (hidden.has(f.layer === 'cue' ? 'claim' : f.layer)) { out.push({ span: s, layer: 'edge' }); continue }
        out.push({ span: s, layer: x.layer === 'event' || x.layer === f.layer || f.layer === 'cue' ? f.layer : 'edge', record: x.id, role: f.name })
      }
    }
    return out
  }, [records, hidden])
  const segments = useMemo(() => {
    const parts = cut(r.text, atSpan ? [...spans, { span: atSpan, layer: 'edge' }] : spans)
    for (const p of parts) {
      p.marks = p.spans.filter((x) => x.layer !== 'edge')
      p.kinds = [...new Set(p.marks.map((x) => x.layer))]
      p.on = p.kinds.some((k) => k !== 'content')
    }
    return parts
  }, [r.text, spans, at, !!atSpan])
  // What is lit: segment → the names of the fields that begin there ('' further on).
  const lights = new Map()
  for (const [span, role] of [...litFields.flatMap((f) => f.spans.map((s) => [s, f.name])), ...(atSpan ? [[atSpan, '']] : [])]) {
    let lo = 0, hi = segments.length
    while (lo < hi) { const mid = (lo + hi) >> 1; if (segments[mid].end <= span[0]) lo = mid + 1; else hi = mid }
    for (let i = lo; i < segments.length && segments[i].start < span[1]; i++) {
      const had = lights.get(i) || ''
      lights.set(i, i === lo && role && !had.split(', ').includes(role) ? (had ? `${had}, ${role}` : role) : had)
    }
  }

  useEffect(() => {
    const el = text.current && text.current.querySelector('.lit')
    if (el && !hover) el.scrollIntoView({ block: 'nearest' })
  }, [chosenId, at])

  const choose = (record, f = null) => {
    let q = new URLSearchParams()
    if (record) q = put(q, 'record', [record])
    setField(f)
    setMenu(null)
    go(address(where().path, q), { replace: true })
  }
  const touch = (segment, target) => {
    const ids = [...new Set(segment.marks.filter((s) => s.layer !== 'content').map((s) => s.record))]
    const order = { event: 0, figure: 1, claim: 2, impact: 3, place: 4, time: 5 }
    const found = ids.map((i) => records.find((x) => x.id === i)).filter(Boolean).sort((a, b) => order[a.layer] - order[b.layer])
    if (!found.length) { setMenu(null); return }
    if (found.length === 1) { choose(found[0].id); return }
    const box = target.getBoundingClientRect(), base = text.current.getBoundingClientRect()
    setMenu({ found, x: Math.min(box.left - base.left, base.width - 240), y: box.bottom - base.top + 4 })
  }
  const [cursor, setCursor] = useState(-1)
  const key = (e) => {
    if (e.target !== e.currentTarget) return
    if (e.key === 'ArrowRight' || e.key === 'ArrowLeft') {
      e.preventDefault()
      const places = segments.map((x, i) => (x.on ? i : -1)).filter((i) => i >= 0)
      const k = places.indexOf(cursor)
      const next = places[Math.max(0, Math.min(places.length - 1, k < 0 ? 0 : k + (e.key === 'ArrowRight' ? 1 : -1)))]
      setCursor(next)
      const el = text.current.querySelector(`[data-i="${next}"]`)
      if (el) el.scrollIntoView({ block: 'nearest' })
    } else if ((e.key === 'Enter' || e.key === ' ') && segments[cursor]) {
      e.preventDefault()
      touch(segments[cursor], text.current.querySelector(`[data-i="${cursor}"]`))
    } else if (e.key === 'Escape') { if (menu) setMenu(null); else choose(null) }
  }

  // Pieces of text and records that have not changed are not made anew: a report may have thousands.
  const now = useRef({})
  now.current = { choose, touch }
  const kept = useRef({ segments: null, pieces: [], records: new Map() })
  if (kept.current.segments !== segments) kept.current = { ...kept.current, segments, pieces: [] }
  if (kept.current.of !== records) kept.current = { ...kept.current, of: records, records: new Map() }
  const piece = (s, i) => {
    if (!s.marks.length && !lights.has(i)) return s.text
    const key = `${lights.has(i) ? `lit ${lights.get(i)}` : ''}|${cursor === i}`
    const old = kept.current.pieces[i]
    if (old && old.key === key) return old.node
    const role = lights.get(i)
    const node = html`<span key=${i} data-i=${i} class=${`s ${s.kinds.map((k) => `s-${k}`).join(' ')} ${lights.has(i) ? 'lit' : ''} ${s.on ? 'on' : ''} ${cursor === i ? 'cursor' : ''}`} onClick=${s.on ? (e) => now.current.touch(s, e.currentTarget) : null}>${role ? html`<span class="role" aria-hidden="true">${role}</span>` : ''}${s.text}</span>`
    kept.current.pieces[i] = { key, node }
    return node
  }
  const card = (x) => {
    const key = `${x.id === chosenId}|${edit}`
    const old = kept.current.records.get(x.id)
    if (old && old.key === key) return old.node
    const node = html`<${Record} key=${x.id} record=${x} chosen=${x.id === chosenId} many=${records.length > 250} choose=${(i, f) => now.current.choose(i, f)} edit=${edit} light=${(i, f) => setHover(i ? { id: i, field: f } : null)} />`
    kept.current.records.set(x.id, { key, node })
    return node
  }

  const versions = r.versions || []
  return html`<div class="reader">
    <header class="head">
      <p class="kicker">Report · ${r.publisher || 'publisher not named'}${r.published ? html` · ${sayMoment(r.published)}` : ''}${r.updated ? html` · updated ${sayMoment(r.updated)}` : ''}</p>
      <h1>${r.title || r.report_id}</h1>
      <p class="dim">${r.url ? html`<span class="url">${r.url}</span> · ` : ''}id <code>${r.report_id}</code> · ${r.received ? html`received as ${r.received.format}, ${say(r.received.size)} bytes, <code title=${r.received.sha256}>sha256 ${r.received.sha256.replace('sha256:', '').slice(0, 10)}…</code>${r.received.arrivals && r.received.arrivals[0] ? html` from ${r.received.arrivals[0].file}` : ''}` : ''}</p>
      <p class="links"><${A} href=${address('/', new URLSearchParams([['report', r.id], ...(r.superseded_by || r.version === 'copy' ? [['versions', 'all']] : [])]))}>Its events on timeline and map<//></p>
      ${r.fault ? html`<p class="notice" role="alert">This report could not be coded: ${r.fault}. Its text is kept as it was received.</p>` : ''}
      ${versions.length > 1 ? html`<p class="notice">${r.superseded_by ? 'A later version of this report is there. ' : ''}${count(versions.length, 'version')}: ${versions.map((v, i) => html`${i ? ', ' : ''}${v.id === r.id ? html`<b>${sayMoment(v.updated || v.published) || v.report_id} (this one)</b>` : html`<${A} href=${`/report/${v.id}`}>${sayMoment(v.updated || v.published) || v.report_id}${v.publisher && v.publisher !== r.publisher ? `, ${v.publisher}` : ''}<//>`}`)}. <${A} href=${`/report/${versions[versions.length - 1].id}/revisions`}>What changed<//></p>` : ''}
      <fieldset class="layers"><legend class="vh">What is marked in the text</legend>${layers.map(([l, label]) => html`<label key=${l}><input type="checkbox" checked=${!hidden.has(l)} onChange=${() => setHidden((h) => { const n = new Set(h); if (n.has(l)) n.delete(l); else n.add(l); return n })} /> <span class=${`key k-${l}`}>${label}</span></label>`)}</fieldset>
    </header>
    <div class="two">
      <div class="text" ref=${text} tabindex="0" role="group" aria-label="Text of the report. Left and right go from marked words to marked words, Enter shows their record." onKeyDown=${key}>
        <div class="prose" lang=${r.language || null}>${segments.map(piece)}</div>
        ${menu ? html`<div class="menu" role="menu" style=${{ left: `${menu.x}px`, top: `${menu.y}px` }}><p class="dim">${menu.found.length} records at these words</p>${menu.found.map((x, k) => html`<button type="button" role="menuitem" ref=${k === 0 ? (el) => el && el.focus() : null} onPointerEnter=${() => setHover({ id: x.id })} onPointerLeave=${() => setHover(null)} onFocus=${() => setHover({ id: x.id })} onKeyDown=${(e) => { if (e.key === 'Escape') { setMenu(null); setHover(null); text.current.focus() } else if (e.key === 'ArrowDown') { e.preventDefault(); e.currentTarget.nextElementSibling && e.currentTarget.nextElementSibling.focus() } else if (e.key === 'ArrowUp') { e.preventDefault(); const p = e.currentTarget.previousElementSibling; if (p && p.tagName === 'BUTTON') p.focus() } }} onClick=${() => { setHover(null); choose(x.id) }}><span class="id">${x.id}</span> <span class="dim">${x.layer}</span> ${x.title}</button>`)}</div>` : ''}
      </div>
      <aside class="records" aria-label="What was read from it">
        ${records.length === 0 && !r.fault ? html`<${Empty}><p>Nothing was coded from this report. <code>tocsin explain</code> says why not.</p><//>` : ''}
        ${[['event', 'Events'], ['figure', 'Figures'], ['claim', 'Claims'], ['impact', 'Impacts'], ['place', 'Places'], ['time', 'Times']].map(([l, label]) => {
          const list = records.filter((x) => x.layer === l)
          if (!list.length) return ''
          const open = l === 'event' || (chosen && chosen.layer === l)
          return html`<details key=${l} open=${open}><summary><h2>${label}</h2> <span class="dim">${say(list.length)}</span></summary>
            ${list.map(card)}</details>`
        })}
      </aside>
    </div>
  </div>`
}

// /event/KEY: the permalink of an event leads to its words.
export function ToEvent({ id }) {
  const e = useJson(api(`events/${encodeURIComponent(id)}`))
  useEffect(() => { if (e.data) go(`/report/${e.data.report}?event=${e.data.id}`, { replace: true }) }, [e.data])
  return html`<${Loaded} from=${e} what="Looking for the event">${() => html`<${Wait} what="Opening its report" />`}<//>`
}

export function Reports() {
  const { query } = useWhere()
  const q = filtersOf(query)
  q.set('order', query.get('order') === 'asc' ? 'asc' : 'desc')
  const pages = usePages('reports', q, 100)
  return html`<div class="one">
    <h1>Reports</h1>
    <p class="lede">What was received${filtersOf(query).toString() ? ', as far as it tells of events under these filters' : ''}: kept to the byte, newest first.</p>
    <${Chosen} />
    <${Loaded} from=${pages.first} what="Reading the list">${() => (pages.items.length ? html`
      <table class="reports"><caption class="vh">Reports</caption><thead><tr><th scope="col">Published</th><th scope="col">Title</th><th scope="col">Publisher</th><th scope="col" class="num">Events</th></tr></thead>
      <tbody>${pages.items.map((r) => html`<tr key=${r.id}><td class="when">${sayMoment(r.published) || sayDayOr(r.day)}${r.updated ? html`<br /><span class="dim">updated ${sayMoment(r.updated)}</span>` : ''}</td>
        <th scope="row"><${A} href=${`/report/${r.id}`} data-row>${r.title || r.report_id}<//>${r.fault ? html`<br /><span class="fault-inline">not readable: ${r.fault}</span>` : ''}${r.superseded_by ? html`<br /><span class="dim">a <${A} href=${`/report/${r.superseded_by}/revisions`}>later version<//> is there</span>` : r.version ? html`<br /><span class="dim"><${A} href=${`/report/${r.id}/revisions`}>${r.version === 'copy' ? 'copy of another publisher’s report' : 'revised version'}<//></span>` : ''}</th>
        <td>${r.publisher || html`<span class="none">not named</span>`}</td><td class="num">${say(r.events)}</td></tr>`)}</tbody></table>
      <${More} pages=${pages} what="reports" />` : html`<${Empty}><p>No report tells of such an event.</p><//>`)}<//>
  </div>`
}
const sayDayOr = (d) => (d ? sayDay(dayOf(d)) : '–')
