/** A number for people: 1,234 and 0.079. */
export function numberText(value: number, digits = 0): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A time for people, in its two largest units: 48 s, 1 min 52 s, 3 h 5 min. */
export function timeText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${numberText(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

/** A number and its noun: 1 image, 57 images. */
export function countText(count: number, noun: string): string {
  return `${numberText(count)} ${noun}${count === 1 ? '' : 's'}`;
}
