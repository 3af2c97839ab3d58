// table.js - the events as rows: the same as on the map and the timeline, and those without a
// place or a date besides.
import { html, useContext, useEffect, useState } from './html.js'
import { useWhere, countedOf, put, address, go, where } from './state.js'
import { api, get, useJson } from './api.js'
import { A, By, Empty, Fault, Figures, Parties, Status, Type, Wait } from './ui.js'
import { Marked } from './marks.js'
import { Verdict } from './edits.js'
import { Frame } from './frame.js'
import { say, precisionWord, viaWord } from './words.js'
import { dayOf, sayDay, sayRange } from './days.js'

export const when = (w) => (w ? sayRange(dayOf(w.from), dayOf(w.to)) : null)

// Pages of a list: {items, total, more(), loading, error}.
export function usePages(path, query, size = 60) {
  const q = new URLSearchParams(query)
  q.set('limit', size)
  const first = useJson(api(path, q))
  const [rest, setRest] = useState({ of: null, items: [], next: null })
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState(null)
  const of = first.data
  const mine = rest.of === of ? rest : { of, items: [], next: of && of.next }
  const more = async () => {
    if (!mine.next || busy) return
    setBusy(true)
    setError(null)
    const c = new URLSearchParams(q)
    c.set('cursor', mine.next)
    try {
      const page = await get(api(path, c))
      setRest({ of, items: [...mine.items, ...page.items], next: page.next })
    } catch (e) { setError(e) }
    setBusy(false)
  }
  return { first, items: of ? [...of.items, ...mine.items] : null, total: of ? of.total : 0, more: mine.next ? more : null, busy, error }
}

export function More({ pages, what }) {
  if (!pages.items) return null
  if (pages.error) return html`<${Fault} error=${pages.error} retry=${pages.more} />`
  if (!pages.more) return pages.items.length > 20 ? html`<p class="more dim">All ${say(pages.total)} ${what}.</p>` : null
  return html`<p class="more"><button type="button" onClick=${pages.more} disabled=${pages.busy}>${pages.busy ? 'Reading …' : `Show more`}</button> <span class="dim">${say(pages.items.length)} of ${say(pages.total)} ${what}</span></p>`
}

function Row({ e, open, toggle }) {
  const { edit } = useContext(Frame)
  const w = when(e.when)
  const key = (k) => {
    if (k.key === 'o') { k.preventDefault(); go(`/report/${e.report}?event=${e.id}`) }
    else if (edit && (k.key === 'a' || k.key === 'x')) {
      k.preventDefault()
      const detail = k.currentTarget.closest('tr').nextElementSibling
      const b = detail && detail.querySelector(`[data-verdict=${k.key === 'a' ? 'accept' : 'reject'}]`)
      if (b) b.click()
      else toggle()
    }
  }
  return html`<tr class=${`row ${open ? 'open' : ''} ${e.verdict === 'reject' ? 'rejected' : ''}`} onClick=${(k) => { if (!k.target.closest('a, button') && !String(getSelection())) toggle() }}>
      <td class="when"><button type="button" class="row-open" data-row data-chosen=${open ? '' : null} aria-expanded=${open ? 'true' : 'false'} onClick=${toggle} onKeyDown=${key}><span class="tri" aria-hidden="true">${open ? '▾' : '▸'}</span>${w || html`<span class="none">no date</span>`}<span class="vh">, ${e.type}: ${open ? 'close' : 'open'}</span></button></td>
      <td class="st"><${Status} status=${e.status} alleged=${e.alleged} />${e.verdict ? html`<br /><span class="verdict">${e.verdict}ed</span>` : ''}</td>
      <td class="what"><${Parties} list=${e.actors} /> <span class="arrow" aria-hidden="true">→</span><span class="vh"> does </span> <${Type} type=${e.type} mode=${e.mode} />${e.recipients.length ? html` <span class="arrow" aria-hidden="true">→</span><span class="vh"> to </span> <${Parties} list=${e.recipients} />` : ''}
        ${e.figures.length ? html`<br /><${Figures} figures=${e.figures} />` : ''}</td>
      <td class="place">${e.where ? html`<span class=${`prec p${e.where.precision}`} title=${precisionWord(e.where.precision)}>${e.where.name}</span>` : html`<span class="none">no place</span>`}</td>
      <td class="says"><${By} claim=${e.claim} /><br /><span class="dim">${e.publisher || 'publisher not named'}${e.published ? html`, ${sayDay(dayOf(e.published))}` : ''}</span></td>
    </tr>
    ${open ? html`<tr class="detail"><td colspan="5"><${Detail} e=${e} /></td></tr>` : ''}`
}

