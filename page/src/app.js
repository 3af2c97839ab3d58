// app.js - the frame around all views: heading, ways, search, help, news of the store.
import { html, useEffect, useRef, useState } from './html.js'
import { go, useWhere, where, address, filtersOf, put, setFilters } from './state.js'
import { api, useJson, forget, watch, get } from './api.js'
import { A, Dialog, Fault, Empty } from './ui.js'
import { say, count } from './words.js'
import { sayRange, dayOf } from './days.js'
import { Explore } from './explore.js'
import { Tolls } from './tolls.js'
import { Stories, Story } from './story.js'
import { Incidents, Incident } from './incident.js'
import { Reports, Reader, ToEvent } from './reader.js'
import { Revisions } from './revisions.js'
import { Search } from './search.js'
import { Spikes } from './spikes.js'
import { Log } from './edits.js'
import { Export } from './export.js'
import { Frame } from './frame.js'

const WAYS = [
  ['/', 'Overview', 'o', 'timeline, map and table'],
  ['/tolls', 'Tolls', 't', 'who says how many, and when'],
  ['/stories', 'Stories', 's', 'incidents linked over days'],
  ['/incidents', 'Incidents', 'i', 'one happening, told by many'],
  ['/reports', 'Reports', 'r', 'what was received'],
  ['/spikes', 'Spikes', 'b', 'this week beside 4 and 52 weeks before'],
]

function view(path) {
  const [, first, id, rest] = path.split('/')
  switch (first || '') {
    case '': return [Explore, {}, 'Overview']
    case 'tolls': return [Tolls, {}, 'Tolls']
    case 'stories': return [Stories, {}, 'Stories']
    case 'story': return [Story, { id }, 'Story']
    case 'incidents': return [Incidents, {}, 'Incidents']
    case 'incident': return [Incident, { id }, 'Incident']
    case 'reports': return [Reports, {}, 'Reports']
    case 'report': return rest === 'revisions' ? [Revisions, { id }, 'Revisions'] : [Reader, { id }, 'Report']
    case 'event': return [ToEvent, { id }, 'Event']
    case 'search': return [Search, {}, 'Search']
    case 'spikes': return [Spikes, {}, 'Spikes']
    case 'log': return [Log, {}, 'Edits']
    default: return [NoSuchView, {}, 'Not here']
  }
}

function NoSuchView() {
  return html`<${Empty}><h1>Not here</h1><p>There is no such page. <${A} href="/">The overview<//> has everything.</p><//>`
}

