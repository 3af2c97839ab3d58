// marks.js - text cut where spans begin and end, so that any number of them may overlap.
//
// All spans count Unicode code points; JavaScript's strings count UTF-16 units, so the text is
// taken apart first.
import { html } from './html.js'

// "a𝒷c" → offsets of code points in units: [0, 1, 3, 4].
export function pointsOf(text) {
  const at = []
  for (let i = 0; i < text.length; i++) {
    at.push(i)
    const c = text.charCodeAt(i)
    if (c >= 0xd800 && c < 0xdc00 && i + 1 < text.length) i++
  }
  at.push(text.length)
  return at
}

// spans: [{span: [start, end], …}] → [{start, end, text, spans}], in order, covering from..to.
export function cut(text, spans, from = 0) {
  const at = pointsOf(text)
  const n = at.length - 1
  const edges = new Set([0, n])
  const good = []
  for (const s of spans) {
    if (!s.span) continue
    const a = Math.max(0, s.span[0] - from), b = Math.min(n, s.span[1] - from)
    if (a >= b) continue
    edges.add(a)
    edges.add(b)
    good.push({ ...s, a, b })
  }
  const order = [...edges].sort((x, y) => x - y)
  good.sort((x, y) => x.a - y.a || y.b - x.b)
  const out = []
  let first = 0
  const active = []
  for (let i = 0; i + 1 < order.length; i++) {
    const start = order[i], end = order[i + 1]
    while (first < good.length && good[first].a <= start) active.push(good[first++])
    const here = []
    for (let k = active.length - 1; k >= 0; k--) {
      if (active[k].b <= start) active.splice(k, 1)
      else here.unshift(active[k])
    }
    out.push({ start: start + from, end: end + from, text: text.slice(at[start], at[end]), spans: here })
  }
  return out
}

// The characters of one event: {span, layer, role}.
export function eventSpans(e) {
  const out = [{ span: e.trigger && e.trigger.span, layer: 'event', role: e.type.toLowerCase() }]
  for (const p of e.actors) out.push({ span: p.span, layer: 'party', role: 'actor' })
  for (const p of e.recipients) out.push({ span: p.span, layer: 'party', role: 'recipient' })
  for (const f of e.figures) out.push({ span: f.span, layer: 'figure', role: f.counts })
  if (e.claim) {
    for (const s of e.claim.source_spans || []) out.push({ span: s, layer: 'claim', role: 'source' })
    for (const s of e.claim.cue_spans || []) out.push({ span: s, layer: 'cue', role: 'cue' })
  }
  return out.filter((s) => s.span)
}

// A sentence with the parts of one event marked and named.
export function Marked({ text, from, event }) {
  return html`${cut(text, eventSpans(event), from).map((s) => (s.spans.length
    ? html`<span class=${'m ' + s.spans.map((x) => `m-${x.layer}`).join(' ')} title=${s.spans.map((x) => x.role).join(', ')}>${s.text}</span>`
    : s.text))}`
}
