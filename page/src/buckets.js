// buckets.js - days, weeks or months of a timeline, and the events in each.

// The first day of a bucket.
export function bucketOf(day, size) {
  if (size === 'day') return day
  if (size === 'week') return day - ((((day + 3) % 7) + 7) % 7) // Monday
  const d = new Date(day * 86400000)
  return Date.UTC(d.getUTCFullYear(), d.getUTCMonth(), 1) / 86400000
}
function after(day, size) {
  if (size === 'day') return day + 1
  if (size === 'week') return day + 7
  const d = new Date(day * 86400000)
  return Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + 1, 1) / 86400000
}

export function bucketsOf(points, width) {
  let first = Infinity, last = -Infinity
  for (let i = 0; i < points.n; i++) {
    const d = points.day[i]
    if (points.days[i] === 0) continue
    if (d < first) first = d
    if (d > last) last = d
  }
  if (first > last) return null
  const span = last - first + 1
  const size = span * 4 <= width || span <= 45 ? 'day' : (span / 7) * 4 <= width ? 'week' : 'month'
  const start = bucketOf(first, size)
  const starts = []
  for (let d = start; d <= last; d = after(d, size)) starts.push(d)
  const real = new Uint32Array(starts.length), said = new Uint32Array(starts.length)
  const at = new Uint32Array(last - start + 1)
  for (let b = 0; b < starts.length; b++) for (let d = starts[b]; d < after(starts[b], size) && d <= last; d++) at[d - start] = b
  for (let i = 0; i < points.n; i++) {
    if (points.days[i] === 0) continue
    const b = at[points.day[i] - start]
    if (points.real[i]) real[b]++
    else said[b]++
  }
  return { size, starts, end: after(starts[starts.length - 1], size), first, last, real, said }
}
