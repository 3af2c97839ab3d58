// edits.js - accept, reject, merge, split: what people say about the record.  All is logged, and a
// later word overrules an earlier one; nothing is erased.  Only under tocsin serve --edit.
import { html, useState } from './html.js'
import { api, forget, post, useJson } from './api.js'
import { A, Empty, Loaded } from './ui.js'
import { usePages, More, when } from './table.js'
import { go } from './state.js'

function useEdit() {
  const [state, set] = useState({ busy: false, error: null, done: null })
  const send = async (body, done) => {
    set({ busy: true, error: null, done: null })
    try {
      const answer = await post('edits', body)
      set({ busy: false, error: null, done })
      forget()
      return answer
    } catch (error) {
      set({ busy: false, error, done: null })
      return null
    }
  }
  return [state, send]
}

function Outcome({ state }) {
  return html`<span role="status" class=${state.error ? 'fault-inline' : 'done'}>${state.error ? `Not done: ${state.error.message}` : state.done || ''}</span>`
}

export function Verdict({ event }) {
  const [state, send] = useEdit()
  const [note, setNote] = useState('')
  const say = (what) => send({ what, event: event.id, note: note.trim() || null }, what === 'accept' ? 'Accepted.' : 'Rejected. It stays in the file and leaves counts and exports.')
  return html`<form class="verdict-form" onSubmit=${(e) => e.preventDefault()}>
    <label>Note <input type="text" value=${note} maxlength="500" placeholder="why (kept in the log)" onInput=${(e) => setNote(e.target.value)} /></label>
    <button type="button" data-verdict="accept" disabled=${state.busy} aria-pressed=${event.verdict === 'accept' ? 'true' : 'false'} onClick=${() => say('accept')}>Accept</button>
    <button type="button" data-verdict="reject" disabled=${state.busy} aria-pressed=${event.verdict === 'reject' ? 'true' : 'false'} onClick=${() => say('reject')}>Reject</button>
    <${Outcome} state=${state} />
  </form>`
}

// Merge two incidents, or split mentions off.
export function IncidentEdits({ incident }) {
  const [state, send] = useEdit()
  const [other, setOther] = useState('')
  const near = useJson(api('incidents', new URLSearchParams({ story: incident.story, limit: '50' })))
  const first = incident.items[0]
  const others = near.data ? near.data.items.filter((x) => x.id !== incident.id) : []
  const merge = async () => {
    const target = /([0-9a-f]{15})/.exec(other)
    if (!target) return
    let event = target[1]
    try {
      const found = await (await fetch(`/api/incidents/${event}`)).json()
      if (found.items && found.items.length) event = found.items[0].id
    } catch { /* the server will say what is wrong */ }
    // The key of an incident is made of its members; an event leads to the new one.
    if (await send({ what: 'merge', event: first.id, other: event, note: null }, 'Merged.')) go(`/incident/${first.id}`, { replace: true })
  }
  return html`<section class="edits"><h2>Edit</h2>
    <form onSubmit=${(e) => { e.preventDefault(); merge() }}><label>Merge with <input list="near" value=${other} placeholder="key of an incident, or its address" onInput=${(e) => setOther(e.target.value)} size="40" /></label>
      <datalist id="near">${others.map((o) => html`<option value=${o.id}>${o.type} ${o.place || ''} ${o.from || ''}</option>`)}</datalist>
      <button type="submit" disabled=${state.busy || !first || !/[0-9a-f]{15}/.test(other)}>Merge</button> <${Outcome} state=${state} /></form>
    <details><summary>Split a mention off</summary><ul class="split">${incident.items.map((e) => html`<li key=${e.id}><span class="dim">${e.publisher || e.report_id}</span> “${e.sentence ? e.sentence.text : e.trigger.text}” <button type="button" disabled=${state.busy || incident.items.length < 2} onClick=${async () => { const rest = incident.items.find((x) => x.id !== e.id); if (await send({ what: 'split', event: e.id, note: null }, 'Split off.')) go(`/incident/${rest.id}`, { replace: true }) }}>Split off</button></li>`)}</ul></details>
  </section>`
}

export function Log() {
  const pages = usePages('edits', new URLSearchParams(), 100)
  return html`<div class="one"><h1>Edits</h1><p class="lede">What people said about the record, latest first. Edits are only added to; the last word on an event holds, also after a rebuild.</p>
    <${Loaded} from=${pages.first} what="Reading the log">${() => (pages.items.length ? html`<table class="log"><caption class="vh">Edits</caption><thead><tr><th scope="col">When (UTC)</th><th scope="col">By</th><th scope="col">What</th><th scope="col">Event</th><th scope="col">Note</th></tr></thead>
      <tbody>${pages.items.map((e, i) => html`<tr key=${i}><td class="when">${e.at.replace('T', ' ').replace('Z', '')}</td><td>${e.by}</td><td><b>${e.what}</b></td><td><${A} href=${`/event/${e.event}`}><code>${e.event.slice(0, 8)}…</code><//>${e.other ? html` with <${A} href=${`/event/${e.other}`}><code>${e.other.slice(0, 8)}…</code><//>` : ''}</td><td>${e.note || ''}</td></tr>`)}</tbody></table><${More} pages=${pages} what="edits" />`
      : html`<${Empty}><p>Nobody has edited this file yet. Open an event and accept or reject it.</p><//>`)}<//></div>`
}
