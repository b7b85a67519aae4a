/** At most `count` of the items, evenly from the first to the last, both of them included where two may stay. */
export function thinOut<Item>(items: readonly Item[], count: number): Item[] {
  if (items.length <= count) return [...items];
  if (count <= 1) return items.slice(items.length - 1, items.length - 1 + count);
  const step = (items.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, i) => items[Math.round(i * step)] as Item);
}

/** As many of the items as together are no larger than `budget`, evenly from the first to the last; at least one. */
export function thinToBudget<Item>(items: readonly Item[], sizeOf: (item: Item) => number, budget: number): Item[] {
  for (let count = items.length; count > 1; count--) {
    const some = thinOut(items, count);
    if (some.reduce((sum, item) => sum + sizeOf(item), 0) <= budget) return some;
  }
  return thinOut(items, 1);
}