function Detail({ e }) {
  const { edit } = useContext(Frame)
  return html`<div class="peek">
    ${e.sentence && e.sentence.span ? html`<blockquote><${Marked} text=${e.sentence.text} from=${e.sentence.span[0]} event=${e} /></blockquote>` : e.sentence ? html`<blockquote>${e.sentence.text}</blockquote>` : ''}
    <dl class="reasons">
      <div><dt>Why ${e.type}?</dt><dd>“${e.trigger.text}” matched the rule <code>${e.why || 'not recorded'}</code></dd></div>
      ${e.when ? html`<div><dt>When?</dt><dd>${when(e.when)}, ${viaWord(e.when.via)}</dd></div>` : ''}
      ${e.where ? html`<div><dt>Where?</dt><dd>${e.where.name}, ${precisionWord(e.where.precision)}; ${viaWord(e.where.via)}</dd></div>` : ''}
    </dl>
    <p class="links"><${A} class="button" href=${`/report/${e.report}?event=${e.id}`}>Read it in the report<//>
      ${e.incident ? html`<${A} href=${`/incident/${e.incident}`}>Who else tells of it?<//>` : ''}
      ${e.story ? html`<${A} href=${`/story/${e.story}`}>Its story<//>` : ''}
      ${e.superseded ? html`<span class="notice-inline">A later version of this report is there: <${A} href=${`/report/${e.report}/revisions`}>what changed<//></span>` : ''}</p>
    ${edit ? html`<${Verdict} event=${e} />` : ''}
  </div>`
}

const marked = { done: false } // for tests/page/bench.mjs

export function EventTable({ fixed, caption }) {
  const { query } = useWhere()
  const q = fixed || countedOf(query)
  const order = query.get('order') === 'asc' ? 'asc' : 'desc'
  q.set('order', order)
  const pages = usePages('events', q)
  const [open, setOpen] = useState(null)
  const { first } = pages
  useEffect(() => { if (pages.items && !marked.done) { marked.done = true; performance.mark('tocsin.table') } }, [!!pages.items])
  const turn = () => go(address(where().path, put(query, 'order', order === 'desc' ? ['asc'] : [])), { replace: true })
  if (first.error && !first.data) return html`<${Fault} error=${first.error} retry=${first.reload} />`
  if (!pages.items) return html`<${Wait} what="Reading the table" />`
  if (!pages.items.length) return html`<${Empty}><p>No event to list here.</p><//>`
  return html`<div class=${`table-box ${first.loading ? 'stale' : ''}`}>
    <table class="events">
      <caption class="vh">${caption || `${pages.total} events; Enter on a row opens it`}</caption>
      <thead><tr><th scope="col" aria-sort=${order === 'asc' ? 'ascending' : 'descending'}><button type="button" class="sort" onClick=${turn}>When <span aria-hidden="true">${order === 'asc' ? '↑' : '↓'}</span></button></th><th scope="col">Status</th><th scope="col">Who → what → whom</th><th scope="col">Where</th><th scope="col">According to</th></tr></thead>
      <tbody>${pages.items.map((e) => html`<${Row} key=${e.id} e=${e} open=${open === e.id} toggle=${() => setOpen(open === e.id ? null : e.id)} />`)}</tbody>
    </table>
    <${More} pages=${pages} what="events" />
  </div>`
}
