/** What a loss is called in a table or a chart; one that is not here is called by its name. */
const LABELS: Readonly<Record<string, string>> = {
  l1: 'L1',
  l2: 'L2',
  'smooth-l1': 'smooth L1',
  features: 'feature matching',
};

/** The label of a loss of `StepEvent`: `L1` of `l1`. */
export function lossLabel(name: string): string {
  return LABELS[name] ?? name;
}