const themes = ['auto', 'light', 'dark']
function applyTheme(name) {
  if (name === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = name
  dispatchEvent(new Event('themechange'))
}
function storedTheme() {
  try { return localStorage.getItem('tocsin.theme') || 'auto' } catch { return 'auto' }
}
applyTheme(storedTheme())

function Theme() {
  const [theme, set] = useState(storedTheme)
  const next = themes[(themes.indexOf(theme) + 1) % themes.length]
  const turn = () => {
    try { localStorage.setItem('tocsin.theme', next) } catch { /* private window: for this visit only */ }
    set(next)
    applyTheme(next)
  }
  return html`<button type="button" class="plain" onClick=${turn} title=${`Colours: ${theme}; change to ${next}`}>
    <span aria-hidden="true">${theme === 'dark' ? '☾' : theme === 'light' ? '☀' : '◐'}</span><span class="vh">Colours: ${theme}. Change to ${next}</span></button>`
}

function Help({ close, edit }) {
  const keys = [
    ['?', 'this help'], ['/', 'search'], ['g then o t s i r b', 'go to Overview, Tolls, Stories, Incidents, Reports, Spikes'],
    ['j k', 'next, previous row of a table or record of a report'], ['Enter', 'open it'], ['f', 'to the filters'], ['m', 'to the map'],
    ['l', 'to the timeline: arrows move its ends, Page keys by a week, Escape clears'],
    ['e', 'export what is shown'], ['c', 'clear all filters'], ['+ − arrows 0', 'on the map: zoom, move, show all'],
    ['← →', 'in a report: from marked words to marked words; Enter shows their record'],
    ...(edit ? [['a x', 'on an event: accept, reject']] : []), ['Esc', 'close; take a choice back'],
  ]
  return html`<${Dialog} title="Keys and signs" close=${close} wide>
    <div class="help">
      <section><h3>Keys</h3><dl class="keys">${keys.map(([k, v]) => html`<div><dt>${k.split(' ').map((x) => (/^\(/.test(x) || /^[a-z]{3,}/.test(x) ? x.replace(/[()]/g, '') + ' ' : html`<kbd>${x}</kbd> `))}</dt><dd>${v}</dd></div>`)}</dl></section>
      <section><h3>Signs</h3>
        <p><b>Numbers are what somebody reported.</b> Each stands with who said it and as of when. Tocsin never adds them up and never picks a true one.</p>
        <dl class="signs">
          <div><dt>● ◐</dt><dd>occurred, ongoing: the text says that it happened</dd></div>
          <div><dt>▷ ? !</dt><dd>planned, demanded, threatened: not (yet) done</dd></div>
          <div><dt>≠ ∅ ◌</dt><dd>denied, negated, hypothetical</dd></div>
          <div><dt>≥ 95</dt><dd>at least 95: the number is open above</dd></div>
          <div><dt>24–99</dt><dd>a vague word (“dozens”) as the interval it stands for</dd></div>
        </dl>
        <h3>On the map</h3>
        <p>A full disc is an exact place. A ring is as wide as the area that is meant: near a place, a district, a province. Where only the country is known the country itself is hatched; there is no pin in its middle.</p>
        <h3>Why?</h3>
        <p>Every value opens its reason: the words it was read from, the rule that matched, or where else it was taken from.</p>
      </section>
    </div>
  <//>`
}

function SearchBox({ box }) {
  const { path, query } = useWhere()
  const [text, set] = useState(query.get('q') || '')
  useEffect(() => set(query.get('q') || ''), [query.get('q')])
  const submit = (e) => {
    e.preventDefault()
    const q = text.trim()
    go(q ? address('/search', put(filtersOf(query), 'q', [q])) : path === '/search' ? '/' : address(path, put(query, 'q', [])))
  }
  return html`<form class="search" role="search" onSubmit=${submit}>
    <label class="vh" for="q">Search the reports</label>
    <input id="q" ref=${box} type="search" value=${text} placeholder="Search the reports" autocomplete="off" spellcheck=${false} onInput=${(e) => set(e.target.value)} />
    <kbd aria-hidden="true">/</kbd>
  </form>`
}

export function App() {
  const { path, query } = useWhere()
  const meta = useJson('/api/meta')
  const [help, setHelp] = useState(false)
  const [exporting, setExporting] = useState(false)
  const [news, setNews] = useState(null)
  const [online, setOnline] = useState(true)
  const box = useRef()
  const main = useRef()
  const [View, props, name] = view(path)
  const info = meta.data

  useEffect(() => {
    document.title = `${name === 'Overview' ? '' : name + ' · '}${info ? info.name + ' · ' : ''}Tocsin`
  }, [name, info && info.name])

  // A new view begins at its heading, for those who hear the page.
  const first = useRef(true)
  useEffect(() => {
    if (first.current) { first.current = false; return }
    const to = main.current && (main.current.querySelector('h1') || main.current)
    if (to) { to.setAttribute('tabindex', '-1'); to.focus({ preventScroll: true }) }
  }, [path])

  const held = useRef(null)
  useEffect(() => watch((now) => {
    if (!now.version) return
    if (held.current === null) held.current = now.version
    else if (held.current !== now.version) setNews(now)
  }, setOnline), [])
  const refresh = () => {
    held.current = news.version
    setNews(null)
    forget(news.version)
  }

  useEffect(() => {
    let g = 0
    const key = (e) => {
      const t = e.target
      const typing = t.closest && t.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]')
      if (e.ctrlKey || e.metaKey || e.altKey) return
      if (e.key === 'Escape' && typing) { t.blur(); return }
      if (typing || e.defaultPrevented || document.querySelector('dialog[open]')) return
      if (g && Date.now() - g < 1500) {
        g = 0
        const way = WAYS.find((w) => w[2] === e.key)
        if (way) { e.preventDefault(); go(address(way[0], filtersOf(where().query))) }
        return
      }
      const focus = (sel) => {
        const el = document.querySelector(sel)
        if (el) { e.preventDefault(); el.focus(); el.scrollIntoView({ block: 'nearest' }) }
      }
      if (e.key === 'g') g = Date.now()
      else if (e.key === '?') { e.preventDefault(); setHelp(true) }
      else if (e.key === '/') { e.preventDefault(); box.current.focus(); box.current.select() }
      else if (e.key === 'e') { e.preventDefault(); setExporting(true) }
      else if (e.key === 'c') setFilters(new URLSearchParams())
      else if (e.key === 'f') focus('.facets summary, .facets input')
      else if (e.key === 'm') focus('.map [tabindex]')
      else if (e.key === 'l') focus('.timeline [role=slider]')
      else if (e.key === 'j' || e.key === 'k') {
        const rows = [...document.querySelectorAll('[data-row]')].filter((r) => r.offsetParent !== null)
        if (!rows.length) return
        const at = rows.indexOf(t.closest('[data-row]') || rows.find((r) => r.matches('[data-chosen]')))
        const next = rows[Math.max(0, Math.min(rows.length - 1, at + (e.key === 'j' ? 1 : -1)))]
        e.preventDefault()
        next.focus()
        next.scrollIntoView({ block: 'nearest' })
      }
    }
    addEventListener('keydown', key)
    return () => removeEventListener('keydown', key)
  }, [])

  const filters = filtersOf(query)
  return html`<${Frame.Provider} value=${{ info, edit: !!(info && info.edit), openExport: () => setExporting(true) }}>
    <a class="skip" href="#main" onClick=${(e) => { e.preventDefault(); main.current.focus() }}>To the content</a>
    <header class="top">
      <${A} class="brand" href="/" aria-label="Tocsin, overview"><svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path d="M10 1.5c-3.6 0-5.4 2.6-5.4 6.2 0 3.900-.9 5.400-2.400 6.700h15.600c-1.500-1.300-2.400-2.800-2.400-6.700 0-3.600-1.800-6.200-5.400-6.200z"/><circle cx="10" cy="16.900" r="1.800"/></svg> Tocsin<//>
      <nav aria-label="Views"><ul>${WAYS.map(([to, label, k, what]) => html`<li><${A} href=${address(to, filters)} title=${`${what} (g ${k})`}
        aria-current=${path === to || (to === '/stories' && path.startsWith('/story/')) || (to === '/incidents' && path.startsWith('/incident/')) || (to === '/reports' && path.startsWith('/report/')) ? 'page' : null}>${label}<//></li>`)}
        ${info && info.edit ? html`<li><${A} href="/log" aria-current=${path === '/log' ? 'page' : null}>Edits<//></li>` : ''}</ul></nav>
      <${SearchBox} box=${box} />
      <div class="tools">
        <button type="button" onClick=${() => setExporting(true)} title="Export what is shown (e)">Export</button>
        <${Theme} />
        <button type="button" class="plain" onClick=${() => setHelp(true)} title="Keys and signs (?)"><span aria-hidden="true">?</span><span class="vh">Help: keys and signs</span></button>
      </div>
    </header>
    <div class="news" role="status" aria-live="polite">
      ${!online && info ? html`<p class="off">The server is away. What you see is what was read last.</p>` : ''}
      ${news ? html`<p>The file has changed${info && news.reports > info.reports ? `: ${count(news.reports - info.reports, 'new report')}` : ''}. <button type="button" onClick=${refresh}>Show it</button></p>` : ''}
      ${info && !info.settled ? html`<p>Reports are being added; incidents are settled when that ends.</p>` : ''}
    </div>
    <main id="main" ref=${main} tabindex="-1">
      ${meta.error && !info ? html`<${Fault} error=${meta.error} retry=${meta.reload} />`
        : info && info.reports === 0 ? html`<${Nothing} info=${info} />`
        : html`<${View} key=${View === Explore ? 'explore' : path} ...${props} />`}
    </main>
    <footer class="foot">
      ${info ? html`<p><b>${info.name}</b> · ${count(info.reports, 'report')}${info.faults ? html`, ${say(info.faults)} not readable` : ''} · ${count(info.events, 'event')} · ${count(info.incidents, 'incident')}${info.from ? html` · ${sayRange(dayOf(info.from), dayOf(info.to))}` : ''}${info.edit ? ' · edits allowed' : ' · read-only'}</p>
      <p>Coded by tocsin ${info.engine ? info.engine.tocsin : info.tocsin}${info.engine ? html`, model <code title=${info.engine.model}>${info.engine.model.replace('sha256:', '').slice(0, 8)}</code>` : ''}. Places: GeoNames, CC BY 4.0. Outlines: Natural Earth; they take no side in disputes. <a href="/LICENSES.txt">Licences</a></p>` : ''}
    </footer>
    ${help ? html`<${Help} close=${() => setHelp(false)} edit=${info && info.edit} />` : ''}
    ${exporting && info ? html`<${Export} close=${() => setExporting(false)} info=${info} />` : ''}
  <//>`
}

function Nothing({ info }) {
  return html`<div class="state empty first">
    <h1>No reports in ${info.name} yet</h1>
    <p>Add some, and they appear here by themselves:</p>
    <pre><code>tocsin ingest ${info.name} reports/</code></pre>
    <p>Text files, web pages, feeds, web archives, CSV and JSON lines are read as they come.</p>
  </div>`
}
