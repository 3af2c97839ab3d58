// columns.js - the events as columns, and how a brush counts them.
import { happened } from './words.js'

// The columns as typed arrays.
export function columns(p) {
  const n = p.n
  const out = { n, total: p.total, truncated: p.truncated, ids: p.ids, day: new Int32Array(n), days: new Int32Array(n), place: new Int32Array(n), type: new Uint8Array(n), real: new Uint8Array(n), types: p.types, statuses: p.statuses }
  const real = p.statuses.map((s) => (happened(s) ? 1 : 0))
  for (let i = 0; i < n; i++) {
    const from = p.from[i], to = p.to[i]
    out.day[i] = from === null ? 0 : from
    out.days[i] = from === null ? 0 : Math.max(1, (to === null ? from : to) - from + 1)
    out.place[i] = p.place[i]
    out.type[i] = p.type[i]
    out.real[i] = real[p.status[i]]
  }
  const places = p.places
  const m = places.name.length
  out.places = { n: m, name: places.name, country: places.country, adm1: places.adm1, lat: new Float64Array(m), lon: new Float64Array(m), precision: places.precision }
  for (let i = 0; i < m; i++) {
    out.places.lat[i] = places.lat[i] === null ? NaN : places.lat[i]
    out.places.lon[i] = places.lon[i] === null ? NaN : places.lon[i]
  }
  return out
}

// Counts each place under a range of days; how many events that are, in all and without a place.
export function recount(points, range, counts) {
  counts.real.fill(0)
  counts.said.fill(0)
  let n = 0, nowhere = 0
  const { day, days, place, real } = points
  const lat = points.places.lat
  for (let i = 0; i < points.n; i++) {
    if (range && (days[i] === 0 || day[i] > range[1] || day[i] + days[i] - 1 < range[0])) continue
    n++
    const p = place[i]
    if (p < 0 || Number.isNaN(lat[p])) { nowhere++; continue }
    if (real[i]) counts.real[p]++
    else counts.said[p]++
  }
  return { n, nowhere }
}
