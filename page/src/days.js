// days.js - days as numbers since 1970-01-01, and how they are written.

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const DAY = 86400000

// "2022-01-05" or "2022-01-05T09:10" → 18997; null for anything else.
export function dayOf(text) {
  const m = /^(\d{4})-(\d\d)(?:-(\d\d))?/.exec(text || '')
  if (!m) return null
  return Math.round(Date.UTC(+m[1], +m[2] - 1, m[3] ? +m[3] : 1) / DAY)
}

// The moment as days with a fraction: "2022-01-05T12:00" → 18997.5.
export function momentOf(text) {
  const day = dayOf(text)
  if (day === null) return null
  const m = /T(\d\d):(\d\d)/.exec(text)
  return m ? day + (+m[1] * 60 + +m[2]) / 1440 : day
}

export function isoDay(day) {
  return new Date(Math.floor(day) * DAY).toISOString().slice(0, 10)
}

export const dateOf = (day) => new Date(day * DAY)

// 5 Jan 2022; without the year where `near` (a day) is of the same year.
export function sayDay(day, near) {
  const d = new Date(Math.floor(day) * DAY)
  const year = near !== undefined && new Date(near * DAY).getUTCFullYear() === d.getUTCFullYear() ? '' : ` ${d.getUTCFullYear()}`
  return `${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]}${year}`
}

// 5 Jan 2022, 09:10
export function sayMoment(text) {
  const day = dayOf(text)
  if (day === null) return text || ''
  const clock = /T(\d\d:\d\d)/.exec(text)
  return clock ? `${sayDay(day)}, ${clock[1]}` : sayDay(day)
}

// 5–9 Jan 2022
export function sayRange(from, to) {
  if (from === null && to === null) return ''
  if (from === null) return `until ${sayDay(to)}`
  if (to === null) return `from ${sayDay(from)}`
  if (Math.floor(from) === Math.floor(to)) return sayDay(from)
  const a = new Date(from * DAY), b = new Date(to * DAY)
  if (a.getUTCFullYear() !== b.getUTCFullYear()) return `${sayDay(from)} – ${sayDay(to)}`
  if (a.getUTCMonth() !== b.getUTCMonth()) return `${a.getUTCDate()} ${MONTHS[a.getUTCMonth()]} – ${sayDay(to)}`
  return `${a.getUTCDate()}–${sayDay(to)}`
}
