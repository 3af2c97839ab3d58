// revisions.js - two versions of one report side by side: the text word by word, and what that
// changed in the record.
import { html, useState } from './html.js'
import { useWhere } from './state.js'
import { api, useJson } from './api.js'
import { A, Empty, Loaded } from './ui.js'
import { pointsOf } from './marks.js'
import { sayMoment } from './days.js'
import { count, countsWord, interval } from './words.js'

const WHAT = { new: ['+', 'New event'], gone: ['−', 'Event gone'], figure: ['≠', 'Number changed'], status: ['⇄', 'Status changed'] }

export function Revisions({ id }) {
  const { query } = useWhere()
  const against = query.get('against')
  const answer = useJson(api(`reports/${encodeURIComponent(id)}/revisions`, against ? new URLSearchParams({ against }) : null))
  return html`<${Loaded} from=${answer} what="Comparing the versions">${(d) => html`<${Page} d=${d} id=${id} />`}<//>`
}

// "killed 18..18" → reported killed 18.
export function sayChange(text) {
  return text.split('; ').map((part) => {
    const m = /^(\w+) ([\d.]*?)\.\.([\d.]*)$/.exec(part)
    const n = (t) => (t === '' ? null : Number(t))
    return m ? `${countsWord(m[1])} ${interval(n(m[2]), n(m[3]))}` : part
  }).join('; ')
}

const stamp = (v) => sayMoment(v.updated || v.published) || v.report_id

function Page({ d, id }) {
  const [unified, setUnified] = useState(false)
  if (!d.of) return html`<div class="one"><h1>${d.report.title || d.report.report_id}</h1><${Empty}><p>This is the first version that the file holds; there is none before it. <${A} href=${`/report/${d.report.id}`}>Read it<//>.</p>${d.chain.length > 1 ? html`<p>Later versions: ${d.chain.filter((v) => v.id !== d.report.id).map((v, i) => html`${i ? ', ' : ''}<${A} href=${`/report/${v.id}/revisions`}>${stamp(v)}<//>`)}</p>` : ''}<//></div>`
  const was = pointsOf(d.text.was), now = pointsOf(d.text.now)
  const left = [], right = [], both = []
  let added = 0, taken = 0
  for (const p of d.text.pieces) {
    const a = d.text.was.slice(was[p.was[0]], was[p.was[1]]), b = d.text.now.slice(now[p.now[0]], now[p.now[1]])
    if (p.op === 'equal') { left.push(a); right.push(b); both.push(b) }
    else {
      if (p.op === 'delete' || (p.op !== 'insert' && a)) { left.push(html`<del>${a}</del>`); both.push(html`<del>${a}</del>`); taken++ }
      if (p.op === 'insert' || (p.op !== 'delete' && b)) { right.push(html`<ins>${b}</ins>`); both.push(html`<ins>${b}</ins>`); added++ }
    }
  }
  return html`<div class="one wide revisions">
    <p class="kicker">${d.kind === 'copy' ? 'Copy by another publisher' : 'Revision'}${d.containment !== null ? html` · ${Math.round(d.containment * 100)} % of the shorter text’s word runs are shared` : ''}</p>
    <h1>${d.report.title || d.report.report_id}</h1>
    ${d.chain.length > 2 ? html`<p class="chain">Versions: ${d.chain.map((v, i) => html`${i ? ' → ' : ''}${v.id === d.report.id ? html`<b>${stamp(v)}</b>` : html`<${A} href=${`/report/${v.id}/revisions`}>${stamp(v)}<//>`}`)}</p>` : ''}
    <h2 class="part">What it changes in the record</h2>
    ${d.changes.length ? html`<table class="changes"><caption class="vh">Changes of the record</caption><thead><tr><th scope="col">Change</th><th scope="col">Event</th><th scope="col">Was</th><th scope="col">Is now</th><th scope="col">Sentence</th></tr></thead>
      <tbody>${d.changes.map((c, i) => html`<tr key=${i} class=${`ch-${c.what}`}><th scope="row"><span class="mark" aria-hidden="true">${WHAT[c.what][0]}</span> ${WHAT[c.what][1]}</th><td><b>${c.type || ''}</b></td><td>${c.was ? html`<del>${sayChange(c.was)}</del>` : '–'}</td><td>${c.now ? html`<ins>${sayChange(c.now)}</ins>` : '–'}</td>
        <td>${c.sentence ? html`“${c.sentence}” ` : ''}${c.event ? html`<${A} href=${`/report/${d.report.id}?event=${c.event}`}>now<//>` : ''}${c.event && c.was_event ? ', ' : ''}${c.was_event ? html`<${A} href=${`/report/${d.of.id}?event=${c.was_event}`}>before<//>` : ''}</td></tr>`)}</tbody></table>`
      : html`<p>Nothing: events, numbers and statuses are the same.</p>`}
    <h2 class="part">The text <span class="dim small">${count(taken, 'passage')} out, ${count(added, 'passage')} in</span></h2>
    <p><button type="button" aria-pressed=${unified ? 'true' : 'false'} onClick=${() => setUnified(!unified)}>${unified ? 'Show side by side' : 'Show as one text'}</button></p>
    ${unified ? html`<div class="diff prose">${both}</div>` : html`<div class="sides">
      <section><h3><${A} href=${`/report/${d.of.id}`}>${stamp(d.of)}<//> <span class="dim">before</span></h3><div class="diff prose">${left}</div></section>
      <section><h3><${A} href=${`/report/${d.report.id}`}>${stamp(d.report)}<//> <span class="dim">after</span></h3><div class="diff prose">${right}</div></section></div>`}
  </div>`
}
