/** Takes files that are dropped on an element; `highlight` shows where they would go. */
export function followDrops(target: HTMLElement, highlight: HTMLElement, onFiles: (files: File[]) => void): void {
  target.addEventListener('dragover', (event) => {
    if (event.defaultPrevented) return highlight.classList.remove('dropping'); // it would go to an element inside
    event.preventDefault();
    highlight.classList.add('dropping');
  });
  target.addEventListener('dragleave', (event) => {
    if (event.relatedTarget instanceof Node && target.contains(event.relatedTarget)) return;
    highlight.classList.remove('dropping');
  });
  target.addEventListener('drop', (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    highlight.classList.remove('dropping');
    void filesOf(event.dataTransfer).then(onFiles);
  });
}

/** Takes pasted files. */
export function followPaste(onFiles: (files: File[]) => void): void {
  document.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length > 0) onFiles(files);
  });
}

/** A file input that is opened by a button; each choice is reported, even the same file twice. */
export function followFileInput(input: HTMLInputElement, onFiles: (files: File[]) => void): void {
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])];
    input.value = '';
    if (files.length > 0) onFiles(files);
  });
}

/** The files of a drop, those in folders too, each with its path as name where it came in a folder. */
async function filesOf(transfer: DataTransfer | null): Promise<File[]> {
  const items = [...(transfer?.items ?? [])].map((item) => item.webkitGetAsEntry?.());
  const entries = items.filter((entry): entry is FileSystemEntry => Boolean(entry));
  if (entries.length === 0) return [...(transfer?.files ?? [])];
  return (await Promise.all(entries.map((entry) => filesIn(entry, '')))).flat();
}

async function filesIn(entry: FileSystemEntry, folder: string): Promise<File[]> {
  const path = `${folder}${entry.name}`;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [folder === '' ? file : new File([file], path, { type: file.type })];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: File[] = [];
  // It gives a hundred at a time.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return found;
    for (const inside of some) found.push(...(await filesIn(inside, `${path}/`)));
  }
}
