// export.js - what is shown, as a file.
import { html, useState } from './html.js'
import { useWhere, countedOf, filtersOf } from './state.js'
import { api, useJson } from './api.js'
import { Dialog } from './ui.js'
import { say } from './words.js'

const ABOUT = {
  csv: ['CSV', 'one event a row; pandas, R, spreadsheets'],
  jsonl: ['JSON Lines', 'one event a line, with its report'],
  geojson: ['GeoJSON', 'one event a feature; QGIS'],
  claims: ['Claims', 'one reported number a row, with claimant and time'],
  acled31: ['ACLED layout', 'incidents in 31 columns; the rows are Tocsin’s'],
  ged: ['UCDP GED layout', 'deadly incidents: low, best, high'],
  gdelt2: ['GDELT 2 layout', '61 columns, tabs'],
  ccc: ['Crowd Counting layout', 'protests, with the size of the crowd'],
  parquet: ['Parquet', 'columns; DuckDB, Arrow, pandas'],
  arrow: ['Arrow IPC', 'columns; pyarrow, polars, R arrow'],
  brat: ['brat standoff', 'text and annotations of each report'],
  homes: ['Publishers’ homes', 'where each publisher is at home, for --publisher-prior'],
  conllu: ['CoNLL-U', 'sentences with trees'],
}

export function Export({ close, info }) {
  const { path, query } = useWhere()
  const filters = path === '/' || path === '/spikes' ? countedOf(query) : filtersOf(query)
  const own = /^\/(story|incident|report)\/([0-9a-f]{15})/.exec(path)
  const f = new URLSearchParams(filters)
  if (own) f.set(own[1], own[2])
  const total = useJson(api('events', new URLSearchParams([...f, ['limit', '1']])))
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(location.href)
      setCopied(true)
    } catch { setCopied('no') }
  }
  return html`<${Dialog} title="Export what is shown" close=${close} wide>
    <p>${total.data ? html`<b>${say(total.data.total)}</b> ${total.data.total === 1 ? 'event' : 'events'}` : 'Events'} under the filters of this view. Every row carries its status and its claimant. Names of private persons are replaced by their roles.</p>
    <ul class="formats">${info.export_formats.map((x) => {
      const name = typeof x === 'string' ? x : x.name
      const about = ABOUT[name] || [name, '']
      const q = new URLSearchParams(f)
      q.set('format', name)
      return html`<li key=${name}><a href=${api('export', q)} download><b>${about[0]}</b> <span class="dim">${about[1]}</span></a></li>`
    })}</ul>
    <p class="links"><button type="button" onClick=${copy}>Copy the link to this view</button> <span role="status">${copied === 'no' ? 'The browser does not allow it; the address bar has it.' : copied ? 'Copied.' : ''}</span> <button type="button" onClick=${() => { document.querySelector('dialog[open]').close(); setTimeout(() => print(), 50) }}>Print this view</button></p>
    <p class="dim">At the command line: <code>tocsin export ${info.name} --format csv</code></p>
  <//>`
}
