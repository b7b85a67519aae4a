import type { Tool } from '../draw/operation.ts';

const TOOL_KEYS: Readonly<Record<string, Tool>> = { p: 'pen', e: 'eraser', l: 'line', r: 'rectangle', f: 'fill' };

/** Letters for the tools; Ctrl or Command with Z and Y to undo and redo. Not while something is typed. */
export function followShortcuts(actions: { choose(tool: Tool): void; undo(): void; redo(): void }): void {
  document.addEventListener('keydown', (event) => {
    const { target, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (target instanceof HTMLElement && target.matches('input, select, textarea')) return;
    const key = event.key.toLowerCase();
    const tool = TOOL_KEYS[key];
    if (ctrlKey || metaKey) {
      if (key === 'z' && !shiftKey) actions.undo();
      else if (key === 'y' || key === 'z') actions.redo();
      else return;
    } else if (tool && !altKey) actions.choose(tool);
    else return;
    event.preventDefault();
  });
}
